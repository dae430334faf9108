using System.Globalization;
using System.Text;

namespace CityHub.SampleCity.Made;

/// <summary>The real tables: divisions, boundaries, census.</summary>
internal static class Reference
{
    public static IEnumerable<string[]> Divisions(Town town) => town.Map.Divisions.Select(d => d.ToArray());

    public static IEnumerable<string[]> Boundaries(Town town) => town.Map.Districts.Select(d => new[]
    {
        d.Code, d.Name, Cell.Of(d.Centre.Lon), Cell.Of(d.Centre.Lat), "GCJ-02（疑似）", Wkt(d.Shape.Polygons),
    });

    public static IEnumerable<string[]> Population(Town town) => town.Map.Population.Select(p => p.ToArray());

    private static string Wkt(IReadOnlyList<IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>>> polygons)
    {
        var text = new StringBuilder("MULTIPOLYGON (");
        text.AppendJoin(", ", polygons.Select(polygon => $"({string.Join(", ", polygon.Select(Ring))})"));
        return text.Append(')').ToString();
    }

    private static string Ring(IReadOnlyList<(double Lon, double Lat)> ring) =>
        $"({string.Join(", ", ring.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Lon} {p.Lat}")))})";
}

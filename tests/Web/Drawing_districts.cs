using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace CityHub.Web.Tests;

public sealed class Drawing_districts
{
    // West and east share the border x = 1, which runs through small zigzags; the east is drawn the other way round.
    private const string TwoNeighbours = """
        {"type":"FeatureCollection","features":[
          {"type":"Feature","properties":{"code":"500101","name":"西区"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1.01,0.25],[0.99,0.5],[1.2,0.75],[1,1],[0,1],[0,0]]]}},
          {"type":"Feature","properties":{"code":"500102","name":"东区"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,1],[1.2,0.75],[0.99,0.5],[1.01,0.25],[1,0],[2,0],[2,1],[1,1]]]]}}
        ]}
        """;

    [Fact]
    public void projects_with_web_mercator()
    {
        // EPSG:3857: the square world ends at 85.051129 degrees, where y equals half its width, pi.
        Assert.Equal(0, BorderLines.Mercator(0, 0).Y, 12);
        Assert.Equal(Math.PI, BorderLines.Mercator(180, 85.0511287798066).X, 9);
        Assert.Equal(Math.PI, BorderLines.Mercator(180, 85.0511287798066).Y, 9);
    }

    [Fact]
    public void keeps_points_that_stand_out_and_drops_those_that_do_not()
    {
        var line = BorderLines.Simplify([(0, 0), (1, .1), (2, -.1), (3, 5), (4, 6), (5, 7), (6, 8.1), (7, 9), (8, 9), (9, 9)], 1);

        // Ramer-Douglas-Peucker's much used example.
        Assert.Equal([(0, 0), (2, -.1), (3, 5), (7, 9), (9, 9)], line);
    }

    [Fact]
    public void measures_area_and_centre_of_gravity()
    {
        var (area, x, y) = BorderLines.Measure([(0, 0), (4, 0), (4, 2), (0, 2)]);

        Assert.Equal((8, 2, 1), (area, x, y));
    }

    [Fact]
    public void gives_neighbours_the_same_simplified_border()
    {
        var drawing = DistrictShapes.Draw(DistrictShapes.Parse(Encoding.UTF8.GetBytes(TwoNeighbours)), width: 200, tolerance: 3);

        var (west, east) = (Points(drawing.Districts[0].Path), Points(drawing.Districts[1].Path));
        var shared = west.Intersect(east).ToList();
        // The two ends and the one corner that stands out by more than 3 pixels; the zigzags are gone on both sides.
        Assert.Equal(3 + 1, shared.Count);
        Assert.DoesNotContain(west, p => p.StartsWith("101 ", StringComparison.Ordinal));
        Assert.Equal(6, west.Count);
        Assert.Equal(6, east.Count);
    }

    [Fact]
    public void writes_points_with_a_decimal_point_and_closes_each_part()
    {
        var drawing = DistrictShapes.Draw(DistrictShapes.Parse(Encoding.UTF8.GetBytes(TwoNeighbours)), width: 333, tolerance: .5);

        Assert.All(drawing.Districts, d => Assert.Matches(@"^(M[\d.]+ [\d.]+(L[\d.]+ [\d.]+)+Z)+$", d.Path));
        Assert.Equal(333, drawing.Width);
    }

    [Theory]
    [InlineData("石柱土家族自治县", "石柱")]
    [InlineData("酉阳土家族苗族自治县", "酉阳")]
    [InlineData("渝中区", "渝中")]
    [InlineData("沙坪坝区", "沙坪坝")]
    [InlineData("城口县", "城口")]
    [InlineData("忠县", "忠县")]
    public void calls_districts_by_their_short_names(string name, string brief) => Assert.Equal(brief, DistrictNames.Short(name));

    [Fact]
    public void places_no_name_on_another()
    {
        var placed = MapLabels.Place([("万州", 100, 100, 5000), ("开州", 110, 104, 9000), ("城口", 300, 40, 4000), ("渝中", 200, 200, 20)]);

        Assert.Equal(["开州", "城口"], placed.Select(p => p.Text));
    }

    private static List<string> Points(string path) => [.. Regex.Matches(path, @"[\d.]+ [\d.]+").Select(m => m.Value)];
}

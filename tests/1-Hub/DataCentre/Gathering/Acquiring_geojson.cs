using System.Globalization;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Json;
using NetTopologySuite.IO;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Acquiring_geojson : GatheringBench
{
    [Theory]
    // Examples of RFC 7946, appendix A, beside their WKT.
    [InlineData("""{"type":"Point","coordinates":[100.0,0.0]}""", "POINT (100.0 0.0)", "100,0,100,0")]
    [InlineData("""{"type":"LineString","coordinates":[[100.0,0.0],[101.0,1.0]]}""", "LINESTRING (100.0 0.0, 101.0 1.0)", "100,0,101,1")]
    [InlineData("""{"type":"Polygon","coordinates":[[[100.0,0.0],[101.0,0.0],[101.0,1.0],[100.0,1.0],[100.0,0.0]]]}""", "POLYGON ((100.0 0.0, 101.0 0.0, 101.0 1.0, 100.0 1.0, 100.0 0.0))", "100,0,101,1")]
    [InlineData("""{"coordinates":[[[100,0],[100,1],[101,1],[101,0],[100,0]]],"type":"Polygon"}""", "POLYGON ((100 0, 100 1, 101 1, 101 0, 100 0))", "100,0,101,1")]
    [InlineData("""{"type":"MultiPoint","coordinates":[[100.0,0.0],[101.0,1.0]]}""", "MULTIPOINT (100.0 0.0, 101.0 1.0)", "100,0,101,1")]
    [InlineData("""{"type":"MultiLineString","coordinates":[[[100.0,0.0],[101.0,1.0]],[[102.0,2.0],[103.0,3.0]]]}""", "MULTILINESTRING ((100.0 0.0, 101.0 1.0), (102.0 2.0, 103.0 3.0))", "100,0,103,3")]
    [InlineData("""{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[100.0,0.0]},{"type":"LineString","coordinates":[[101.0,0.0],[102.0,1.0]]}]}""", "GEOMETRYCOLLECTION (POINT (100.0 0.0), LINESTRING (101.0 0.0, 102.0 1.0))", "100,0,102,1")]
    [InlineData("""{"type":"Point","coordinates":[106.5512345678901234567,29.5,244.1]}""", "POINT Z (106.5512345678901234567 29.5 244.1)", null)]
    [InlineData("""{"type":"Point","coordinates":[]}""", "POINT EMPTY", ",,,")]
    [InlineData("null", "", ",,,")]
    public async Task writes_a_geometry_as_wkt_with_its_box(string geometry, string wkt, string? box)
    {
        var file = (await Acquire(Write("a.geojson", Collection($$"""{"type":"Feature","properties":{"名称":"x"},"geometry":{{geometry}}}""")))).Value;

        Assert.Equal(["名称", "geometry", "geometry_type", "min_x", "min_y", "max_x", "max_y"], file.Header);
        var row = Cells(file)[0];
        Assert.Equal(("x", wkt), (row[0], row[1]));
        Assert.Equal(box ?? string.Join(',', row[3..]), string.Join(',', row[3..]));
        if (wkt.Length > 0)
        {
            Assert.NotNull(new WKTReader().Read(wkt));
        }
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[29.56,106.55]}""", Flaws.Range)]
    [InlineData("""{"type":"Point","coordinates":[35635512.1,3268901.4]}""", Flaws.Range)]
    [InlineData("""{"type":"Polygon","coordinates":[[[100,0],[101,0],[101,1]]]}""", Flaws.Ring)]
    [InlineData("""{"type":"Point","coordinates":["106","29"]}""", Flaws.Geometry)]
    [InlineData("""{"type":"Point","coordinates":[106]}""", Flaws.Geometry)]
    [InlineData("""{"type":"Circle","coordinates":[106,29]}""", Flaws.Geometry)]
    [InlineData("""{"type":"LineString","coordinates":[[106,29]]}""", Flaws.Geometry)]
    public async Task puts_a_feature_aside_whose_geometry_cannot_be(string geometry, string flaw)
    {
        var file = (await Acquire(Write("a.geojson", Collection(
            """{"type":"Feature","properties":{"n":1},"geometry":null}""", $$"""{"type":"Feature","properties":{"n":2},"geometry":{{geometry}}}""")))).Value;

        Assert.Equal("1", Cells(file)[0][0]);
        Assert.StartsWith(Spooled.Mark + flaw, Cells(file)[1][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task keeps_metres_of_a_projected_system_that_the_file_names()
    {
        var text = """{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4523"}},"features":[{"type":"Feature","id":"f1","properties":{"id":7},"geometry":{"type":"Point","coordinates":[35635512.1,3268901.4]}}]}""";

        var file = (await Acquire(Write("a.geojson", text))).Value;

        Assert.Equal("id,id_2,geometry,geometry_type,min_x,min_y,max_x,max_y", string.Join(',', file.Header));
        Assert.Equal(["7", "f1", "POINT (35635512.1 3268901.4)"], Cells(file)[0][..3]);
        Assert.Contains(file.Notes, n => n.En.Contains("EPSG::4523", StringComparison.Ordinal));
    }

    [Fact]
    public async Task reads_features_one_a_line()
    {
        var file = (await Acquire(Write("a.geojsonl", """{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[1,2]}}""" + "\n"))).Value;

        Assert.Equal(["1", "POINT (1 2)", "Point", "1", "2", "1", "2"], Cells(file)[0]);
    }

    [Theory]
    [InlineData("boundaries/chongqing_districts.geojson")]
    [InlineData("transit/chongqing_rail_osm_2016.geojson")]
    public async Task reads_real_files_so_that_another_library_reads_the_same_shapes(string name)
    {
        var path = SharedData.Find(name.Split('/'));
        Assert.SkipWhen(path is null, $"../shared/data/{name} is not beside the repository");
        using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(path!, TestContext.Current.CancellationToken));
        var features = json.RootElement.GetProperty("features").EnumerateArray().ToList();

        var file = (await Acquire(path!)).Value;

        var rows = Cells(file);
        Assert.Equal(features.Count, rows.Count);
        var (wkt, minX) = (file.Header.ToList().IndexOf("geometry"), file.Header.ToList().IndexOf("min_x"));
        foreach (var (i, row) in rows.Index())
        {
            if (row[0].StartsWith(Spooled.Mark, StringComparison.Ordinal))
            {
                Assert.Fail($"feature {i + 1}: {row[0]}");
            }

            var shape = new WKTReader().Read(row[wkt]);
            Assert.Equal(features[i].GetProperty("geometry").GetProperty("type").GetString(), shape.GeometryType);
            Assert.Equal(shape.EnvelopeInternal.MinX, double.Parse(row[minX], CultureInfo.InvariantCulture));
        }
    }

    private static string Collection(params string[] features) => $$"""{"type":"FeatureCollection","features":[{{string.Join(",\n", features)}}]}""";
}

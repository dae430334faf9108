using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Tests.Quality;
using CityHub.SampleCity;
using CityHub.SampleCity.Made;
using Xunit;

namespace CityHub.DataCentre.Tests.SampleCity;

public sealed class The_sample_city
{
    private const double Small = 0.02;

    public static TheoryData<string> Names => [.. SampleResources.All.Select(r => r.Name)];

    [Fact]
    public void has_at_least_24_resources_and_says_which_are_made_up()
    {
        Assert.True(SampleResources.All.Count >= 24);
        Assert.Equal(["divisions", "district-boundaries", "census-population"], SampleResources.All.Where(r => !r.Generated).Select(r => r.Name));
        Assert.All(SampleResources.All, r => Assert.False(string.IsNullOrEmpty(GeneratedFile.Body(r).Source)));
        Assert.All(SampleResources.All.Where(r => !r.Generated), r => Assert.Equal(0, r.Defects));
        Assert.Equal(Enum.GetValues<SampleFormat>(), SampleResources.All.Select(r => r.Format).Distinct().Order());
    }

    [Theory, MemberData(nameof(Names))]
    public void has_catalogue_entries_without_a_fault(string name)
    {
        var reading = EntryReading.Of(GeneratedFile.Body(SampleResources.All.Single(r => r.Name == name)));

        Assert.Empty(reading.Faults);
        Assert.Empty(EntryCheck.Faults(reading.Content, Library.Standards).Select(f => $"{f.Path} {f.Say(CityHub.Kernel.Language.English)}"));
    }

    [Fact]
    public void never_opens_what_tells_of_persons() => Assert.All(SampleResources.All.Select(GeneratedFile.Body).Where(b => b.Open == true),
        body => Assert.All(body.Items!, item => Assert.True(item.DataElement is not ("DE01001" or "DE01002" or "DE02004"), body.Title)));

    [Theory, MemberData(nameof(Names))]
    public void is_refused_exactly_where_defects_were_planted(string name)
    {
        var resource = SampleResources.All.Single(r => r.Name == name);
        var file = GeneratedFile.Of(resource, Small);

        var planted = file.Planted.Kinds.SelectMany(k => k.Lines.Select(line => (line, k.Rule, k.Column))).Order().ToList();
        Assert.Equal(planted, file.Refusals().Order());
        Assert.Equal(file.Rows.Count, file.Planted.Rows);
        Assert.True(resource.Defects == 0 ? planted.Count == 0 : file.Rows.Count < 2000 || planted.Count > 0);
    }

    [Theory, MemberData(nameof(Names))]
    public void is_the_same_for_the_same_seed(string name)
    {
        var resource = SampleResources.All.Single(r => r.Name == name);
        byte[] Digest(ulong seed)
        {
            using var file = new MemoryStream();
            resource.Write(GeneratedFile.City, file, Small, seed);
            return System.Security.Cryptography.SHA256.HashData(file.ToArray());
        }

        Assert.Equal(Digest(7), Digest(7));
        if (resource.Generated)
        {
            Assert.NotEqual(Digest(7), Digest(8));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void stands_inside_its_real_districts(string name)
    {
        var file = GeneratedFile.Of(SampleResources.All.Single(r => r.Name == name), Small);
        if (file.Items.All(i => i.Column != "lon"))
        {
            return;
        }

        var (district, lon, lat) = (file.Column("district"), file.Column("lon"), file.Column("lat"));
        var planted = file.Planted.Kinds.SelectMany(k => k.Lines).ToHashSet();
        var districts = GeneratedFile.City.Districts.ToDictionary(d => d.Code);
        Assert.All(file.Rows.Where((_, i) => !planted.Contains(i + 2)), row =>
            Assert.True(districts[row[district]].Shape.Contains(double.Parse(row[lon]), double.Parse(row[lat])), string.Join(',', row.Take(8))));
    }

    // Vectors of HJ 633-2012: PM2.5, PM10, O3 8 h, NO2.
    [Theory]
    [InlineData(75, 0, 0, 0, 100, 2, "PM2.5"), InlineData(60, 0, 0, 0, 82, 2, "PM2.5"), InlineData(36, 0, 0, 0, 52, 2, "PM2.5"), InlineData(0, 130, 0, 0, 90, 2, "PM10")]
    [InlineData(0, 0, 165, 0, 105, 3, "O3"), InlineData(0, 0, 0, 41, 52, 2, "NO2"), InlineData(35, 50, 100, 40, 50, 1, ""), InlineData(600, 0, 0, 0, 500, 6, "PM2.5")]
    public void computes_the_air_quality_index_of_the_standard(double pm25, double pm10, double o3, double no2, int aqi, int level, string primary) =>
        Assert.Equal((aqi, level, primary), Air.Daily(pm25, pm10, o3, no2));
}

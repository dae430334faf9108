using System.Text;
using CityHub.DataCentre.Tests.Quality;
using CityHub.SampleCity;
using Xunit;

namespace CityHub.DataCentre.Tests.SampleCity;

public sealed class Generated_people : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-people-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void live_in_the_districts_as_the_census_counted()
    {
        Sample(new(100_000, At("people.csv"), Library.ReferenceFolder, Defects: 0));
        var counted = File.ReadLines(At("people.csv")).Skip(1).GroupBy(l => l.Split(',')[7]).ToDictionary(g => g.Key, g => g.Count());

        // Census of 2020: 渝北区 2,191,493 and 城口县 197,497 of 32,054,159.
        Assert.Equal(38, counted.Count);
        Assert.Equal(100_000.0 * 2_191_493 / 32_054_159, counted["500112"], 1.0);
        Assert.Equal(100_000.0 * 197_497 / 32_054_159, counted["500229"], 1.0);
    }

    [Fact]
    public void have_ids_that_are_valid_and_never_twice()
    {
        Sample(new(200_000, At("people.csv"), Library.ReferenceFolder, Seed: 3, Defects: 0));
        var rule = Library.RuleOf("DE01001", "check-digit.gb11643");
        var ids = File.ReadLines(At("people.csv")).Skip(1).Select(l => l[..18]).ToList();

        Assert.Equal(200_000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(rule.Holds(id), id));
        Assert.InRange(ids.Count(id => (id[16] - '0') % 2 == 1) / 200_000.0, 0.48, 0.52);
    }

    [Fact]
    public void are_of_the_ages_that_the_census_counted()
    {
        Sample(new(100_000, At("people.csv"), Library.ReferenceFolder, Defects: 0));
        var years = File.ReadLines(At("people.csv")).Skip(1).Select(l => 2025 - int.Parse(l[6..10])).ToList();

        Assert.Equal(0.1591, years.Count(a => a < 15) / 100_000.0, 0.01);
        Assert.Equal(0.2187, years.Count(a => a >= 60) / 100_000.0, 0.01);
    }

    [Theory, InlineData("gb18030"), InlineData("utf-16"), InlineData("utf-8-bom")]
    public void are_the_same_text_in_each_encoding(string encoding)
    {
        var plain = Sample(new(40_000, At("plain.csv"), Library.ReferenceFolder, Defects: 0.02));
        var other = Sample(new(40_000, At("other.csv"), Library.ReferenceFolder, Defects: 0.02, Encoding: encoding));

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var read = encoding == "gb18030" ? Encoding.GetEncoding("gb18030") : encoding == "utf-16" ? Encoding.Unicode : Encoding.UTF8;
        Assert.Equal(File.ReadAllText(At("plain.csv")), File.ReadAllText(At("other.csv"), read));
        Assert.Equal(plain.ByRule, other.ByRule);
    }

    [Fact]
    public void have_a_twin_without_defects_that_differs_in_the_planted_lines_alone()
    {
        var planted = Sample(new(40_000, At("people.csv"), Library.ReferenceFolder, Defects: 0.01, Clean: At("clean.csv"), Planted: At("planted.json")));
        var (file, clean) = (File.ReadAllLines(At("people.csv")), File.ReadAllLines(At("clean.csv")));
        var differ = Enumerable.Range(0, file.Length).Where(i => file[i] != clean[i]).Select(i => i + 1L);

        Assert.Equal(planted.Kinds.SelectMany(k => k.Lines).Order(), differ);
        Assert.InRange(planted.Defects, 300, 500);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(At("planted.json")));
        Assert.Equal(planted.Defects, json.RootElement.GetProperty("kinds").EnumerateArray().Sum(k => k.GetProperty("lines").GetArrayLength()));
    }

    [Theory, InlineData(0, 0.01, "utf-8", "sample.bad-people"), InlineData(1, 1.0, "utf-8", "sample.bad-defects"), InlineData(1, 0.1, "latin1", "sample.bad-encoding")]
    public void are_refused_for_options_that_mean_nothing(long people, double defects, string encoding, string fault) =>
        Assert.Equal(fault, SampleCommand.Run(new(people, At("x.csv"), Library.ReferenceFolder, Defects: defects, Encoding: encoding)).Fault?.Code);

    private string At(string name) => Path.Combine(_folder, name);

    private static Planted Sample(SampleOptions options) => SampleCommand.Run(options).Value;
}

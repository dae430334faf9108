using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Profile;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>Different values as the profile tells them, in a table of more rows than are counted without a thought.</summary>
public sealed class Different_values_of_a_column : IAsyncLifetime
{
    private const int Rows = 150_000, Gap = 3;
    private static readonly int[] Few = [1, 30, 700, 2_500, 3_900, 5_000];
    private readonly Dictionary<string, (long Missing, long Distinct, bool Exact)> _columns = [];
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.True(Rows > ResourceProfiles.ExactRows);
        _stage = await ServingStage.Start();
        var resource = _stage.Catalogue.Add("1/1",
        [
            new("编号", "id", ItemType.Integer, Key: true, Required: true), .. Few.Select(n => new InformationItem($"少 {n}", $"few_{n}", ItemType.Character)),
            .. Enumerable.Range(0, 8).Select(i => new InformationItem($"各异 {i}", $"own_{i}", ItemType.Character)), new("空", "none", ItemType.Character),
        ]);
        _stage.Tables.Fill(resource,
            $"select i, {string.Join(", ", Few.Select(n => $"'v' || (i % {n})"))}, {string.Join(", ", Enumerable.Range(0, 8).Select(k => $"case when i % {Gap} > 0 then '{k}-' || i end"))}, null, 1, i from range({Rows}) t(i)");
        var profile = JsonDocument.Parse(await _stage.As("own").GetStringAsync("/api/v1/resources/1-1/profile")).RootElement;
        foreach (var column in profile.GetProperty("columns").EnumerateArray())
        {
            _columns[column.GetProperty("column").GetString()!] =
                (column.GetProperty("missing").GetInt64(), column.GetProperty("distinctApproximately").GetInt64(), column.GetProperty("distinctExact").GetBoolean());
        }
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public void are_as_many_as_rows_in_a_column_that_is_the_key() => Assert.Equal((0, Rows, true), _columns["id"]);

    [Fact]
    public void are_counted_where_they_are_few() =>
        Assert.Equal(Few.Select(n => (0L, (long)n, true)), Few.Select(n => _columns[$"few_{n}"]));

    [Fact]
    public void are_none_exactly_in_an_empty_column() => Assert.Equal((Rows, 0, true), _columns["none"]);

    [Fact]
    public void are_never_more_than_rows_with_a_value_and_say_that_they_are_estimated()
    {
        var own = _columns.Where(c => c.Key.StartsWith("own_", StringComparison.Ordinal)).Select(c => c.Value).ToList();

        Assert.Equal(8, own.Count);
        Assert.All(own, c => Assert.InRange(c.Distinct, 1, Rows - c.Missing));
        Assert.All(own, c => Assert.False(c.Exact));
        // Some estimate was too high, or this says nothing.
        Assert.Contains(own, c => c.Distinct == Rows - c.Missing);
    }

    [Fact]
    public void cost_one_more_look_at_the_table_whatever_the_number_of_columns() =>
        Assert.Single(_stage.Tables.Statements, sql => sql.Contains("count(distinct", StringComparison.Ordinal));
}

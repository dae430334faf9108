using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Serving.Charts;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

public sealed class Drawing_charts : IAsyncLifetime
{
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ServingStage.Start();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task counts_rows_by_a_column_the_largest_group_first()
    {
        People.Put(_stage);

        var chart = await Draw(new("district"));

        Assert.Equal("rows", Text(chart, "shape").ToLowerInvariant());
        Assert.Equal(["500103", "500112", "010112"], Labels(chart));
        Assert.Equal([2, 2, 1], Values(chart, 0));
        Assert.Equal("行数，按区划", chart.GetProperty("title").GetProperty("zh").GetString());
    }

    [Fact]
    public async Task follows_a_day_through_its_years_in_order()
    {
        People.Put(_stage);

        var chart = await Draw(new("year(born)", "avg(household)", Conditions: ["born:not.null"]));

        Assert.Equal("line", Text(chart, "shape").ToLowerInvariant());
        Assert.Equal(["1985", "1990", "1991", "2000"], Labels(chart));
        Assert.Equal([4, 3, 1, 2], Values(chart, 0));
    }

    [Fact]
    public async Task makes_a_series_of_each_value_with_gaps_where_there_is_no_row()
    {
        People.Put(_stage);

        var chart = await Draw(new("year(born)", "count", Split: "active", Conditions: ["born:not.null"]));

        Assert.Equal(["1985", "1990", "1991", "2000"], Labels(chart));
        Assert.Equal(["true", "false"], chart.GetProperty("series").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal([1, 1, null, 1], Values(chart, 0));
        Assert.Equal([null, null, 1, null], Values(chart, 1));
    }

    [Fact]
    public async Task keeps_a_missing_value_as_a_bar_of_its_own()
    {
        People.Put(_stage);

        Assert.Contains("—", Labels(await Draw(new("active"))));
    }

    [Theory]
    [InlineData("name", "count", null, null, "serving.masked-column")]
    [InlineData("district", "max(secret)", null, null, "serving.masked-column")]
    [InlineData("district", "count", "id_number", null, "serving.masked-column")]
    [InlineData("", "count", null, null, "serving.wrong-parameter")]
    [InlineData("district,active", "count", null, null, "serving.wrong-parameter")]
    [InlineData("district", "count", null, "pie", "serving.wrong-parameter")]
    [InlineData("district", "median(income)", null, null, "serving.wrong-parameter")]
    public async Task refuses_what_would_give_a_masked_value_away_or_makes_no_sense(string along, string measure, string? split, string? shape, string fault)
    {
        People.Put(_stage, open: true);

        using var answer = await _stage.As("own").PostAsJsonAsync($"{People.Url}/charts/draw", new ChartRequest(along, measure, split, shape));

        Assert.Equal(fault, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task is_for_readers_of_the_rows_only()
    {
        People.Put(_stage);

        using var answer = await _stage.As("other").PostAsJsonAsync($"{People.Url}/charts/draw", new ChartRequest("district"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<JsonElement> Draw(ChartRequest request)
    {
        using var answer = await _stage.As("own").PostAsJsonAsync($"{People.Url}/charts/draw", request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Text(JsonElement chart, string name) =>
        chart.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? ((CityHub.Web.ChartKind)number.GetInt32()).ToString() : chart.GetProperty(name).GetString()!;

    private static List<string?> Labels(JsonElement chart) => [.. chart.GetProperty("categories").EnumerateArray().Select(c => c.GetString())];

    private static List<double?> Values(JsonElement chart, int series) =>
        [.. chart.GetProperty("series")[series].GetProperty("values").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble())];
}

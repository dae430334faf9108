using System.Net;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>Five runs, a the oldest: some refused alike, c failed and so kept nothing, e has not begun.</summary>
public sealed class A_list_of_runs : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        await using var db = await _hub.Service<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        db.AddRange(
            Run("a", RunState.Succeeded, read: 10, kept: 8, refused: 2), Run("b", RunState.Succeeded, read: 10, kept: 10, refused: 0), Run("c", RunState.Failed, read: 5, kept: 3, refused: 2),
            Run("d", RunState.Succeeded, read: 20, kept: 8, refused: 1), Run("e", RunState.Interrupted, read: 0, kept: 0, refused: 0));
        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData("", "edcba")]
    [InlineData("order=asc", "abcde")]
    [InlineData("sort=queued&order=asc", "abcde")]
    [InlineData("sort=refused", "cadeb")] // equals: the newest first, in both directions
    [InlineData("sort=refused&order=asc", "ebdca")]
    [InlineData("sort=kept", "bdaec")] // what kept nothing comes last, in both directions
    [InlineData("sort=kept&order=asc", "dabec")]
    [InlineData("sort=read", "dbace")]
    [InlineData("sort=read&order=asc", "ecbad")]
    public async Task sorts_and_pages_through_each_run_once(string order, string expected)
    {
        var (runs, cursor) = ("", "");
        do
        {
            var page = await Read($"/api/v1/runs?limit=2&{order}{cursor}");
            runs += string.Concat(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("run").GetString()));
            cursor = page.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0 && runs.Length < 20);

        Assert.Equal(expected, runs);
        Assert.Equal(expected, string.Concat((await Csv($"/api/v1/runs.csv?{order}")).Skip(1).Select(line => line.Split(',')[0])));
    }

    [Fact]
    public async Task is_exported_with_its_filters_and_without_a_formula()
    {
        var csv = await Csv("/api/v1/runs.csv?state=failed");

        Assert.Equal("run,resource,title,number,source,mode,state,read,kept,refused,seconds,by,queuedAt,startedAt,endedAt,fault", csv[0]);
        Assert.Equal("c,306001/000001,'=HYPERLINK(1),3,'@file.csv,append,failed,5,,2,,张三,2026-04-08T02:00:00.0000000+00:00,,,", Assert.Single(csv[1..]));
        using var answer = await _hub.As("steward").GetAsync("/api/v1/runs.csv");
        Assert.Equal(("text/csv", "attachment; filename=\"runs.csv\""), (answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentDisposition?.ToString()));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..3]);
        Assert.Single(await Csv("/api/v1/runs.csv", "other"));
    }

    [Theory]
    [InlineData("bureau", "500103", "g")] // the district with everything below it
    [InlineData("bureau", "500103001", "")]
    [InlineData("bureau", "500103-wjw", "g")] // a department is a subtree of its own
    [InlineData("bureau", "500000", "gedcba")]
    [InlineData("bureau", "", "gedcba")]
    [InlineData("district", "", "g")] // a district's own people see no more, whatever they ask for
    [InlineData("district", "500000", "g")]
    [InlineData("steward", "500103", "")]
    public async Task is_narrowed_to_a_district_within_what_the_reader_may_see(string who, string district, string expected)
    {
        await using (var db = await _hub.Service<IDbContextFactory<RecordsDb>>().CreateDbContextAsync())
        {
            db.Add(Run("g", RunState.Succeeded, 1, 1, 0, "500000/500103/500103-wjw/"));
            await db.SaveChangesAsync();
        }

        var page = JsonDocument.Parse(await _hub.As(who).GetStringAsync($"/api/v1/runs?district={district}")).RootElement;
        Assert.Equal(expected, string.Concat(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("run").GetString())));
        Assert.Equal(expected.Length, page.GetProperty("total").GetInt32());
        Assert.Equal(expected, string.Concat((await Csv($"/api/v1/runs.csv?district={district}", who)).Skip(1).Select(line => line.Split(',')[0])));
    }

    [Theory]
    [InlineData("/api/v1/runs?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/runs.csv?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/watches?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/catalogue-notices?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/catalogue-notices.csv?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/catalogue?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/quality?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/refused?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/duties?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/one-source?district=999999", "hub.unknown-organisation")]
    [InlineData("/api/v1/runs?sort=colour", "hub.unknown-order")]
    [InlineData("/api/v1/runs.csv?order=down", "hub.unknown-order")]
    [InlineData("/api/v1/runs.csv?state=asleep", "gathering.state-unknown")]
    [InlineData("/api/v1/runs?sort=refused&cursor=x", "gathering.cursor-broken")]
    public async Task refuses_what_there_is_not(string address, string code)
    {
        using var answer = await _hub.As("steward").GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString());
    }

    private RunRow Run(string id, RunState state, long read, long kept, long refused, string path = "500000/500000-wjw/") => new()
    {
        Id = id, ResourceId = "r", ResourceCode = "306001/000001", ResourceTitle = "=HYPERLINK(1)", Provider = "500000-wjw", ProviderPath = path, Number = id[0] - 'a' + 1,
        State = state, QueuedAt = _hub.Clock.GetUtcNow(), Source = "{}", SourceName = "@file.csv", Read = read, Kept = kept, Refused = refused, WhoId = "account-steward", WhoName = "张三",
    };

    private async Task<JsonElement> Read(string address) => JsonDocument.Parse(await _hub.As("steward").GetStringAsync(address)).RootElement;

    private async Task<string[]> Csv(string address, string who = "steward") => (await _hub.As(who).GetStringAsync(address)).TrimStart('\uFEFF').TrimEnd().Split("\r\n");
}

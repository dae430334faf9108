using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>The audit trail in the page: filtered, exported, verified. And that a page which shows data reads it once.</summary>
public sealed class An_auditor_in_the_browser(PublishedCity city)
{
    private const string Reader = "steward-scjg";
    private IPage? _trail;

    [Fact]
    public async Task filters_the_trail_and_takes_the_filtered_records_along()
    {
        var page = await city.SignedIn("auditor");
        await page.GotoAsync("/console/audit");
        await page.FillAsync("input[name=act]", "catalogue.publish");
        await page.PressAsync("input[name=act]", "Enter");
        await page.WaitForURLAsync("**act=catalogue.publish*");
        var rows = page.Locator("main tbody tr");
        await Expect(rows.First).ToBeVisibleAsync();
        Assert.All(await rows.AllInnerTextsAsync(), row => Assert.Contains("catalogue.publish", row, StringComparison.Ordinal));
        await Expect(rows.First).ToContainTextAsync("发布资源");
        await Picture(page, "console-audit");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" }).ClickAsync());

        var lines = (await File.ReadAllLinesAsync((await download.PathAsync())!)).Where(line => line.Length > 0).ToList();
        Assert.StartsWith("sequence,time,who", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.True(lines.Count > 32, $"{lines.Count} lines for the 32 published resources of the sample");
        Assert.All(lines.Skip(1), line => Assert.Contains("catalogue.publish", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task verifies_every_record()
    {
        var page = await city.SignedIn("auditor");
        await page.GotoAsync("/console/audit");

        await page.GetByRole(AriaRole.Button, new() { Name = "核验全部记录" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("完整", new() { Timeout = 60_000 });
        await Expect(page.Locator("main")).ToContainTextAsync("内容、顺序与签名都成立");
    }

    [Theory]
    [InlineData("/console/resources/{code}?tab=rows", "serving.read-rows")]
    [InlineData("/console/resources/{code}?tab=refused", "gathering.refused-read")]
    [InlineData("/console/gathering/runs/{run}", "gathering.refused-read")]
    [InlineData("/console/audit?act=catalogue.", "audit.viewed")]
    public async Task finds_one_record_for_one_opening_of_a_page(string address, string act)
    {
        var page = await city.SignedIn(act == "audit.viewed" ? "auditor" : Reader);
        var path = act == "audit.viewed" ? address : await Filled(page, address);
        var before = await Records(act);

        await page.GotoAsync(path);
        await Alive(page);
        await Expect(page.Locator("main tbody tr").First).ToBeVisibleAsync();
        // Whatever a second drawing would read, it has read by the time the page rests; the trail follows a moment later.
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        for (var patience = 25; await Records(act) == before && patience > 0; patience--)
        {
            await Task.Delay(200);
        }

        Assert.Equal(before + 1, await Records(act));
    }

    [Fact]
    public async Task finds_one_record_for_a_page_that_is_reached_by_a_link()
    {
        var page = await city.SignedIn(Reader);
        await page.GotoAsync(await Filled(page, "/console/resources/{code}"));
        await Expect(page.Locator("main .tabs a").First).ToBeVisibleAsync();
        var before = await Records("serving.read-rows");

        await page.Locator("main .tabs a", new() { HasText = "数据" }).ClickAsync();
        await Expect(page.Locator("main form.filters")).ToBeVisibleAsync();
        await Expect(page.Locator("main tbody tr").First).ToBeVisibleAsync();
        await page.Locator("nav a", new() { HasText = "标准库" }).First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("标准库");

        Assert.Equal(before + 1, await Records("serving.read-rows"));
    }

    [Fact]
    public async Task finds_no_record_of_a_page_that_is_left()
    {
        var page = await city.SignedIn("auditor");
        await page.GotoAsync("/console/audit?act=catalogue.");
        await Expect(page.Locator("main tbody tr").First).ToBeVisibleAsync();
        var before = await Records("audit.viewed");

        await page.Locator("nav a", new() { HasText = "工作台" }).First.ClickAsync();
        await Expect(page.Locator("main .desk")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Equal(before, await Records("audit.viewed"));
    }

    // Every_page reads the same pages at the same time: what is counted is this reader's, and the trail with this filter.
    private async Task<int> Records(string act)
    {
        var page = _trail ??= await city.SignedIn("auditor");
        var found = 0;
        string? cursor = null;
        do
        {
            var answer = await page.APIRequest.GetAsync($"/api/v1/audit?limit=1000&act={act}{(act == "audit.viewed" ? "" : "&who=" + Reader)}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            var list = JsonNode.Parse(await answer.TextAsync())!;
            found += list["items"]!.AsArray().Count(record => act != "audit.viewed" || ((string?)record!["detail"])?.Contains("catalogue.", StringComparison.Ordinal) == true);
            cursor = (string?)list["next"];
        }
        while (cursor is not null);

        return found;
    }

    private static async Task<string> Filled(IPage page, string address)
    {
        async Task<JsonNode> First(string list) => JsonNode.Parse(await (await page.APIRequest.GetAsync(list)).TextAsync())!["items"]![0]!;
        var code = (string)(await First("/api/v1/catalogue?q=" + Uri.EscapeDataString("市场主体登记信息")))["code"]!;
        var run = (string)(await First("/api/v1/runs?resource=" + Uri.EscapeDataString(code)))["run"]!;
        return address.Replace("{code}", code.Replace('/', '-'), StringComparison.Ordinal).Replace("{run}", run, StringComparison.Ordinal);
    }
}

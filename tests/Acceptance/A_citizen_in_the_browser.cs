using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>The portal in real Chromium, without an account.</summary>
public sealed partial class A_citizen_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task finds_a_data_set_looks_at_it_and_downloads_every_row()
    {
        var page = await city.Page();
        await page.GotoAsync("/");
        await Picture(page, "portal-home");
        await page.FillAsync("main input[type=search]", "医疗机构");
        await page.PressAsync("main input[type=search]", "Enter");
        await Picture(page, "portal-search");
        await page.GetByRole(AriaRole.Link, new() { Name = "医疗机构", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("医疗机构");
        await Expect(page.Locator("main")).ToContainTextAsync("由程序生成");
        await Picture(page, "portal-dataset");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "下载 CSV" }).First.ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
        var shown = await page.Locator("main").InnerTextAsync();

        Assert.Contains($"共 {lines.Length - 1} 行", shown, StringComparison.Ordinal);
        Assert.StartsWith("12", lines[1].TrimStart('"'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_not_shown_the_rows_of_people()
    {
        var page = await city.Page();
        await page.GotoAsync("/datasets?q=" + Uri.EscapeDataString("常住人口基本信息"));
        await page.GetByRole(AriaRole.Link, new() { Name = "常住人口基本信息", Exact = true }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("有条件共享");
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "下载 CSV" }).CountAsync());
    }

    [Fact]
    public async Task sees_the_districts_on_the_map_with_their_datum_named()
    {
        var page = await city.Page();
        var failures = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") { failures.Add(message.Text); } };
        await page.GotoAsync("/map");

        await Expect(page.Locator("canvas.maplibregl-canvas")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(page.Locator("main")).ToContainTextAsync("GCJ-02");
        // Painted, not only there: the shapes come from a worker, after the names.
        await Expect(page.Locator("city-map")).ToHaveAttributeAsync("data-drawn", ManyShapes(), new() { Timeout = 30_000 });
        await Picture(page, "portal-map");
        Assert.Empty(failures);
    }

    [GeneratedRegex("^(3[89]|[4-9][0-9]|[0-9]{3})$")]
    private static partial Regex ManyShapes();
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>The console in real Chromium: find a resource, see its rows, quality and refused rows; make a resource of a file.</summary>
public sealed class A_steward_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task finds_a_resource_and_sees_its_rows_its_quality_and_its_refused_rows()
    {
        var page = await city.SignedIn("operator");
        await page.GotoAsync("/console");
        await Expect(page.Locator("h1")).ToContainTextAsync("拒收待处理");
        await Expect(page.Locator("main")).ToContainTextAsync("该更新的数据"); // daily ones are due within three days
        await Picture(page, "console-home");
        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString("常住人口"));
        await page.GetByText("常住人口基本信息").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("常住人口基本信息");
        var refused = await Refused(page);
        await Picture(page, "console-resource");

        await page.Locator("main .tabs a", new() { HasText = "数据" }).ClickAsync();
        await Expect(page.Locator("main table tbody tr").First).ToBeVisibleAsync();
        await Picture(page, "console-rows");

        await page.Locator("main .tabs a", new() { HasText = "质量" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("公民身份号码");
        await Expect(page.Locator("main")).ToContainTextAsync("主键重复");
        await Picture(page, "console-quality");

        await page.Locator("main .tabs a", new() { HasText = "拒收" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("末位应为");
        await Expect(page.Locator("main")).ToContainTextAsync(refused.ToString("N0", CultureInfo.InvariantCulture));
        await Picture(page, "console-refused");
    }

    [Fact]
    public async Task reads_the_entry_of_another_departments_closed_resource_and_learns_how_to_ask_for_its_rows()
    {
        var page = await city.SignedIn("steward-yuzhong");
        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString("常住人口基本信息"));

        await page.Locator("main table").GetByRole(AriaRole.Link, new() { Name = "常住人口基本信息", Exact = true }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("常住人口基本信息");
        await Expect(page.Locator("main")).ToContainTextAsync("依法履职需要核验身份的部门");
        await Expect(page.Locator("main")).ToContainTextAsync("registered_on");
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "需求清单" })).ToBeVisibleAsync();
        await Expect(page.Locator("main .tabs")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task makes_a_resource_with_a_table_of_a_file_dropped_on_the_console()
    {
        var rows = Enumerable.Range(0, 300).Select(i => $"P{i:000},公园{i},{500101 + (i % 9)},{100 + (i * 7)},2025-0{1 + (i % 9)}-1{i % 9}");
        var file = Path.Combine(Directory.CreateTempSubdirectory("cityhub-drop-").FullName, "公园游客.csv");
        await File.WriteAllTextAsync(file, "公园编号,公园名称,区县代码,游客数,日期\n" + string.Join('\n', rows) + "\n", Encoding.UTF8);

        var page = await city.SignedIn("operator");
        await page.GotoAsync("/console/gathering/new");
        await Expect(page.Locator("main")).ToContainTextAsync("把文件拖到这里");
        await page.SetInputFilesAsync("input[type=file]", file);
        await Expect(page.Locator("h1")).ToContainTextAsync("可以成为一个资源", new() { Timeout = 30_000 });
        await page.GetByLabel("主题").FillAsync("公共服务");
        await page.GetByLabel("摘要").FillAsync("各公园每日游客数");
        await page.GetByLabel("摘要").PressAsync("Tab");
        await Picture(page, "console-proposal");
        await page.GetByRole(AriaRole.Button, new() { Name = "登记、发布并汇聚" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("已完成", new() { Timeout = 60_000 });
        await Picture(page, "console-run");

        var made = JsonNode.Parse(await (await page.APIRequest.GetAsync("/api/v1/catalogue?q=" + Uri.EscapeDataString("公园游客"))).TextAsync())!["items"]![0]!;
        await page.GotoAsync($"/console/resources/{((string)made["code"]!).Replace('/', '-')}");
        await Expect(page.Locator("main")).ToContainTextAsync("300");
        await Expect(page.Locator("city-chart, main canvas").First).ToBeAttachedAsync();
        await Picture(page, "console-made");
    }

    internal static async Task NoSidewaysScroll(IPage page)
    {
        const string Widest = """
            [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(-3).map(e => e.outerHTML.slice(0, 120)).join('\n')
            """;
        Assert.True(
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= page.ViewportSize!.Width,
            $"{page.Url} scrolls sideways: {await page.EvaluateAsync<string>(Widest)}");
    }

    /// <summary>The circuit has drawn the page and listens: what is clicked before may be clicked in a page that is about to be replaced.</summary>
    internal static Task Alive(IPage page) => Expect(page.Locator("html[data-alive]")).ToHaveCountAsync(1);

    internal static async Task Picture(IPage page, string name)
    {
        var how = new PageScreenshotOptions { Path = Path.Combine(PublishedCity.Pictures, name + ".png"), Animations = ScreenshotAnimations.Disabled };
        await page.WaitForLoadStateAsync();
        try
        {
            await page.ScreenshotAsync(how);
        }
        catch (PlaywrightException)
        {
            // Chromium takes no picture at the moment one page gives way to another.
            await page.WaitForTimeoutAsync(500);
            await page.ScreenshotAsync(how);
        }
    }

    private static async Task<long> Refused(IPage page)
    {
        var found = await page.APIRequest.GetAsync("/api/v1/catalogue?q=" + Uri.EscapeDataString("常住人口基本信息"));
        var code = (string)JsonNode.Parse(await found.TextAsync())!["items"]![0]!["code"]!;
        var runs = await page.APIRequest.GetAsync("/api/v1/runs?limit=1&resource=" + Uri.EscapeDataString(code));
        return (long)JsonNode.Parse(await runs.TextAsync())!["items"]![0]!["refused"]!;
    }
}

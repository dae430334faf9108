using System.Text.Json.Nodes;
using Microsoft.Playwright;
using MiniExcelLibs;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>A catalogue by import in real Chromium: its faults are told and mended, it is published, found, narrowed, and its versions are compared.</summary>
public sealed class A_catalogue_of_200_entries(PublishedCity city)
{
    private const int Entries = 200;
    private const string Tunnels = "隧道衬砌检测";

    [Fact]
    public async Task is_imported_mended_published_found_and_compared()
    {
        var page = await city.SignedIn("operator");
        await Import(page);
        await Publish(page);
        await Find(page);
        await Compare(page);
    }

    private static async Task Import(IPage page)
    {
        await page.GotoAsync("/console/catalogue/import");
        await page.SetInputFilesAsync("main input[type=file]", Book("broken", row =>
        {
            (row["信息资源摘要*"], row["共享类型*"]) = row["序号*"] switch { 7 => ("", row["共享类型*"]), 120 => (row["信息资源摘要*"], "随便"), _ => (row["信息资源摘要*"], row["共享类型*"]) };
            row["信息资源提供方*"] = row["序号*"] is 200 ? "没有这个局" : row["信息资源提供方*"];
        }));
        var main = page.Locator("main");
        await Expect(main).ToContainTextAsync("3 处须改正");
        foreach (var cell in (string[])["E8", "G121", "D201"])
        {
            await Expect(main).ToContainTextAsync(cell);
        }

        await A_steward_in_the_browser.Picture(page, "console-import");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "导入 200 个条目" })).ToHaveCountAsync(0);
        await page.SetInputFilesAsync("main input[type=file]", Book("mended", _ => { }));
        await page.GetByRole(AriaRole.Button, new() { Name = "导入 200 个条目" }).ClickAsync();
        await Expect(main).ToContainTextAsync("已写入");
    }

    // One by hand, as everybody does; the other 199 as a program does.
    private static async Task Publish(IPage page)
    {
        await page.GotoAsync("/console/catalogue?state=draft&q=" + Uri.EscapeDataString($"{Tunnels} 001"));
        await page.GetByRole(AriaRole.Button, new() { Name = "发布第 1 版" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "发布第 1 版" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync($"已发布《{Tunnels} 001");
        string? cursor = null;
        var published = 0;
        do
        {
            var answer = await page.APIRequest.GetAsync($"/api/v1/catalogue?state=draft&limit=200&q={Uri.EscapeDataString(Tunnels)}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            var list = JsonNode.Parse(await answer.TextAsync())!;
            foreach (var item in list["items"]!.AsArray().Where(i => ((string)i!["title"]!).StartsWith(Tunnels, StringComparison.Ordinal)))
            {
                var done = await page.APIRequest.PostAsync($"/api/v1/catalogue/{((string)item!["code"]!).Replace('/', '-')}/publish", new() { DataObject = new { } });
                Assert.True(done.Ok, await done.TextAsync());
                published++;
            }

            cursor = (string?)list["next"];
        }
        while (cursor is not null);
        Assert.Equal(Entries - 1, published);
    }

    private static async Task Find(IPage page)
    {
        foreach (var typed in (string[])["衬砌", "suidaochenqi", "sdcqjc"])
        {
            await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString(typed));
            await Expect(page.Locator("main table tbody tr").First).ToContainTextAsync(Tunnels);
            await Expect(page.Locator("main .pager")).ToContainTextAsync("200");
        }

        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString("衬砌"));
        await page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { Name = "每周" }).First.ClickAsync();
        await Expect(page.Locator("main .pager")).ToContainTextAsync("50");
    }

    private static async Task Compare(IPage page)
    {
        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString($"{Tunnels} 042"));
        var code = new Uri(new Uri(page.Url), await page.Locator("main table tbody tr a").First.GetAttributeAsync("href")).AbsolutePath.Split('/').First(part => part.Contains('-') && char.IsDigit(part[0]));
        await page.GotoAsync($"/console/catalogue/{code}/edit");
        await page.Locator("#name textarea").First.FillAsync("加测渗漏水与空洞。");
        await page.Locator("#name textarea").First.PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存并发布" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("已发布 ");
        await page.GotoAsync($"/console/catalogue/{code}/versions");
        await Expect(page.Locator("h1")).ToContainTextAsync("2 个版本");
        await Expect(page.Locator("main")).ToContainTextAsync("加测渗漏水与空洞。");
        await A_steward_in_the_browser.Picture(page, "console-versions");
    }

    private static string Book(string name, Action<Dictionary<string, object?>> change)
    {
        string[] cycles = ["每日", "每周", "每月", "每年"];
        var entries = Enumerable.Range(1, Entries).Select(n =>
        {
            var row = new Dictionary<string, object?>
            {
                ["序号*"] = n, ["信息资源代码"] = null, ["信息资源名称*"] = $"{Tunnels} {n:000} 号", ["信息资源提供方*"] = "500000-cg", ["信息资源摘要*"] = "隧道衬砌的厚度与裂缝检测结果。",
                ["主题*"] = "城乡建设", ["共享类型*"] = "无条件共享", ["信息资源格式*"] = "数据库", ["子格式"] = "mysql", ["共享方式"] = "共享平台-服务接口", ["是否向社会开放*"] = "否", ["更新周期*"] = cycles[n % 4],
            };
            change(row);
            return row;
        }).ToList();
        var items = Enumerable.Range(1, Entries).SelectMany(n => new[] { "断面编号", "衬砌厚度" }.Select(item =>
            new Dictionary<string, object?> { ["序号*"] = n, ["信息项名称*"] = item, ["数据类型*"] = "C 字符", ["长度"] = 50 })).ToList();
        var path = Path.Combine(Directory.CreateTempSubdirectory("cityhub-import-").FullName, name + ".xlsx");
        MiniExcel.SaveAs(path, new Dictionary<string, object> { ["资源目录"] = entries, ["信息项"] = items });
        return path;
    }
}

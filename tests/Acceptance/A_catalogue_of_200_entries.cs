using Microsoft.Playwright;
using MiniExcelLibs;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>
/// A catalogue by import in real Chromium: its faults are told and mended, it is published, found, narrowed, and its versions are compared.
/// The same steps on a phone and by the keyboard alone take fewer entries.
/// </summary>
public sealed class A_catalogue_of_200_entries(PublishedCity city)
{
    [Fact]
    public async Task is_imported_mended_published_found_and_compared() =>
        await Walk(Hands.Pointing(await city.SignedIn("operator")), new("隧道衬砌检测", ["衬砌", "suidaochenqi", "sdcqjc"], 200), pictures: true);

    [Fact]
    public async Task goes_the_same_way_on_a_phone() =>
        await Walk(Hands.Pointing(await city.SignedIn("operator", 360)), new("桥梁拉索巡查", ["拉索", "qiaolianglasuo", "qllsxc"], 24));

    [Fact]
    public async Task goes_the_same_way_by_keyboard_alone() =>
        await Walk(Hands.Typing(await city.SignedIn("operator")), new("边坡位移监测", ["边坡", "bianpoweiyi", "bpwyjc"], 24));

    /// <param name="Title">What every title begins with.</param>
    /// <param name="Typed">Two characters, pinyin and initials by which it is found.</param>
    /// <param name="Count">How many entries; a multiple of four, since four cycles take turns.</param>
    private sealed record Entries(string Title, string[] Typed, int Count);

    private static async Task Walk(Hands hands, Entries entries, bool pictures = false)
    {
        await Import(hands, entries, pictures);
        await Publish(hands, entries);
        await Find(hands, entries);
        await Compare(hands, entries, pictures);
    }

    private static async Task Import(Hands hands, Entries entries, bool pictures)
    {
        var page = hands.Page;
        await page.GotoAsync("/console/catalogue/import");
        var file = page.Locator("main input[type=file]");
        await hands.Give(file, Book("broken", entries, row =>
        {
            (row["信息资源摘要*"], row["共享类型*"]) = row["序号*"] switch { 7 => ("", row["共享类型*"]), 12 => (row["信息资源摘要*"], "随便"), _ => (row["信息资源摘要*"], row["共享类型*"]) };
            row["信息资源提供方*"] = row["序号*"] is int n && n == entries.Count ? "没有这个局" : row["信息资源提供方*"];
        }));
        var main = page.Locator("main");
        await Expect(main).ToContainTextAsync("3 处须改正");
        foreach (var cell in (string[])["E8", "G13", $"D{entries.Count + 1}"])
        {
            await Expect(main).ToContainTextAsync(cell);
        }

        if (pictures)
        {
            await A_steward_in_the_browser.Picture(page, "console-import");
        }

        var import = page.GetByRole(AriaRole.Button, new() { Name = $"导入 {entries.Count} 个条目" });
        await Expect(import).ToHaveCountAsync(0);
        await hands.Give(file, Book("mended", entries, _ => { }));
        await hands.Press(import);
        await Expect(main).ToContainTextAsync("已写入");
    }

    // One by itself, the others together.
    private static async Task Publish(Hands hands, Entries entries)
    {
        var page = hands.Page;
        await page.GotoAsync("/console/catalogue?state=draft&q=" + Uri.EscapeDataString($"{entries.Title} 001"));
        await hands.Press(page.Locator("main tr", new() { HasText = $"{entries.Title} 001" }).GetByRole(AriaRole.Button, new() { Name = "发布第 1 版" }));
        await hands.Press(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "发布第 1 版" }));
        await Expect(page.Locator("body")).ToContainTextAsync($"已发布《{entries.Title} 001");
        await page.GotoAsync("/console/catalogue?state=draft&q=" + Uri.EscapeDataString(entries.Title));
        await hands.Press(page.GetByRole(AriaRole.Button, new() { Name = "发布全部找到的" }));
        await hands.Press(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "发布", Exact = true }));
        await Expect(page.Locator("main")).ToContainTextAsync($"已发布 {entries.Count - 1} 个。", new() { Timeout = 60_000 });
    }

    private static async Task Find(Hands hands, Entries entries)
    {
        var page = hands.Page;
        await page.GotoAsync("/console/catalogue");
        foreach (var typed in entries.Typed)
        {
            await hands.Fill(page.Locator("main input[name=q]"), typed);
            await hands.Press(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "查找", Exact = true }));
            await Expect(page.Locator("main table tbody tr").First).ToContainTextAsync(entries.Title);
            await Expect(page.Locator("main .pager")).ToContainTextAsync($"共 {entries.Count} 个");
        }

        // Where there is no room beside the list, the facets stand behind a door above it.
        if (await page.Locator(".facets-door summary").IsVisibleAsync())
        {
            await hands.Press(page.Locator(".facets-door summary"));
        }

        await hands.Press(page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { Name = "每周" }));
        await Expect(page.Locator("main .pager")).ToContainTextAsync($"共 {entries.Count / 4} 个");
    }

    private static async Task Compare(Hands hands, Entries entries, bool pictures)
    {
        var page = hands.Page;
        var title = $"{entries.Title} 009 号";
        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString(title));
        await hands.Press(page.Locator("main tr", new() { HasText = title }).GetByRole(AriaRole.Link, new() { Name = "修订" }));
        await page.WaitForURLAsync("**/edit");
        await hands.Fill(page.Locator("#name textarea").First, "加测渗漏水与空洞。");
        await hands.Press(page.GetByRole(AriaRole.Button, new() { Name = "保存并发布" }));
        await Expect(page.Locator("body")).ToContainTextAsync("已发布 ");
        await Expect(page.Locator("main .tabs")).ToBeVisibleAsync(); // the editor, left by publishing, has a link of that name as well
        await hands.Press(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "版本", Exact = true }));
        await Expect(page.Locator("h1")).ToContainTextAsync("2 个版本");
        await Expect(page.Locator("main")).ToContainTextAsync("加测渗漏水与空洞。");
        if (pictures)
        {
            await A_steward_in_the_browser.Picture(page, "console-versions");
        }
    }

    private static string Book(string name, Entries entries, Action<Dictionary<string, object?>> change)
    {
        string[] cycles = ["每日", "每周", "每月", "每年"];
        var rows = Enumerable.Range(1, entries.Count).Select(n =>
        {
            var row = new Dictionary<string, object?>
            {
                ["序号*"] = n, ["信息资源代码"] = null, ["信息资源名称*"] = $"{entries.Title} {n:000} 号", ["信息资源提供方*"] = "500000-cg", ["信息资源摘要*"] = $"{entries.Title}的结果。",
                ["主题*"] = "城乡建设", ["共享类型*"] = "无条件共享", ["信息资源格式*"] = "数据库", ["子格式"] = "mysql", ["共享方式"] = "共享平台-服务接口", ["是否向社会开放*"] = "否", ["更新周期*"] = cycles[n % 4],
            };
            change(row);
            return row;
        }).ToList();
        var items = Enumerable.Range(1, entries.Count).SelectMany(n => new[] { "测点编号", $"{entries.Title}值" }.Select(item =>
            new Dictionary<string, object?> { ["序号*"] = n, ["信息项名称*"] = item, ["数据类型*"] = "C 字符", ["长度"] = 50 })).ToList();
        var path = Path.Combine(Directory.CreateTempSubdirectory("cityhub-import-").FullName, name + ".xlsx");
        MiniExcel.SaveAs(path, new Dictionary<string, object> { ["资源目录"] = rows, ["信息项"] = items });
        return path;
    }
}

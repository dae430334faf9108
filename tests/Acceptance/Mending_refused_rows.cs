using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>Refused rows put right by a person: in the page, and in a file that goes out and comes back.</summary>
public sealed class Mending_refused_rows(PublishedCity city)
{
    // Three of five rows are at fault: line 3 has no name, line 5 a month 13, line 6 a power that is no number.
    private const string Rows = """
        编号,名称,功率,投运日期
        CP0001,解放碑一号桩,60,2025-03-01
        CP0002,,120,2025-03-02
        CP0003,观音桥二号桩,60,2025-04-11
        CP0004,南坪三号桩,60,2025-13-01
        CP0005,大坪四号桩,六十,2025-05-05
        """;

    [Fact]
    public async Task in_the_page_takes_them_off_the_list_and_lets_them_be_looked_up()
    {
        var code = await Gathered("充电桩（页面修改）");
        var page = await city.SignedIn("operator");
        await page.GotoAsync($"/console/resources/{code}?tab=refused");
        var main = page.Locator("main");
        await Expect(main).ToContainTextAsync("下载第 1 次运行的 3 行");

        await main.Locator("tr", new() { HasText = "2025-13-01" }).GetByRole(AriaRole.Button, new() { Name = "就地修改" }).ClickAsync();
        // The faulty cell has the focus, so it is mended without the mouse; Enter keeps it and chooses the row.
        await Expect(page.Locator("form.mend input.invalid")).ToBeFocusedAsync();
        await Expect(page.Locator("form.mend input.invalid")).ToHaveValueAsync("2025-13-01");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("2025-12-01");
        await Picture(page, "console-mending");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "重新提交所选 1 行" }).ClickAsync();

        await page.WaitForURLAsync("**/console/gathering/runs/*");
        await Expect(main).ToContainTextAsync("已完成", new() { Timeout = 30_000 });
        await Expect(main).ToContainTextAsync("改后重交自");
        await page.GotoAsync($"/console/resources/{code}?tab=refused");
        await Expect(main).ToContainTextAsync("下载第 1 次运行的 2 行");
        await Expect(main).Not.ToContainTextAsync("2025-13-01");
        Assert.Equal("2025-12-01", (string?)(await LookUp(page, code, "CP0004"))!["commissioned"]);
    }

    [Fact]
    public async Task leaves_a_row_alone_when_the_person_closes_it()
    {
        var code = await Gathered("充电桩（放弃修改）");
        var page = await city.SignedIn("operator");
        await page.GotoAsync($"/console/resources/{code}?tab=refused");

        await page.GetByRole(AriaRole.Button, new() { Name = "就地修改" }).First.ClickAsync();
        await Expect(page.Locator("form.mend input.invalid")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator("form.mend")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "重新提交所选" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task in_a_file_takes_the_right_ones_off_the_list_and_says_why_the_others_stay()
    {
        var code = await Gathered("充电桩（文件修改）");
        var page = await city.SignedIn("operator");
        await page.GotoAsync($"/console/resources/{code}?tab=refused");
        var main = page.Locator("main");
        var download = await page.RunAndWaitForDownloadAsync(() => main.GetByRole(AriaRole.Link, new() { Name = "下载第 1 次运行的 3 行" }).ClickAsync());
        var text = await File.ReadAllTextAsync((await download.PathAsync())!);
        Assert.Equal(4, text.Trim().Split('\n').Length);
        var mended = Path.Combine(Directory.CreateTempSubdirectory("cityhub-mended-").FullName, "mended.csv");
        // Two are put right, the third is made no better.
        await File.WriteAllTextAsync(mended, text.Replace("六十", "60", StringComparison.Ordinal).Replace("CP0002,,", "CP0002,沙坪坝五号桩,", StringComparison.Ordinal), new UTF8Encoding(true));

        await page.SetInputFilesAsync("main input[type=file]", mended);

        await page.WaitForURLAsync("**/console/gathering/runs/*", new() { Timeout = 30_000 });
        await Expect(main).ToContainTextAsync("已完成", new() { Timeout = 30_000 });
        Assert.Equal("沙坪坝五号桩", (string?)(await LookUp(page, code, "CP0002"))!["name"]);
        Assert.Equal(60d, (double)(await LookUp(page, code, "CP0005"))!["power"]!);
        Assert.Null(await LookUp(page, code, "CP0004"));
        await page.GotoAsync($"/console/resources/{code}?tab=refused");
        await Expect(main).ToContainTextAsync("下载第 2 次运行的 1 行");
        await Expect(main).ToContainTextAsync("2025-13-01");
    }

    [Fact]
    public async Task with_another_file_is_refused_and_says_how_to_mend_it()
    {
        var code = await Gathered("充电桩（别的文件）");
        var other = Path.Combine(Directory.CreateTempSubdirectory("cityhub-other-").FullName, "other.csv");
        await File.WriteAllTextAsync(other, "甲,乙\n1,2\n");
        var page = await city.SignedIn("operator");
        await page.GotoAsync($"/console/resources/{code}?tab=refused");
        await Expect(page.Locator("main")).ToContainTextAsync("下载第 1 次运行的 3 行");

        await page.SetInputFilesAsync("main input[type=file]", other);

        await Expect(page.Locator("main .fault")).ToContainTextAsync("gathering.mended-file");
        await Expect(page.Locator("main .fault")).ToContainTextAsync("_line");
    }

    /// <summary>A resource of five rows, three of them refused; its code as in addresses.</summary>
    private async Task<string> Gathered(string title)
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-mend-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), Rows + "\n", new UTF8Encoding(false));
        var definition = new JsonObject
        {
            ["title"] = title, ["summary"] = "公共充电桩", ["provider"] = "500000-dsj", ["theme"] = "公共服务", ["sharing"] = "unconditional", ["open"] = true, ["cycle"] = "yearly",
            ["items"] = new JsonArray(
                Item("编号", "id", "character", 6, key: true), Item("名称", "name", "character", 40), Item("功率", "power", "double", null), Item("投运日期", "commissioned", "date", null)),
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "definition.json"), definition.ToJsonString());
        var (exit, code, error) = await city.Verb("catalogue", "register", Path.Combine(folder, "definition.json"), "--publish");
        Assert.True(exit == 0, error);
        var (_, answer, said) = await city.Verb("gather", Path.Combine(folder, "rows.csv"), "--resource", code, "--json");
        var run = JsonNode.Parse(answer.Length > 0 ? answer : "null");
        Assert.True((string?)run?["state"] == "succeeded" && (long)run["refused"]! == 3, answer + said);
        return code.Replace('/', '-');
    }

    private static JsonObject Item(string name, string column, string type, int? length, bool key = false) =>
        new() { ["name"] = name, ["column"] = column, ["type"] = type, ["length"] = length, ["key"] = key, ["required"] = true };

    private static async Task<JsonNode?> LookUp(IPage page, string code, string key)
    {
        var answer = await page.APIRequest.PostAsync($"/api/v1/resources/{code}/lookup", new() { DataObject = new { key } });
        return answer.Status == 404 ? null : JsonNode.Parse(await answer.TextAsync());
    }
}

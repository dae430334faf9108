using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>Somebody looks for the worst resource, mends what was refused of it, and sees the score rise.</summary>
public sealed class Quality_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task mends_50_refused_rows_and_sees_the_score_rise() => await Mend(Hands.Pointing(await city.SignedIn("operator")), "社区志愿者", pictures: true);

    [Fact]
    public async Task mends_them_on_a_phone() => await Mend(Hands.Pointing(await city.SignedIn("operator", 360)), "社区网格员");

    [Fact]
    public async Task mends_them_by_keyboard_alone() => await Mend(Hands.Typing(await city.SignedIn("operator")), "社区调解员");

    private async Task Mend(Hands hands, string title, bool pictures = false)
    {
        var page = hands.Page;
        Task Look(string name) => pictures ? Picture(page, name) : Task.CompletedTask;
        var code = await Gathered(title);
        var before = await Score(page, code, 1);

        await page.GotoAsync("/console/quality");
        await Expect(page.Locator("h1")).ToContainTextAsync("个资源平均");
        await Expect(page.Locator("main city-chart svg").First).ToBeVisibleAsync();
        await Look("console-quality-overview");
        await hands.Press(page.Locator("main tr", new() { HasText = title }).GetByRole(AriaRole.Link, new() { Name = "50", Exact = true }));

        await Expect(page.Locator("h1")).ToContainTextAsync("1 组拒收的行待改");
        await Look("console-refused-desk");
        await hands.Press(page.GetByRole(AriaRole.Link, new() { Name = "批量修改" }));

        // The item has a code list, so looking the code up is what is offered first; what it would do stands beside each row.
        var main = page.Locator("main");
        await Expect(main.GetByLabel("改法")).ToHaveValueAsync("code");
        await Expect(main).ToContainTextAsync("选中 50 行，50 行会改变");
        await Look("console-mending-many");
        await hands.Press(main.GetByRole(AriaRole.Button, new() { Name = "修改并重新提交 50 行" }));
        // Fifty values change at once: what and where is said once more.
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync($"修改《{title}》的 50 行");
        await hands.Press(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "修改并提交" }));

        await Expect(main).ToContainTextAsync("改后结果", new() { Timeout = 60_000 });
        await Expect(main).ToContainTextAsync("50 → 0");
        var after = await Score(page, code, 2);
        Assert.True(after > before, $"{before} then {after}");
        await Expect(main).ToContainTextAsync(string.Create(CultureInfo.InvariantCulture, $"{before:0.0} → {after:0.0}"));
        await Look("console-mended-many");

        await page.GotoAsync($"/console/resources/{code}?tab=quality");
        await Expect(main).ToContainTextAsync("没有待改的行");
        await Expect(main).ToContainTextAsync("历次得分");
        // Codes are named where they are counted.
        await Expect(main.Locator("tr", new() { HasText = "sex" }).Locator(".quality-list").First).ToContainTextAsync("女");
        await Expect(main.Locator("svg.quality-bars").First).ToBeVisibleAsync();
        await Look("console-quality-columns");
    }

    /// <summary>60 people, 50 of them with the word for the code of their sex; the resource's code as in addresses.</summary>
    private async Task<string> Gathered(string title)
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-quality-").FullName;
        var rows = Enumerable.Range(1, 60).Select(i => $"V{i:000},{(i <= 10 ? "1" : i % 2 == 0 ? "男" : "女")},{i * 3}");
        await File.WriteAllTextAsync(Path.Combine(folder, "rows.csv"), "编号,性别,服务时长\n" + string.Join('\n', rows) + "\n", new UTF8Encoding(false));
        JsonObject Item(string name, string column, string type, int? length, string? codeList = null, bool key = false) =>
            new() { ["name"] = name, ["column"] = column, ["type"] = type, ["length"] = length, ["key"] = key, ["required"] = true, ["codeList"] = codeList };
        var definition = new JsonObject
        {
            ["title"] = title, ["summary"] = $"各社区登记的{title}", ["provider"] = "500000-dsj", ["theme"] = "公共服务", ["sharing"] = "unconditional", ["open"] = false, ["cycle"] = "yearly",
            ["items"] = new JsonArray(Item("编号", "id", "character", 6, key: true), Item("性别", "sex", "character", 4, "GB/T 2261.1"), Item("服务时长", "hours", "integer", null)),
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "definition.json"), definition.ToJsonString());
        var (exit, code, error) = await city.Verb("catalogue", "register", Path.Combine(folder, "definition.json"), "--publish");
        Assert.True(exit == 0, error);
        var (_, answer, said) = await city.Verb("gather", Path.Combine(folder, "rows.csv"), "--resource", code, "--json");
        var run = JsonNode.Parse(answer.Length > 0 ? answer : "null");
        Assert.True((string?)run?["state"] == "succeeded" && (long)run["refused"]! == 50, answer + said);
        return code.Replace('/', '-');
    }

    private static async Task<double> Score(IPage page, string code, int run)
    {
        for (var i = 0; i < 300; i++)
        {
            var now = JsonNode.Parse(await (await page.APIRequest.GetAsync($"/api/v1/resources/{code}/quality")).TextAsync())!["now"]!;
            if ((int?)now["run"] == run && now["score"] is { } score)
            {
                return (double)score;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException($"{code} was not assessed after run {run}");
    }
}

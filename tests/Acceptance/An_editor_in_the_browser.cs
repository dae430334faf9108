using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>The editor of an entry in real Chromium: two people at once, and the keys of its table.</summary>
public sealed class An_editor_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task shows_what_the_other_changed_and_merges_both()
    {
        var (mine, theirs) = (await city.SignedIn("operator"), await city.SignedIn("operator"));
        var code = await Entry(mine, "窗口评价记录");
        await mine.GotoAsync($"/console/catalogue/{code}/edit");
        await Expect(Names(mine)).ToHaveCountAsync(2);
        await Names(mine).Nth(1).FillAsync("窗口名称");
        await Names(mine).Nth(1).PressAsync("Tab");

        var now = await Json(theirs, $"/api/v1/catalogue/{code}");
        var changed = await theirs.APIRequest.PutAsync($"/api/v1/catalogue/{code}", new() { DataObject = Definition("窗口评价记录", "办完即评，含好差评。", now.GetProperty("revision").GetInt32()) });
        Assert.True(changed.Ok, await changed.TextAsync());
        await mine.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();

        var conflict = mine.GetByRole(AriaRole.Alert).Filter(new() { HasText = "更改了这个条目" });
        await Expect(conflict).ToContainTextAsync("办完即评，含好差评。");
        await Picture(mine, "console-conflict");
        await conflict.GetByRole(AriaRole.Button, new() { Name = "合并双方的修改" }).ClickAsync();
        await Expect(conflict).ToHaveCountAsync(0);
        await mine.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(mine.Locator("body")).ToContainTextAsync("已保存");
        var kept = await Json(mine, $"/api/v1/catalogue/{code}");
        Assert.Equal(("办完即评，含好差评。", "窗口名称"), (kept.GetProperty("summary").GetString(), kept.GetProperty("items")[1].GetProperty("name").GetString()));
    }

    [Fact]
    public async Task is_quick_by_keyboard_in_the_items_table()
    {
        var page = await city.SignedIn("operator");
        var code = await Entry(page, "窗口排队记录");
        await page.GotoAsync($"/console/catalogue/{code}/edit");
        await Expect(page.Locator("table.items[data-keys]")).ToBeVisibleAsync();
        await Names(page).First.FocusAsync();

        await Key("ArrowDown", at: 1);
        await Key("Enter", at: 2); // below the last: a new row
        await page.Keyboard.TypeAsync("等候人数");
        await Key("Alt+ArrowUp", at: 1);
        await Holds("编号", "等候人数", "窗口");
        await Key("Control+d", at: 2);
        await Holds("编号", "等候人数", "等候人数", "窗口");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("办结人数");
        await Key("ArrowUp", at: 1);
        await Key("ArrowDown", at: 2);
        await Key("Alt+ArrowDown", at: 3);
        await Holds("编号", "等候人数", "窗口", "办结人数");
        await Key("ArrowUp", at: 2);
        await Key("Control+Delete", at: 2);
        await Holds("编号", "等候人数", "办结人数");
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销", Exact = true }).First.ClickAsync(); // in the notice that it is gone
        await Holds("编号", "等候人数", "窗口", "办结人数");

        async Task Key(string key, int at)
        {
            await page.Keyboard.PressAsync(key);
            await Expect(Names(page).Nth(at)).ToBeFocusedAsync();
        }

        async Task Holds(params string[] names)
        {
            await Expect(Names(page)).ToHaveCountAsync(names.Length);
            for (var i = 0; i < names.Length; i++)
            {
                await Expect(Names(page).Nth(i)).ToHaveValueAsync(names[i]);
            }
        }
    }

    private static ILocator Names(IPage page) => page.Locator("table.items tbody tr[data-row] [data-col='0']");

    private static async Task<string> Entry(IPage page, string title)
    {
        var made = await page.APIRequest.PostAsync("/api/v1/catalogue", new() { DataObject = Definition(title, "政务大厅各窗口的记录。") });
        Assert.True(made.Ok, await made.TextAsync());
        return JsonDocument.Parse(await made.TextAsync()).RootElement.GetProperty("code").GetString()!.Replace('/', '-');
    }

    private static object Definition(string title, string summary, int? revision = null) => new
    {
        title, summary, revision, provider = "500000-dsj", theme = "公共服务", sharing = "unconditional", open = false, cycle = "daily",
        items = new object[]
        {
            new { name = "编号", column = "id", type = "character", length = 6, key = true, required = true },
            new { name = "窗口", column = "window_name", type = "character", length = 40 },
        },
    };

    private static async Task<JsonElement> Json(IPage page, string address) => JsonDocument.Parse(await (await page.APIRequest.GetAsync(address)).TextAsync()).RootElement;
}

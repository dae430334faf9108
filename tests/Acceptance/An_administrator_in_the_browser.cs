using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>Accounts, posts, tokens and organisations, as the pages offer them.</summary>
public sealed partial class An_administrator_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task makes_an_account_that_must_change_its_password_and_then_works()
    {
        var password = await Made("zhao.min", "赵敏");
        var page = await city.Page();

        await PublishedCity.SignIn(page, "zhao.min", password);
        await page.WaitForURLAsync("**/account");
        await Expect(page.Locator("main")).ToContainTextAsync("先改成自己的密码");
        // Nothing else opens before the password is her own.
        await page.GotoAsync("/console/catalogue");
        await Expect(page).ToHaveURLAsync(AccountAddress());
        await page.FillAsync("#current", password);
        await page.FillAsync("#next", "qing-jiang-2026");
        await page.GetByRole(AriaRole.Button, new() { Name = "修改密码" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("已修改");
        await page.GotoAsync("/console/catalogue");
        await Expect(page.Locator("h1")).ToContainTextAsync("已发布");

        var again = await city.Page();
        await PublishedCity.SignIn(again, "zhao.min", "qing-jiang-2026");
        await again.WaitForURLAsync("**/console");
    }

    [Fact]
    public async Task gives_a_second_post_and_ends_it()
    {
        await Made("qian.wei", "钱伟");
        var page = await city.SignedIn("admin");
        await page.GotoAsync("/console/accounts/qian.wei");
        await page.FillAsync("#organisation", "500000-dsj");
        await page.PressAsync("#organisation", "Tab");
        await page.SelectOptionAsync("#role", "auditor");
        await page.GetByRole(AriaRole.Button, new() { Name = "给予岗位" }).ClickAsync();
        var post = page.Locator("main tbody tr", new() { HasText = "审计管理员" });
        await Expect(post).ToHaveCountAsync(1);
        await Picture(page, "console-account");

        await post.GetByRole(AriaRole.Button, new() { Name = "结束任职" }).ClickAsync();

        await Expect(post).ToHaveCountAsync(0);
        await Expect(page.Locator("main tbody tr", new() { HasText = "数据专员" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task unlocks_an_account_that_five_wrong_passwords_locked()
    {
        var password = await Made("sun.li", "孙丽");
        var page = await city.Page();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await PublishedCity.SignIn(page, "sun.li", $"wrong-{attempt}-wrong");
            await Expect(page.Locator("main .fault")).ToBeVisibleAsync();
        }

        // The right one does not open it now, and the page does not tell a guesser that it was right.
        await PublishedCity.SignIn(page, "sun.li", password);
        await Expect(page.Locator("main .fault")).ToBeVisibleAsync();
        var desk = await city.SignedIn("admin");
        await desk.GotoAsync("/console/accounts/sun.li");
        await Expect(desk.Locator(".head")).ToContainTextAsync("已锁定");
        await desk.GetByRole(AriaRole.Button, new() { Name = "解锁" }).ClickAsync();
        await Expect(desk.Locator(".head")).Not.ToContainTextAsync("已锁定");

        await PublishedCity.SignIn(page, "sun.li", password);
        await page.WaitForURLAsync("**/account");
    }

    [Fact]
    public async Task asks_before_an_account_is_disabled_and_Esc_leaves_it()
    {
        await Made("li.qiang", "李强");
        var page = await city.SignedIn("admin");
        await page.GotoAsync("/console/accounts/li.qiang");
        await page.GetByRole(AriaRole.Button, new() { Name = "停用账号" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("停用 李强 的账号");
        // It listens once it has the focus.
        await Expect(page.Locator("[role=dialog]:focus, [role=dialog] :focus").First).ToBeAttachedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Locator(".head")).Not.ToContainTextAsync("已停用");

        await page.GetByRole(AriaRole.Button, new() { Name = "停用账号" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "停用账号" }).ClickAsync();

        await Expect(page.Locator(".head")).ToContainTextAsync("已停用");
    }

    [Fact]
    public async Task and_everybody_makes_and_revokes_own_tokens()
    {
        var page = await city.SignedIn("steward");
        await page.GotoAsync("/account");
        await Expect(page.Locator("main")).ToContainTextAsync("查看资源的行");
        await page.FillAsync("#name", "夜间对账");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建令牌" }).ClickAsync();
        var token = await page.Locator("main code").InnerTextAsync();
        await Picture(page, "account");
        Assert.Equal(200, await Session(token));

        await page.GetByRole(AriaRole.Button, new() { Name = "撤销令牌 夜间对账" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("还没有令牌");
        Assert.Equal(401, await Session(token));
    }

    [Fact]
    public async Task adds_renames_and_closes_a_department()
    {
        var page = await city.SignedIn("admin");
        await page.GotoAsync("/console/organisations?parent=500103");
        await page.FillAsync("#name", "渝中区数据局");
        await page.FillAsync("#short", "sjj");
        await page.PressAsync("#short", "Enter");
        var row = page.Locator("main tbody tr", new() { HasText = "500103-sjj" });
        await Expect(row).ToContainTextAsync("渝中区数据局");

        await row.GetByRole(AriaRole.Button, new() { Name = "改名" }).ClickAsync();
        await row.GetByRole(AriaRole.Textbox).FillAsync("渝中区大数据局");
        await row.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(row).ToContainTextAsync("渝中区大数据局");
        await Picture(page, "console-organisations");

        await row.GetByRole(AriaRole.Button, new() { Name = "撤销机构" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "撤销机构" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    /// <summary>Makes an account with the post of a data steward in the page; returns the password it shows.</summary>
    private async Task<string> Made(string user, string name)
    {
        var page = await city.SignedIn("admin");
        await page.GotoAsync("/console/accounts");
        await page.FillAsync("#user", user);
        await page.FillAsync("#display", name);
        await page.FillAsync("#organisation", "500000-scjg");
        await page.PressAsync("#organisation", "Tab");
        await page.SelectOptionAsync("#role", "data-steward");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建账号" }).ClickAsync();
        var password = await page.Locator("main code").InnerTextAsync();
        await Expect(page.Locator("main tbody")).ToContainTextAsync(name);
        return password;
    }

    private async Task<int> Session(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await city.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    [GeneratedRegex(@"/account(\?.*)?$")]
    private static partial Regex AccountAddress();
}

using System.Text.Json;
using Microsoft.Playwright;
using OtpNet;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>An authenticator app and a passkey as the pages offer them; the passkey lies in Chromium's virtual authenticator.</summary>
public sealed class A_second_factor_in_the_browser(PublishedCity city)
{
    private const string OwnPassword = "qing-jiang-2026";

    [Fact]
    public async Task is_an_app_that_is_added_asked_for_and_replaced_by_a_recovery_code()
    {
        var page = await Owner("wu.min", "吴敏");
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "添加验证器应用" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "验证器应用要扫的二维码" }).Locator("svg")).ToBeVisibleAsync();
        await Picture(page, "account-app");
        await Barriers.None(page);
        var key = Base32Encoding.ToBytes((await page.Locator("#second-factor code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        await page.FillAsync("#first-code", "000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "确认添加" }).ClickAsync();
        await Expect(page.Locator("#second-factor .fault")).ToContainTextAsync("identity.first-code-wrong");
        await page.FillAsync("#first-code", Code(key));
        await page.GetByRole(AriaRole.Button, new() { Name = "确认添加" }).ClickAsync();
        var recovery = page.Locator("#second-factor ul.mono li");
        await Expect(recovery).ToHaveCountAsync(10);
        await Picture(page, "account-recovery-codes");
        await Barriers.None(page);
        var code = await recovery.First.InnerTextAsync();

        await SignOut(page);
        await PublishedCity.SignIn(page, "wu.min", OwnPassword);
        await Expect(page.Locator("h1")).ToHaveTextAsync("两步验证");
        await Picture(page, "sign-in-second");
        await Barriers.None(page);
        await page.FillAsync("#code", "000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "继续", Exact = true }).ClickAsync();
        await Expect(page.Locator(".fault")).ToContainTextAsync("identity.code-refused");
        // The step of the code that confirmed the app has served; the next one is taken, too.
        await page.FillAsync("#code", Code(key, aheadSeconds: 30));
        await page.GetByRole(AriaRole.Button, new() { Name = "继续", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation).First).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Uri(Here, "/console").ToString());

        // Led here from another page, she is back there after both steps.
        await SignOut(page);
        await page.GotoAsync("/account");
        await page.FillAsync("#user", "wu.min");
        await page.FillAsync("#password", OwnPassword);
        await page.ClickAsync("form:has(#password) button[type=submit]");
        await page.GetByText("手机不在身边？").ClickAsync();
        await page.FillAsync("#recovery", code);
        await page.GetByRole(AriaRole.Button, new() { Name = "用恢复码登录" }).ClickAsync();
        await Expect(page.Locator("#second-factor")).ToContainTextAsync("恢复码还剩 9 个");
    }

    [Fact]
    public async Task is_a_passkey_that_signs_in_alone_and_after_the_password_on_a_phone()
    {
        var page = await Owner("zheng.wei", "郑伟", width: 360, english: true);
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });

        await page.GotoAsync("/account");
        await page.FillAsync("#passkey-name", "My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.Locator("#second-factor ul.mono li")).ToHaveCountAsync(10);
        await Expect(page.Locator("#second-factor tbody")).ToContainTextAsync("My phone");
        await Picture(page, "phone-en-account-passkey");
        await NoSidewaysScroll(page);
        await Barriers.None(page);

        await SignOut(page);
        await page.GotoAsync("/sign-in?returnUrl=%2Faccount");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.Locator("#second-factor tbody")).ToContainTextAsync("My phone");

        await SignOut(page);
        await PublishedCity.SignIn(page, "zheng.wei", OwnPassword);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Second step");
        await Picture(page, "phone-en-sign-in-second");
        await NoSidewaysScroll(page);
        await Barriers.None(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(Here, "/console").ToString());

        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey My phone" }).ClickAsync();
        await Expect(page.Locator("#second-factor tbody")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task is_removed_by_an_administrator_for_whoever_lost_it()
    {
        var page = await Owner("feng.lan", "冯兰");
        using var begun = JsonDocument.Parse(await (await page.APIRequest.PostAsync("/api/v1/second-factor/app")).TextAsync());
        var key = Base32Encoding.ToBytes(begun.RootElement.GetProperty("key").GetString());
        var confirmed = await page.APIRequest.PostAsync("/api/v1/second-factor/app/confirm", new() { DataObject = new { ticket = begun.RootElement.GetProperty("ticket").GetString(), code = Code(key) } });
        Assert.True(confirmed.Ok, await confirmed.TextAsync());

        var admin = await city.SignedIn("admin");
        await admin.GotoAsync("/console/accounts/feng.lan");
        await Expect(admin.Locator(".lead")).ToContainTextAsync("已开启");
        await Picture(admin, "console-account-factor");
        await admin.GetByRole(AriaRole.Button, new() { Name = "移除两步验证" }).ClickAsync();
        await admin.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "移除两步验证" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "移除两步验证" })).ToHaveCountAsync(0);

        await PublishedCity.SignIn(page, "feng.lan", OwnPassword);
        await Expect(page).ToHaveURLAsync(new Uri(Here, "/console").ToString());
    }

    // Browsers make passkeys for names, not for 127.0.0.1.
    private Uri Here => new UriBuilder(city.Address) { Host = "localhost" }.Uri;

    private static string Code(byte[] key, int aheadSeconds = 0) => new Totp(key).ComputeTotp(DateTime.UtcNow.AddSeconds(aheadSeconds));

    private static async Task SignOut(IPage page) => await page.Context.ClearCookiesAsync(new() { Name = "cityhub.session" });

    /// <summary>The page of somebody with a new account and an own password, who just signed in.</summary>
    private async Task<IPage> Owner(string user, string name, int width = 1440, bool english = false)
    {
        var admin = await city.SignedIn("admin");
        var made = await admin.APIRequest.PostAsync("/api/v1/accounts", new() { DataObject = new { userName = user, displayName = name, organisation = "500000-ga", role = "data-steward" } });
        using var account = JsonDocument.Parse(await made.TextAsync());
        var password = account.RootElement.GetProperty("password").GetString();

        var reader = await city.Browser.NewContextAsync(new()
        {
            BaseURL = Here.ToString(), ViewportSize = new() { Width = width, Height = width < 900 ? 780 : 1000 }, Locale = "zh-CN", ReducedMotion = ReducedMotion.Reduce,
        });
        await reader.AddCookiesAsync([new() { Name = "cityhub.lang", Value = english ? "en" : "zh", Url = Here.ToString() }]);
        var page = await reader.NewPageAsync();
        foreach (var (address, sent) in new (string, object)[] { ("/api/v1/session", new { userName = user, password }), ("/api/v1/password", new { current = password, next = OwnPassword }) })
        {
            var answer = await page.APIRequest.PostAsync(address, new() { DataObject = sent });
            Assert.True(answer.Ok, await answer.TextAsync());
        }

        return page;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>
/// A department's system (samples/sign-in, with the npm client openid-client) signs people in through the hub: discovery, code with PKCE, user
/// info, refresh with rotation, revocation, end of session.
/// </summary>
public sealed class An_application_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task is_registered_signs_a_person_in_and_out_and_is_shut_out_again()
    {
        var port = FreePort();
        var secret = await Registered(port);
        using var sample = await Started(port, secret);
        try
        {
            var page = await city.Page();
            await page.GotoAsync($"http://127.0.0.1:{port}/");

            // Not signed in at the hub: sign in, then agree, once.
            await page.GetByRole(AriaRole.Link, new() { Name = "用城枢账号登录" }).ClickAsync();
            await page.GetByLabel("用户名").FillAsync("steward");
            await page.GetByLabel("密码").FillAsync(city.PasswordOf("steward"));
            await page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
            await Expect(page.Locator("h1")).ToHaveTextAsync("登录 居住证办理");
            await Expect(page.Locator("main")).ToContainTextAsync("所在机构和岗位");
            await A_steward_in_the_browser.Picture(page, "sign-on-consent");
            await page.GetByRole(AriaRole.Button, new() { Name = "不同意" }).ClickAsync();
            await Expect(page.Locator("#error")).ToContainTextAsync("access_denied");

            await page.GotoAsync($"http://127.0.0.1:{port}/sign-in");
            await page.GetByRole(AriaRole.Button, new() { Name = "同意并登录" }).ClickAsync();
            await Expect(page.Locator("#who")).ToHaveTextAsync("公安局数据专员（steward）");
            await Expect(page.Locator("li")).ToContainTextAsync("市公安局");

            await page.GetByRole(AriaRole.Link, new() { Name = "更新令牌" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "更新令牌" }).ClickAsync();
            await Expect(page.Locator("#renewed")).ToHaveTextAsync("2");
            await page.GetByRole(AriaRole.Link, new() { Name = "吊销令牌" }).ClickAsync();
            await Expect(page.Locator("#revoked")).ToHaveTextAsync("invalid_grant");

            // Agreed before and signed in at the hub: nothing is asked.
            await page.GotoAsync($"http://127.0.0.1:{port}/sign-in");
            await Expect(page.Locator("#who")).ToBeVisibleAsync();

            // The person takes it back; the next time it asks again.
            await page.GotoAsync(new Uri(city.Address, "/account").ToString());
            await Expect(page.Locator("#sessions")).ToContainTextAsync("Chrome");
            await A_steward_in_the_browser.Picture(page, "account-sessions");
            await page.GetByRole(AriaRole.Button, new() { Name = "收回 居住证办理 的授权" }).ClickAsync();
            await Expect(page.Locator("#consents")).ToHaveCountAsync(0);
            await page.GotoAsync($"http://127.0.0.1:{port}/sign-in");
            await page.GetByRole(AriaRole.Button, new() { Name = "同意并登录" }).ClickAsync();
            await Expect(page.Locator("#who")).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Link, new() { Name = "退出" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "用城枢账号登录" })).ToBeVisibleAsync();
            await page.GotoAsync(new Uri(city.Address, "/console").ToString());
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));

            // Disabled, it signs nobody in, and the reader is told in words.
            var admin = await city.SignedIn("admin");
            await admin.APIRequest.PostAsync($"/api/v1/applications/{Client(port)}/disable");
            await page.GotoAsync($"http://127.0.0.1:{port}/sign-in");
            await Expect(page.Locator("#error")).ToContainTextAsync("unauthorized_client");
        }
        finally
        {
            sample.Kill();
            await sample.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string Client(int port) => $"residence-{port}";

    /// <summary>An administrator registers it on the page and copies the secret.</summary>
    private async Task<string> Registered(int port)
    {
        var page = await city.SignedIn("admin");
        await page.GotoAsync("/console/applications");
        await page.GetByLabel("客户端标识").FillAsync(Client(port));
        await page.GetByLabel("机构").FillAsync("500000-ga");
        await page.GetByLabel("名称", new() { Exact = false }).Last.FillAsync("居住证办理");
        await page.GetByLabel("用途").Last.FillAsync("居住证申领与签注（示例）");
        await page.GetByLabel("登录后返回的地址").FillAsync($"http://127.0.0.1:{port}/back");
        await page.GetByLabel("退出后返回的地址").FillAsync($"http://127.0.0.1:{port}/");
        await page.GetByLabel("退出后返回的地址").PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "登记", Exact = true }).ClickAsync();
        var secret = page.Locator("main code", new() { HasText = "chs_" });
        await Expect(secret).ToBeVisibleAsync();
        await Expect(page.Locator("main table")).ToContainTextAsync("居住证办理");
        await A_steward_in_the_browser.Picture(page, "console-applications");
        return await secret.InnerTextAsync();
    }

    private async Task<Process> Started(int port, string secret)
    {
        var sample = new Process
        {
            StartInfo = new ProcessStartInfo("node", [Path.Combine(PublishedCity.Root(), "samples", "sign-in", "app.mjs")])
            {
                RedirectStandardOutput = true,
                Environment = { ["HUB"] = city.Address.ToString(), ["CLIENT_ID"] = Client(port), ["CLIENT_SECRET"] = secret, ["PORT"] = $"{port}" },
            },
        };
        sample.Start();
        Assert.StartsWith("ready", await sample.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return sample;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>The console without a mouse (LOOK.md, Access): Ctrl K search, ↑↓ rows, Enter open, Esc back.</summary>
public sealed class A_keyboard(PublishedCity city)
{
    [Fact]
    public async Task searches_from_anywhere()
    {
        var page = await Open("/console/standards");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("input[data-find]")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("停车场");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/console/search?q=*");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "公共停车场" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task goes_from_row_to_row_and_opens_one()
    {
        var page = await Open("/console/catalogue");
        var titles = page.Locator("main tbody tr td:first-child a");
        var second = await titles.Nth(1).InnerTextAsync();
        await titles.First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(titles.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/console/resources/*");
        await Expect(page.Locator("h1")).ToHaveTextAsync(second);
    }

    [Fact]
    public async Task skips_to_the_content_and_reaches_the_main_act_first()
    {
        var page = await Open("/console/gathering");
        // The first stop of a page is the way past its bars; the next one behind it is in the content.
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Locator(".skip").FocusAsync();
        await Expect(page.Locator(".skip")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        for (var stops = 0; stops < 4 && !await Focused(page, "main .head .btn.go"); stops++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await Expect(page.Locator("main .head .btn.go")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/console/gathering/new");
    }

    [Fact]
    public async Task opens_and_closes_the_help_of_a_page()
    {
        var page = await Open("/console/audit", "auditor");
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("Shift+?");
        await Expect(page.Locator("#help")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#help")).ToBeHiddenAsync();
    }

    private async Task<IPage> Open(string path, string user = "operator")
    {
        var page = await city.SignedIn(user);
        await page.GotoAsync(path);
        await Alive(page);
        await Expect(page.Locator("main .loading")).ToHaveCountAsync(0);
        await Expect(page.Locator("main tbody tr").First).ToBeVisibleAsync();
        return page;
    }

    private static Task<bool> Focused(IPage page, string selector) => page.EvaluateAsync<bool>("s => document.activeElement?.matches(s) === true", selector);
}

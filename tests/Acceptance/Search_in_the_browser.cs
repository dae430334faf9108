using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>The search box and the facets in real Chromium.</summary>
public sealed partial class Search_in_the_browser(PublishedCity city)
{
    [Theory]
    [InlineData("医疗机构")]
    [InlineData("yiliaojigou")]
    [InlineData("yljg")]
    public async Task opens_what_is_suggested_by_keyboard_alone(string typed)
    {
        var page = await SignedIn(city, "operator");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync(typed, new() { Delay = 20 });
        var option = page.GetByRole(AriaRole.Option, new() { NameRegex = Hospitals() }).First;
        await Expect(option).ToBeVisibleAsync();
        await Picture(page, "console-suggest-" + typed);
        for (var presses = 0; presses < 12 && await option.GetAttributeAsync("aria-selected") != "true"; presses++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToContainTextAsync("医疗机构");
    }

    [Fact]
    public async Task closes_suggestions_with_escape_and_searches_everything_with_enter()
    {
        var page = await SignedIn(city, "operator");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("渝中区", new() { Delay = 20 });
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h1")).ToContainTextAsync("渝中区");
        await Expect(page.Locator("main")).ToContainTextAsync("机构");
        await Picture(page, "console-search");
        await page.FillAsync("main input[maxlength='60']", "渝中");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存这次查找" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("共");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "渝中", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task narrows_the_portal_by_facets_without_script_and_takes_the_filters_back()
    {
        var context = await city.Browser.NewContextAsync(new() { BaseURL = city.Address.ToString(), Locale = "zh-CN", JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/datasets");
        var all = await Count(page);
        var choice = page.Locator(".facet a.check").First;
        var expected = int.Parse(await choice.Locator(".num").InnerTextAsync(), null);
        await choice.ClickAsync();

        Assert.Equal(expected, await Count(page));
        await Picture(page, "portal-facets");
        await page.Locator(".tags .tag").First.ClickAsync();
        Assert.Equal(all, await Count(page));
    }

    [Fact]
    public async Task narrows_the_console_by_facets()
    {
        var page = await SignedIn(city, "operator");
        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString("机构"));
        await Expect(page.Locator("main table tbody tr").First).ToBeVisibleAsync();
        var choice = page.Locator(".facet a.check").First;
        var expected = int.Parse(await choice.Locator(".num").InnerTextAsync(), null);
        await choice.ClickAsync();
        await Expect(page.Locator(".tags .tag")).ToHaveCountAsync(2);

        await Expect(page.Locator("main table tbody tr")).ToHaveCountAsync(expected);
        await Picture(page, "console-catalogue-facets");
    }

    [Theory]
    [InlineData("/console/search?q=%E5%8C%BB")]
    [InlineData("/console/catalogue?q=%E5%8C%BB")]
    [InlineData("/console/synonyms")]
    [InlineData("/datasets?q=%E5%8C%BB&open=true")]
    public async Task fits_a_phone_and_meets_no_serious_barrier(string path)
    {
        var page = await SignedIn(city, "operator", 360);
        await page.GotoAsync(path);
        await Expect(page.Locator("h1")).ToHaveCountAsync(1);
        await Expect(page.Locator("main .loading")).ToHaveCountAsync(0);
        await Picture(page, "phone-search" + path.Split('?')[0].Replace('/', '-'));

        await NoSidewaysScroll(page);
        await Barriers.None(page);
    }

    private static async Task<int> Count(IPage page) => int.Parse(Digits().Match(await page.Locator("h1").InnerTextAsync()).Value, null);

    private static async Task<IPage> SignedIn(PublishedCity city, string user, int width = 1440)
    {
        var page = await city.Page(width);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#user", user);
        await page.FillAsync("#password", city.PasswordOf(user));
        await page.ClickAsync("form:has(#password) button[type=submit]");
        await page.WaitForURLAsync("**/console");
        // The circuit has taken the page over once its content stands there.
        await Expect(page.Locator("main .desk")).ToBeVisibleAsync();
        return page;
    }

    [GeneratedRegex("^医疗机构")]
    private static partial Regex Hospitals();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}

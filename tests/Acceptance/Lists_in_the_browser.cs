using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>What a reader does with a list in real Chromium: chooses columns, turns the order round, opens the filters on a phone.</summary>
public sealed class Lists_in_the_browser(PublishedCity city)
{
    [Theory]
    [InlineData("operator", "/console/catalogue", "catalogue", "提供方")]
    [InlineData("operator", "/console/gathering", "runs", "方式")]
    [InlineData("auditor", "/console/audit", "audit", "对象")]
    public async Task hide_a_column_and_remember_it(string user, string address, string table, string column)
    {
        var page = await city.SignedIn(user);
        await page.GotoAsync(address);
        await Alive(page);
        await Choose(page, column);

        await Expect(Head(page, table, column)).ToBeHiddenAsync();
        await Picture(page, "list-columns-" + table);
        await page.ReloadAsync();
        await Expect(page.Locator($"table[data-columns={table}] tbody tr").First).ToBeVisibleAsync();
        await Expect(Head(page, table, column)).ToBeHiddenAsync();
        if (table == "catalogue")
        {
            // Drawn anew by the circuit; the mechanism is the same for all.
            await Alive(page);
            await Barriers.None(page);
        }

        // The cells went with their head.
        Assert.Equal(1, await page.Locator($"table[data-columns={table}] tbody tr").First.EvaluateAsync<int>("row => [...row.children].filter(c => getComputedStyle(c).display === 'none' && !c.classList.contains('wide-only')).length"));

        await page.Locator(".columns > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "恢复默认" }).ClickAsync();
        await Expect(Head(page, table, column)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task choose_columns_by_keyboard_but_never_lose_the_first()
    {
        var page = await city.SignedIn("operator");
        await page.GotoAsync("/console/gathering");
        await Alive(page);
        await page.Locator(".columns > summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "资源" })).ToBeDisabledAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await Expect(Head(page, "runs", "方式")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator(".columns > div")).ToBeHiddenAsync();
        Assert.True(await page.Locator(".columns > summary").EvaluateAsync<bool>("e => e === document.activeElement"));
    }

    /// <summary>Every list of the console, of the whole city: what its heads sort by, its menu of columns, and the file that its link gives.</summary>
    [Fact]
    public async Task all_of_them_are_narrowed_by_district_sorted_chosen_from_and_exported()
    {
        var lists = new (string User, string Address, string Table, string Sorts, bool District)[]
        {
            ("operator", "/console/catalogue", "catalogue", "title provider theme sharing open cycle changed published", true),
            ("operator", "/console/gathering", "runs", "read kept refused queued", true),
            ("operator", "/console/quality", "quality", "title score rows refused updated", true),
            ("operator", "/console/quality?view=departments", "quality-departments", "name score resources refused", true),
            ("operator", "/console/quality/refused", "refused", "resource item rule rows", true),
            ("operator", "/console/one-source?singles=true", "one-source", "name sources lead", true),
            ("operator", "/console/standards", "elements", "name code type codeList", false), // the same for the whole city
            ("operator", "/console/standards?view=lists", "code-lists", "code name codes", false),
            ("operator", "/console/catalogue/notices", "notices", "", true), // a new city has had no withdrawal
            ("admin", "/console/accounts", "accounts", "name userName lastSignIn", true),
            ("admin", "/console/organisations", "organisations", "name code kind below", true),
            ("admin", "/console/applications", "applications", "", true),
            ("auditor", "/console/audit", "audit", "time", true),
        };
        foreach (var of in lists.GroupBy(l => l.User))
        {
            var page = await city.SignedIn(of.Key);
            foreach (var list in of)
            {
                await page.GotoAsync(list.District ? $"{list.Address}{(list.Address.Contains('?') ? '&' : '?')}district=500000" : list.Address);
                await Expect(page.Locator($"[data-columns-of={list.Table}]")).ToHaveCountAsync(1);
                if (list.District)
                {
                    // The catalogue has its districts among the facets, the others in a field that tells what is chosen.
                    await Expect(list.Table == "catalogue" ? page.Locator(".tag.pick", new() { HasText = "重庆市" }) : page.Locator("select[name=district] option[value='500000']:checked")).ToHaveCountAsync(1);
                }

                foreach (var sort in list.Sorts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    await Expect(page.Locator($"table[data-columns={list.Table}] th a:is([href$='sort={sort}'], [href*='sort={sort}&'])")).ToHaveCountAsync(1);
                }

                var link = await page.Locator(".head a[href^='/api/v1/']", new() { HasText = "导出 CSV" }).GetAttributeAsync("href");
                Assert.Equal(list.District, link!.Contains("district=500000", StringComparison.Ordinal));
                var file = await page.APIRequest.GetAsync(link);
                Assert.True(file.Ok, $"{list.Address}: {link}");
                Assert.StartsWith("\uFEFF", System.Text.Encoding.UTF8.GetString(await file.BodyAsync()), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task sort_from_a_menu_and_leave_a_hidden_column_out_of_the_rows_of_a_phone()
    {
        var page = await city.SignedIn("operator", 360);
        await page.GotoAsync("/console/catalogue");
        await Alive(page);
        await page.Locator(".orders > summary").ClickAsync();
        await Picture(page, "phone-list-orders");
        await page.Locator(".orders a", new() { HasText = "提供方" }).ClickAsync();
        await Expect(page.Locator("table[data-columns=catalogue] th[aria-sort=ascending]")).ToHaveTextAsync("提供方");
        await Expect(page.Locator(".orders")).Not.ToHaveAttributeAsync("open", "");
        await page.Locator(".orders > summary").ClickAsync();
        await Expect(page.Locator(".orders a[aria-current=true]")).ToHaveTextAsync("提供方升序");
        await page.Locator(".orders a[aria-current=true]").ClickAsync();
        await Expect(page.Locator("table[data-columns=catalogue] th[aria-sort=descending]")).ToHaveTextAsync("提供方");
        await Choose(page, "提供方");

        await Expect(page.Locator("table[data-columns=catalogue] td[data-label=提供方]").First).ToBeHiddenAsync();
        await Expect(page.Locator("table[data-columns=catalogue] td[data-label=主题]").First).ToBeVisibleAsync();
        await NoSidewaysScroll(page);
        await Barriers.None(page);
        await Picture(page, "phone-list-columns");
    }

    [Fact]
    public async Task stand_whole_on_a_phone_with_the_lead_source_named()
    {
        var page = await city.SignedIn("operator", 360);
        await page.GotoAsync("/console/one-source?singles=true");
        await Alive(page);
        var choice = page.Locator("table.one-source select").First;
        await choice.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Expect(page.GetByText("已确定“").First).ToBeVisibleAsync();

        Assert.InRange((await choice.BoundingBoxAsync())!.Height, 44, 60);
        Assert.True(await page.Locator(".scroll:has(table.one-source)").EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth"));
        Assert.Matches("：.+（\\d{6}/\\d{6}）$", await choice.Locator("option").Nth(1).InnerTextAsync());
        await NoSidewaysScroll(page);
        await Picture(page, "phone-one-source");
        await choice.SelectOptionAsync(new SelectOptionValue { Index = 0 }); // as it was, for the others
        await Expect(page.GetByText("已取消“").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("operator", "/console/catalogue", "提供方", "sort=provider", "/api/v1/catalogue.csv?sort=provider&order=desc&state=all")]
    [InlineData("operator", "/console/gathering", "拒收", "sort=refused", "/api/v1/runs.csv?sort=refused&order=asc")]
    [InlineData("operator", "/console/quality?district=500000", "待改的行", "sort=refused", "/api/v1/quality.csv?district=500000&sort=refused&order=asc")]
    [InlineData("operator", "/console/quality/refused", "待改的行", "sort=rows", "/api/v1/refused.csv?sort=rows&order=desc")]
    [InlineData("admin", "/console/accounts?q=steward", "上次登录", "sort=lastSignIn", "/api/v1/accounts.csv?q=steward&sort=lastSignIn&order=asc")]
    public async Task turn_their_order_round_in_the_address_and_export_it_so(string user, string address, string column, string sort, string export)
    {
        var page = await city.SignedIn(user);
        await page.GotoAsync(address);
        await Alive(page);
        var head = page.Locator("table[data-columns] thead th", new() { HasText = column });
        await head.Locator("a").ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", new System.Text.RegularExpressions.Regex("ending$"));
        await page.WaitForURLAsync($"**{sort}*");
        var before = await head.GetAttributeAsync("aria-sort");
        await head.Locator("a").ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", before == "descending" ? "ascending" : "descending");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" }).ClickAsync());
        Assert.EndsWith(export, download.Url, StringComparison.Ordinal);
        Assert.StartsWith("\uFEFF", System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await download.PathAsync())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operator", "/console/catalogue")]
    [InlineData(null, "/datasets")]
    public async Task open_their_filters_above_them_on_a_phone(string? user, string address)
    {
        var page = user is null ? await city.Page(360) : await city.SignedIn(user, 360);
        await page.GotoAsync(address);
        var door = page.Locator(".facets-door > summary");
        var facet = page.Locator(".facet a.check").First;
        await Expect(facet).ToBeHiddenAsync();
        Assert.InRange((await door.BoundingBoxAsync())!.Y, 0, 780); // within the first screen
        await (user is null ? Task.CompletedTask : Alive(page));
        await Picture(page, "phone-facets-closed" + address.Replace('/', '-'));

        await door.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(facet).ToBeVisibleAsync();
        await Barriers.None(page);
        await Picture(page, "phone-facets-open" + address.Replace('/', '-'));
        await facet.ClickAsync();
        await Expect(page.Locator(".facets-door .num")).ToHaveTextAsync("1");
    }

    [Theory]
    [InlineData("operator", "/console/catalogue")]
    [InlineData(null, "/datasets")]
    public async Task have_their_filters_beside_them_on_a_wide_screen(string? user, string address)
    {
        var page = user is null ? await city.Page(1280) : await city.SignedIn(user, 1280);
        await page.GotoAsync(address);

        await Expect(page.Locator(".facets-door")).ToBeHiddenAsync();
        await Expect(page.Locator(".facet a.check").First).ToBeVisibleAsync();
        await Picture(page, "wide-facets" + address.Replace('/', '-'));
    }

    private static async Task Choose(IPage page, string column)
    {
        await page.Locator(".columns > summary").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = column, Exact = true }).UncheckAsync();
    }

    private static ILocator Head(IPage page, string table, string column) => page.Locator($"table[data-columns={table}] thead th", new() { HasTextRegex = new($"^\\s*{column}\\s*$") });
}

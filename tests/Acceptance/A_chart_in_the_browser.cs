using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>A picture of any resource without code, in real Chromium: columns are picked, the picture is seen, kept on the page and removed.</summary>
public sealed class A_chart_in_the_browser(PublishedCity city)
{
    [Fact]
    public async Task is_drawn_kept_on_the_page_and_removed()
    {
        var page = await city.SignedIn("operator");
        await page.GotoAsync("/console/catalogue?q=" + Uri.EscapeDataString("常住人口"));
        await page.GetByText("常住人口基本信息").First.ClickAsync();
        await page.Locator("main .tabs a", new() { HasText = "图表" }).ClickAsync();
        await page.GetByLabel("按什么分组").SelectOptionAsync(new SelectOptionValue { Label = "性别" });
        await page.GetByRole(AriaRole.Button, new() { Name = "画图" }).ClickAsync();

        await Expect(page.Locator("figure.chart svg")).ToBeVisibleAsync();
        await Expect(page.Locator("figure.chart")).ToContainTextAsync("行数，按性别");
        await page.Locator("figure.chart summary").ClickAsync();
        await Expect(page.Locator("figure.chart tbody tr").First).ToContainTextAsync("男"); // not 1

        await page.GetByLabel("图表名称").FillAsync("男女人数");
        await page.GetByRole(AriaRole.Button, new() { Name = "留在页面上" }).ClickAsync();
        await Expect(page.Locator(".kept-chart")).ToContainTextAsync("男女人数");
        await page.Locator("main .tabs a", new() { HasText = "概况" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("男女人数");
        await A_steward_in_the_browser.Picture(page, "console-chart");

        await page.Locator("main .tabs a", new() { HasText = "图表" }).ClickAsync();
        await page.Locator(".kept-chart").GetByRole(AriaRole.Button, new() { Name = "移去" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "移去" }).ClickAsync();
        await Expect(page.Locator(".kept-chart")).ToHaveCountAsync(0);
    }
}

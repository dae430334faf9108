using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>The six first accounts; two have signed in.</summary>
public sealed class The_list_of_accounts
{
    [Theory]
    [InlineData("", "admin auditor operator steward steward-scjg steward-yuzhong")]
    [InlineData("sort=userName&order=desc", "steward-yuzhong steward-scjg steward operator auditor admin")]
    [InlineData("sort=name", "steward operator auditor steward-scjg steward-yuzhong admin")] // as characters are numbered: 公大审市渝系
    [InlineData("sort=lastSignIn", "admin auditor operator steward steward-scjg steward-yuzhong")] // never signed in: last, in both directions
    [InlineData("sort=lastSignIn&order=asc", "auditor admin operator steward steward-scjg steward-yuzhong")]
    public async Task sorts_and_pages_through_each_account_once(string order, string expected)
    {
        await using var city = await City.Start();
        using var auditor = await city.SignedIn("auditor");
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        using var admin = await city.SignedIn("admin");

        var (names, cursor) = (new List<string>(), "");
        do
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/accounts?limit=2&{order}{cursor}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("userName").GetString()!));
            cursor = page.TryGetProperty("next", out var next) && next.GetString() is { } last ? $"&cursor={last}" : "";
        }
        while (cursor.Length > 0 && names.Count < 20);

        var csv = (await admin.GetStringAsync("/api/v1/accounts.csv?" + order)).TrimEnd().Split("\r\n");
        Assert.Equal((expected, expected), (string.Join(' ', names), string.Join(' ', csv.Skip(1).Select(line => line.Split(',')[0]))));
    }

    [Theory]
    [InlineData("admin", "500103", "admin-yuzhong steward-yuzhong")] // the district with everything below it
    [InlineData("admin", "500112", "")]
    [InlineData("admin", "500000-scjg", "steward-scjg")] // a department is a subtree of its own
    [InlineData("admin", "500000", "admin admin-yuzhong auditor operator steward steward-scjg steward-yuzhong")]
    [InlineData("admin-yuzhong", "", "admin-yuzhong steward-yuzhong")] // an administrator of the district sees no more, whatever she asks for
    [InlineData("admin-yuzhong", "500000", "admin-yuzhong steward-yuzhong")]
    public async Task is_narrowed_to_a_district_within_what_the_reader_may_see(string who, string district, string expected)
    {
        await using var city = await City.Start();
        using var appointed = await city.Appointed("admin-yuzhong", "500103-dsj", "system-administrator");
        using var admin = await city.SignedIn("admin");
        var reader = who == "admin" ? admin : appointed;

        var page = await reader.GetFromJsonAsync<JsonElement>($"/api/v1/accounts?district={district}");
        var csv = (await reader.GetStringAsync($"/api/v1/accounts.csv?district={district}")).TrimEnd().Split("\r\n");

        Assert.Equal(expected, string.Join(' ', page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("userName").GetString())));
        Assert.Equal(expected, string.Join(' ', csv.Skip(1).Select(line => line.Split(',')[0])));
    }

    [Fact]
    public async Task is_exported_with_its_filter_by_who_may_see_it_and_the_trail_says_so()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var auditor = await city.SignedIn("auditor");

        var csv = (await admin.GetStringAsync("/api/v1/accounts.csv?q=steward")).TrimStart('\uFEFF').TrimEnd().Split("\r\n");

        Assert.Equal("userName,displayName,posts,state,secondFactor,createdAt,lastSignInAt", csv[0]);
        Assert.Equal(["steward", "steward-scjg", "steward-yuzhong"], csv.Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync("/api/v1/accounts.csv")).StatusCode);
        foreach (var address in (string[])["/api/v1/accounts?sort=colour", "/api/v1/accounts?district=999999", "/api/v1/accounts.csv?district=999999", "/api/v1/applications?district=999999", "/api/v1/applications.csv?sort=colour"])
        {
            Assert.Equal((address, HttpStatusCode.BadRequest), (address, (await admin.GetAsync(address)).StatusCode));
        }

        var acts = (await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit?act=identity.accounts-exported")).GetProperty("items");
        Assert.Equal(1, acts.GetArrayLength());
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.Kernel.Audit;
using CityHub.Storage.Trail;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class The_audit_trail
{
    [Fact]
    public async Task begins_with_the_first_change_and_is_whole_after_the_hub_stopped()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        var city = await City.Start(folder);
        using (var stranger = city.Stranger())
        {
            using var refused = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = "nonsense" });
        }

        using (var admin = await city.SignedIn("admin"))
        {
            using var reset = await admin.PostAsync("/api/v1/accounts/steward/reset-password", null);
        }

        await city.DisposeAsync();
        var audit = Path.Combine(folder, "audit");
        var acts = new AuditReader(audit).Page(new(), null, 100, default).Items.Reverse().Select(r => r.Act).ToList();
        var verdict = await AuditVerifier.VerifyAtRest(folder, new TrailOptions(), TimeProvider.System, default);

        Assert.Equal(["identity.organisations-filled", .. Enumerable.Repeat("identity.account-created", 6), "identity.sign-in-refused", "identity.sign-in", "identity.password-reset"], acts);
        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
    }

    [Fact]
    public async Task shows_an_auditor_of_a_district_what_people_of_that_district_did()
    {
        await using var city = await City.Start();
        using var first = await city.Appointed("sjy", "500103-dsj", "auditor");
        using var steward = await city.SignedIn("steward-yuzhong");

        // The trail follows the records a moment later.
        var page = await first.GetFromJsonAsync<JsonElement>("/api/v1/audit?limit=100");
        for (var wait = 0; wait < 200 && !page.GetProperty("items").EnumerateArray().Any(r => r.GetProperty("act").GetString() == "identity.sign-in"); wait++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            page = await first.GetFromJsonAsync<JsonElement>("/api/v1/audit?limit=100");
        }

        var csv = await first.GetStringAsync("/api/v1/audit/export");

        Assert.All(page.GetProperty("items").EnumerateArray(), r => Assert.StartsWith("500103", r.GetProperty("organisation").GetString(), StringComparison.Ordinal));
        Assert.Contains(page.GetProperty("items").EnumerateArray(), r => r.GetProperty("act").GetString() == "identity.sign-in");
        Assert.DoesNotContain("identity.account-created", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_narrowed_to_what_the_people_of_a_district_did_within_what_the_reader_may_see()
    {
        await using var city = await City.Start();
        var trail = city.Services.GetRequiredService<IAuditTrail>();
        foreach (var organisation in (string[])["500103-ga", "500103001", "500112-ga", "500000-ga"])
        {
            await trail.Durable(new AuditEntry("serving.read-rows", "somebody", organisation));
        }

        await trail.Durable(new AuditEntry("serving.read-rows", "somebody"));
        using var auditor = await city.SignedIn("auditor");
        using var district = await city.Appointed("sjy", "500103-dsj", "auditor");

        async Task<string> Of(HttpClient reader, string code) => string.Join(' ', (await reader.GetFromJsonAsync<JsonElement>($"/api/v1/audit?act=serving.read-rows&district={code}"))
            .GetProperty("items").EnumerateArray().Select(r => r.TryGetProperty("organisation", out var organisation) ? organisation.GetString() ?? "none" : "none"));

        Assert.Equal("none 500000-ga 500112-ga 500103001 500103-ga", await Of(auditor, ""));
        Assert.Equal("500000-ga 500112-ga 500103001 500103-ga", await Of(auditor, "500000"));
        Assert.Equal("500103001 500103-ga", await Of(auditor, "500103"));
        Assert.Equal("500103-ga 500103001", await Of(auditor, "500103&sort=time&order=asc"));
        Assert.Equal("500103-ga", await Of(auditor, "500103-ga"));
        Assert.Equal("500103001 500103-ga", await Of(district, "500000"));
        Assert.Equal("", await Of(district, "500112"));
        Assert.Equal(3, (await auditor.GetStringAsync("/api/v1/audit/export?act=serving.read-rows&district=500103")).TrimEnd().Split("\r\n").Length);
        Assert.Equal("act=serving.read-rows, district=500103", (await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit?act=audit.exported")).GetProperty("items")[0].GetProperty("detail").GetString());
        foreach (var address in (string[])["/api/v1/audit?district=999999", "/api/v1/audit/export?district=999999"])
        {
            using var answer = await auditor.GetAsync(address);
            Assert.Equal("hub.unknown-organisation", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task is_read_exported_and_verified_by_the_auditor_alone()
    {
        await using var city = await City.Start();
        using var auditor = await city.SignedIn("auditor");
        using var admin = await city.SignedIn("admin");

        var page = await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit?act=identity.&limit=2");
        var csv = await auditor.GetStringAsync("/api/v1/audit/export?act=identity.account-created");
        var verdict = await (await auditor.PostAsync("/api/v1/audit/verify", null)).Content.ReadFromJsonAsync<JsonElement>();
        var seen = await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit?act=audit.&limit=10");

        Assert.Equal(2, page.GetProperty("items").GetArrayLength());
        Assert.Equal(7, csv.TrimEnd().Split("\r\n").Length);
        Assert.True(verdict.GetProperty("intact").GetBoolean());
        Assert.Equal(["audit.viewed", "audit.verified", "audit.exported", "audit.viewed"], seen.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("act").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync("/api/v1/audit")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.GetAsync("/api/v1/audit?cursor=nonsense")).StatusCode);
    }

    [Fact]
    public async Task is_filtered_by_what_people_know_a_user_name_and_a_code_as_it_stands_in_addresses()
    {
        await using var city = await City.Start();
        using var auditor = await city.SignedIn("auditor");
        await city.Services.GetRequiredService<IAuditTrail>().Durable(new AuditEntry("serving.read-rows", "somebody", Resource: "306001/000001"));

        async Task<string?[]> Acts(string query) =>
            [.. (await auditor.GetFromJsonAsync<JsonElement>("/api/v1/audit?" + query)).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("act").GetString())];

        Assert.Equal(["serving.read-rows"], await Acts("resource=306001-000001"));
        Assert.Equal(["serving.read-rows"], await Acts("resource=306001/000001"));
        Assert.Equal(["identity.sign-in"], await Acts("who=Auditor&act=identity."));
        Assert.Empty(await Acts("who=nobody"));
    }

    [Theory, InlineData("=1+1", "'=1+1"), InlineData("a,b", "\"a,b\""), InlineData("@x", "'@x"), InlineData("a\"b", "\"a\"\"b\""), InlineData(null, "")]
    public void leaves_no_formula_in_an_exported_cell(string? text, string expected) => Assert.Equal(expected, Kernel.CsvSheet.Cell(text));
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_second_factor
{
    [Fact]
    public async Task is_asked_for_after_the_right_password_which_alone_opens_nothing()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();

        var asked = await Password(city, other);
        Assert.Equal((HttpStatusCode.Unauthorized, "identity.second-factor-asked"), asked);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/v1/second-factor")).StatusCode);

        Assert.Equal((HttpStatusCode.OK, null), await Second(other, phone.Code()));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task is_never_asked_of_somebody_who_did_not_give_the_password()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var stranger = city.Stranger();

        Assert.Equal((HttpStatusCode.Unauthorized, "identity.sign-in-refused"), await Password(city, stranger, password: "nonsense"));
        Assert.Equal((HttpStatusCode.Unauthorized, "identity.second-step-over"), await Second(stranger, phone.Code()));
    }

    [Fact]
    public async Task takes_a_code_once()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var first = city.Stranger();
        using var second = city.Stranger();
        await Password(city, first);
        await Password(city, second);
        var code = phone.Code();

        Assert.Equal(HttpStatusCode.OK, (await Second(first, code)).Status);
        Assert.Equal((HttpStatusCode.Unauthorized, "identity.code-refused"), await Second(second, code));
    }

    [Fact]
    public async Task takes_a_code_once_of_those_who_send_it_at_the_same_time()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        var thieves = Enumerable.Range(0, 4).Select(_ => city.Stranger()).ToList();
        foreach (var thief in thieves)
        {
            await Password(city, thief);
        }

        var code = phone.Code();
        var answers = await Task.WhenAll(thieves.Select(thief => Second(thief, code)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task does_not_take_the_code_that_confirmed_the_app()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();
        await Password(city, other);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Second(other, phone.Code(aheadSeconds: -30))).Status);
    }

    [Theory]
    [InlineData(30, HttpStatusCode.OK)]
    [InlineData(90, HttpStatusCode.Unauthorized)]
    public async Task allows_for_a_phone_whose_clock_is_half_a_minute_ahead_not_more(int aheadSeconds, HttpStatusCode expected)
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();
        await Password(city, other);

        Assert.Equal(expected, (await Second(other, phone.Code(aheadSeconds))).Status);
    }

    [Fact]
    public async Task locks_the_account_after_five_wrong_codes_and_the_right_password_in_between_forgives_none()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var guesser = city.Stranger();
        for (var i = 0; i < 5; i++)
        {
            await Password(city, guesser);
            Assert.Equal((HttpStatusCode.Unauthorized, "identity.code-refused"), await Second(guesser, Wrong(phone)));
        }

        Assert.Equal((HttpStatusCode.Unauthorized, "identity.code-refused"), await Second(guesser, phone.Code()));
        Assert.Equal((HttpStatusCode.Unauthorized, "identity.sign-in-refused"), await Password(city, guesser));
        city.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal((HttpStatusCode.Unauthorized, "identity.second-factor-asked"), await Password(city, guesser));
        Assert.Equal(HttpStatusCode.OK, (await Second(guesser, phone.Code())).Status);
    }

    [Fact]
    public async Task must_follow_the_password_within_five_minutes()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();
        await Password(city, other);

        city.Clock.Advance(PendingStep.Life);

        Assert.Equal((HttpStatusCode.Unauthorized, "identity.second-step-over"), await Second(other, phone.Code()));
    }

    [Fact]
    public async Task is_not_taken_after_the_password_was_changed()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var thief = city.Stranger();
        await Password(city, thief);

        using var changed = await browser.PostAsJsonAsync("/api/v1/password", new { current = city.Passwords["steward"], next = "mountain city 2026" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);

        Assert.Equal((HttpStatusCode.Unauthorized, "identity.second-step-over"), await Second(thief, phone.Code()));
    }

    [Fact]
    public async Task of_one_account_does_not_open_another()
    {
        await using var city = await City.Start();
        using var steward = await city.SignedIn("steward");
        using var clerk = await city.SignedIn("operator");
        var phone = await Phone.AddedTo(city, steward);
        var others = await Phone.AddedTo(city, clerk);
        using var thief = city.Stranger();
        await Password(city, thief, "operator");

        Assert.Equal(HttpStatusCode.Unauthorized, (await Second(thief, phone.Code())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Second(thief, phone.RecoveryCodes[0])).Status);
        Assert.Equal(HttpStatusCode.OK, (await Second(thief, others.Code())).Status);
    }

    [Fact]
    public async Task opens_nothing_with_a_sealed_key_that_was_copied_from_another_account()
    {
        await using var city = await City.Start();
        using var steward = await city.SignedIn("steward");
        using var clerk = await city.SignedIn("operator");
        var phone = await Phone.AddedTo(city, steward);
        await Phone.AddedTo(city, clerk);
        await using (var db = await Db(city))
        {
            var rows = await db.Set<AuthenticatorRow>().ToListAsync();
            var mine = rows.Single(r => r.AccountId == AccountOf(city, "steward"));
            rows.Single(r => r != mine).SealedKey = mine.SealedKey;
            await db.SaveChangesAsync();
        }

        using var thief = city.Stranger();
        await Password(city, thief, "operator");

        Assert.Equal((HttpStatusCode.Unauthorized, "identity.code-refused"), await Second(thief, phone.Code()));
    }

    [Fact]
    public async Task is_replaced_once_by_each_recovery_code()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();
        await Password(city, other);
        Assert.Equal(HttpStatusCode.OK, (await Second(other, phone.RecoveryCodes[0].ToUpperInvariant())).Status);

        using var again = city.Stranger();
        await Password(city, again);

        Assert.Equal((HttpStatusCode.Unauthorized, "identity.code-refused"), await Second(again, phone.RecoveryCodes[0]));
        Assert.Equal(HttpStatusCode.OK, (await Second(again, phone.RecoveryCodes[1])).Status);
        Assert.Equal(8, (await other.GetFromJsonAsync<JsonElement>("/api/v1/second-factor")).GetProperty("recoveryCodesLeft").GetInt32());
    }

    [Fact]
    public async Task is_no_longer_replaced_by_recovery_codes_once_new_ones_were_made()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var made = await browser.PostAsync("/api/v1/second-factor/recovery-codes", null);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        using var other = city.Stranger();
        await Password(city, other);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Second(other, phone.RecoveryCodes[0])).Status);
    }

    [Fact]
    public async Task is_kept_sealed_and_recovery_codes_hashed()
    {
        var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        var account = AccountOf(city, "steward");
        await city.DisposeAsync();

        var texts = Directory.EnumerateFiles(city.Folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, file => File.ReadAllText(file, System.Text.Encoding.Latin1));
        List<string> Holding(string text) => [.. texts.Where(t => t.Value.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(t => t.Key)];

        Assert.NotEmpty(Holding(RecoveryCodes.HashOf(account, phone.RecoveryCodes[0]))); // a search that finds nothing guards nothing
        Assert.Empty(Holding(phone.Key));
        Assert.Empty(phone.RecoveryCodes.SelectMany(Holding));
    }

    [Fact]
    public async Task ends_the_sessions_that_were_begun_without_it_but_not_the_one_that_adds_it()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        using var elsewhere = await city.SignedIn("steward");

        await Phone.AddedTo(city, browser);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await elsewhere.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task is_changed_only_shortly_after_signing_in_and_never_by_a_token()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        using var token = await TokenOf(city, browser);
        using var byToken = await token.PostAsync("/api/v1/second-factor/app", null);
        Assert.Equal("identity.only-in-the-browser", await CodeOf(byToken));

        city.Clock.Advance(TimeSpan.FromMinutes(16));

        foreach (var (method, path) in new[] { ("POST", "/app"), ("DELETE", "/app"), ("POST", "/recovery-codes"), ("POST", "/passkeys/options"), ("DELETE", "/passkeys/1") })
        {
            using var request = new HttpRequestMessage(new(method), $"/api/v1/second-factor{path}");
            using var answer = await browser.SendAsync(request);
            Assert.Equal("identity.sign-in-again", await CodeOf(answer));
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/second-factor")).StatusCode);
    }

    [Fact]
    public async Task may_not_be_changed_longer_by_changing_the_password()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        city.Clock.Advance(TimeSpan.FromMinutes(16));
        using var changed = await browser.PostAsJsonAsync("/api/v1/password", new { current = city.Passwords["steward"], next = "mountain city 2026" });

        using var answer = await browser.PostAsync("/api/v1/second-factor/app", null);

        Assert.Equal("identity.sign-in-again", await CodeOf(answer));
    }

    [Fact]
    public async Task of_one_account_is_not_added_to_another_by_its_ticket()
    {
        await using var city = await City.Start();
        using var steward = await city.SignedIn("steward");
        using var clerk = await city.SignedIn("operator");
        using var begun = await steward.PostAsync("/api/v1/second-factor/app", null);
        var app = await begun.Content.ReadFromJsonAsync<JsonElement>();

        using var swapped = await clerk.PostAsJsonAsync("/api/v1/second-factor/app/confirm",
            new { ticket = app.GetProperty("ticket").GetString(), code = Phone.CodeOf(city, app.GetProperty("key").GetString()!) });

        Assert.Equal("identity.adding-over", await CodeOf(swapped));
    }

    [Fact]
    public async Task is_not_kept_before_a_code_confirms_it()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        using var begun = await browser.PostAsync("/api/v1/second-factor/app", null);
        var app = await begun.Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("<svg", app.GetProperty("picture").GetString(), StringComparison.Ordinal);
        using var refused = await browser.PostAsJsonAsync("/api/v1/second-factor/app/confirm", new { ticket = app.GetProperty("ticket").GetString(), code = "000000" });

        Assert.Equal("identity.first-code-wrong", await CodeOf(refused));
        Assert.Equal(HttpStatusCode.OK, (await Password(city, city.Stranger())).Status);
    }

    [Fact]
    public async Task that_is_put_in_place_of_another_ends_the_other()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var old = await Phone.AddedTo(city, browser);
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();
        await Password(city, other);

        Assert.Empty(phone.RecoveryCodes);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Second(other, old.Code())).Status);
        Assert.Equal(HttpStatusCode.OK, (await Second(other, phone.Code())).Status);
    }

    [Fact]
    public async Task that_is_removed_is_asked_for_no_more_and_takes_the_recovery_codes_with_it()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        await Phone.AddedTo(city, browser);

        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/v1/second-factor/app")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await Password(city, city.Stranger())).Status);
        Assert.Equal(0, (await browser.GetFromJsonAsync<JsonElement>("/api/v1/second-factor")).GetProperty("recoveryCodesLeft").GetInt32());
        Assert.Equal("identity.no-authenticator-app", await CodeOf(await browser.DeleteAsync("/api/v1/second-factor/app")));
    }

    [Fact]
    public async Task goes_on_over_a_restart()
    {
        var before = await City.Start();
        using var browser = await before.SignedIn("steward");
        var phone = await Phone.AddedTo(before, browser);
        await before.DisposeAsync();

        await using var city = await City.Start(before.Folder);
        city.Clock.Advance(TimeSpan.FromMinutes(5));
        using var other = city.Stranger();
        using var password = await other.PostAsJsonAsync("/api/v1/session", new { userName = "steward", password = before.Passwords["steward"] });
        Assert.Equal("identity.second-factor-asked", await CodeOf(password));

        Assert.Equal(HttpStatusCode.OK, (await Second(other, Phone.CodeOf(city, phone.Key))).Status);
    }

    [Fact]
    public async Task stands_in_the_trail_where_it_was_added_used_and_removed()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, browser);
        using var other = city.Stranger();
        await Password(city, other);
        await Second(other, Wrong(phone));
        await Second(other, phone.RecoveryCodes[0]);
        await browser.DeleteAsync("/api/v1/second-factor/app");

        await using var db = await Db(city);
        var entries = await db.AuditOutbox.Select(r => r.Entry).ToListAsync();
        using var auditor = await city.SignedIn("auditor");
        var trail = string.Join('\n', entries) + await auditor.GetStringAsync("/api/v1/audit?limit=100");

        foreach (var act in new[] { "identity.factor-added", "identity.second-factor-asked", "wrong second factor", "identity.recovery-code-used", "identity.factor-removed", "pwd otp mfa" })
        {
            Assert.Contains(act, trail, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(phone.RecoveryCodes[0], trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task leaves_tokens_of_the_account_as_they_are()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        using var token = await TokenOf(city, browser);

        await Phone.AddedTo(city, browser);

        Assert.Equal(HttpStatusCode.OK, (await token.GetAsync("/api/v1/session")).StatusCode);
    }

    private static string Wrong(Phone phone) => phone.Code() == "000000" ? "000001" : "000000";

    internal static async Task<(HttpStatusCode Status, string? Code)> Password(City city, HttpClient browser, string userName = "steward", string? password = null)
    {
        using var answer = await browser.PostAsJsonAsync("/api/v1/session", new { userName, password = password ?? city.Passwords[userName] });
        return (answer.StatusCode, await CodeOf(answer));
    }

    internal static async Task<(HttpStatusCode Status, string? Code)> Second(HttpClient browser, string code)
    {
        using var answer = await browser.PostAsJsonAsync("/api/v1/session/second-factor", new { code });
        return (answer.StatusCode, await CodeOf(answer));
    }

    internal static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    internal static async Task<HttpClient> TokenOf(City city, HttpClient browser)
    {
        using var made = await browser.PostAsJsonAsync("/api/v1/tokens", new { name = "夜间对账" });
        var client = city.Stranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        return client;
    }

    private static string AccountOf(City city, string userName)
    {
        using var db = city.Services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContext();
        return db.Set<CityHub.ServicePlatform.Identity.Accounts.Account>().Single(a => a.UserName == userName).Id;
    }

    private static Task<RecordsDb> Db(City city) => city.Services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
}

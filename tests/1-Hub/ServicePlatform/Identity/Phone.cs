using System.Net.Http.Json;
using System.Text.Json;
using OtpNet;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>A phone with an authenticator app that was added to an account; its clock is the city's, or differs from it.</summary>
internal sealed class Phone(City city, string key, IReadOnlyList<string> recoveryCodes)
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    public string Key => key;

    public IReadOnlyList<string> RecoveryCodes => recoveryCodes;

    /// <summary>What the app shows now.</summary>
    /// <param name="aheadSeconds">How much the phone's clock is ahead.</param>
    public string Code(int aheadSeconds = 0) => CodeOf(city, key, aheadSeconds);

    public static string CodeOf(City city, string key, int aheadSeconds = 0) =>
        new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(city.Clock.GetUtcNow().UtcDateTime.AddSeconds(aheadSeconds));

    /// <summary>Adds the app in a browser that just signed in, and lets the first code pass.</summary>
    public static async Task<Phone> AddedTo(City city, HttpClient browser)
    {
        using var begun = await browser.PostAsJsonAsync("/api/v1/second-factor/app", Nothing);
        var app = await begun.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(begun.IsSuccessStatusCode, app.ToString());
        var key = app.GetProperty("key").GetString()!;
        using var confirmed = await browser.PostAsJsonAsync("/api/v1/second-factor/app/confirm", new { ticket = app.GetProperty("ticket").GetString(), code = CodeOf(city, key) });
        var added = await confirmed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(confirmed.IsSuccessStatusCode, added.ToString());
        city.Clock.Advance(TimeSpan.FromSeconds(30));
        return new Phone(city, key, [.. Codes(added)]);
    }

    private static IEnumerable<string> Codes(JsonElement added) =>
        added.TryGetProperty("recoveryCodes", out var codes) && codes.ValueKind == JsonValueKind.Array ? codes.EnumerateArray().Select(c => c.GetString()!) : [];
}

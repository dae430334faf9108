using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>
/// Somebody gave the right password and owes the second step: a sealed cookie that opens nothing. It names the account and its security stamp,
/// so a new password ends it.
/// </summary>
internal sealed class PendingStep(Seals seals, Callers callers)
{
    public const string Cookie = "cityhub.second";
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public void Begin(HttpContext http, Account account) =>
        http.Response.Cookies.Append(Cookie, seals.Seal(new PasswordGiven(account.Id, account.SecurityStamp ?? ""), Life), Options(http));

    /// <summary>Whose step it is; null when there is none, or it is over.</summary>
    public async ValueTask<Standing?> Of(HttpContext http) =>
        seals.Open<PasswordGiven>(http.Request.Cookies[Cookie]) is { } given
        && await callers.Of(given.AccountId) is { Disabled: false } standing && standing.Stamp == given.Stamp ? standing : null;

    public static void End(HttpContext http)
    {
        if (http.Request.Cookies.ContainsKey(Cookie))
        {
            http.Response.Cookies.Delete(Cookie, Options(http));
        }
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/",
    };

    private sealed record PasswordGiven(string AccountId, string Stamp);
}

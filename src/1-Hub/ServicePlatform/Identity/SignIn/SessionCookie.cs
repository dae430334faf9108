using System.Globalization;
using System.Security.Claims;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Sessions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>The session of a person in the browser: an encrypted cookie that names account, security stamp and session, nothing else.</summary>
internal static class SessionCookie
{
    public const string Scheme = "Session";
    public const string Stamp = "stamp";
    private const string SessionId = "sid";
    private const string BegunAtSeconds = "auth_time";
    private const string ProofWays = "amr";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "cityhub.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Secure whenever the page came over TLS; the first start on a laptop is plain HTTP.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = ActiveSessions.Idle;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = async context =>
        {
            var callers = context.HttpContext.RequestServices.GetRequiredService<ICallers>();
            if (context.Principal is null || !(await callers.Of(context.Principal)).SignedIn)
            {
                context.RejectPrincipal();
            }
        };
    }

    public static ClaimsPrincipal PrincipalOf(Account account, SessionRow session, string ways, DateTimeOffset provedAtUtc) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.Id),
            new(ClaimTypes.Name, account.DisplayName),
            new(Stamp, account.SecurityStamp ?? ""),
            new(SessionId, session.Id),
            new(BegunAtSeconds, provedAtUtc.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new(ProofWays, ways),
        ],
        Scheme));

    /// <summary>Id of the session that the principal comes from; null when it comes from none.</summary>
    public static string? IdOf(ClaimsPrincipal principal) => Of(principal, SessionId);

    /// <summary>When the person signed in; null when the principal comes from no session.</summary>
    public static DateTimeOffset? BegunAt(ClaimsPrincipal principal) =>
        long.TryParse(Of(principal, BegunAtSeconds), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>How the person proved who it is, see <see cref="SecondFactor.ProofWays"/>; null when the principal comes from no session, or from one begun before this was kept.</summary>
    public static string? WaysOf(ClaimsPrincipal principal) => Of(principal, ProofWays);

    private static string? Of(ClaimsPrincipal principal, string claim) =>
        principal.Identity is ClaimsIdentity { AuthenticationType: Scheme } identity ? identity.FindFirst(claim)?.Value : null;
}

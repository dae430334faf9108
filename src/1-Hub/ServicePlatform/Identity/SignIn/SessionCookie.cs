using System.Security.Claims;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>The session of a person in the browser: an encrypted cookie that names account and security stamp, nothing else.</summary>
internal static class SessionCookie
{
    public const string Scheme = "Session";
    public const string Stamp = "stamp";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "cityhub.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Secure whenever the page came over TLS; the first start on a laptop is plain HTTP.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(8);
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

    public static ClaimsPrincipal PrincipalOf(Account account) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, account.Id),
            new(ClaimTypes.Name, account.DisplayName),
            new(Stamp, account.SecurityStamp ?? ""),
        ],
        Scheme));
}

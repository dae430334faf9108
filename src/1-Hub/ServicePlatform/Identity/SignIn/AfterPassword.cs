using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.Web;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>Where a person is led while signing in and behind it.</summary>
internal static class AfterPassword
{
    public const string Desk = "/console";

    public static string SecondStep(string? returnUrl) => With("/sign-in/second", returnUrl);

    /// <summary>To the page that was asked for; an account that has something to mend first, to its own page.</summary>
    public static async Task<string> Entered(Callers callers, Account account, string? returnUrl) =>
        await callers.Of(account.Id) is { Caller.Hindrance: not null } ? With("/account", returnUrl) : LocalPath.Or(returnUrl, Desk);

    private static string With(string path, string? returnUrl) => returnUrl is null ? path : $"{path}?returnUrl={Uri.EscapeDataString(LocalPath.Or(returnUrl, Desk))}";
}

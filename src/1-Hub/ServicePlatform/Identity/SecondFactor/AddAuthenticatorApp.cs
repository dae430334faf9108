using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>A key for an authenticator app. Nothing is kept of it until a code confirms that the app holds it.</summary>
/// <param name="Key">Base 32.</param>
/// <param name="Address">The same as an <c>otpauth:</c> address.</param>
/// <param name="Picture">The address as a QR code, SVG.</param>
/// <param name="Ticket">To be sent back with the first code, within 15 minutes.</param>
internal sealed record NewAuthenticatorApp(string Key, string Address, string Picture, string Ticket);

internal sealed record ConfirmAuthenticatorApp(string? Ticket, string? Code);

/// <summary>A person adds an authenticator app, or puts a new phone in the place of the old one.</summary>
internal sealed class AddAuthenticatorApp(OwnFactors own, Seals seals, IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly Words Issuer = new("城枢", "CityHub");

    public Task<Outcome<NewAuthenticatorApp>> Begin(HttpContext http, Caller caller) => own.Change<NewAuthenticatorApp>(http, caller, (_, account) =>
        Task.FromResult<Outcome<NewAuthenticatorApp>>(Shown(account, AuthenticatorKey.Make(), RequestLanguage.Of(http))));

    public Task<Outcome<FactorAdded>> Confirm(HttpContext http, Caller caller, ConfirmAuthenticatorApp request) => own.Change<FactorAdded>(http, caller, async (manager, account) =>
    {
        if (seals.Open<AppBegun>(request.Ticket) is not { } begun || begun.AccountId != account.Id)
        {
            return SecondFactorFaults.AddingOver;
        }

        var code = string.Concat((request.Code ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (AuthenticatorCode.Accept(AuthenticatorKey.Bytes(begun.Key), code, clock.GetUtcNow(), lastStep: 0) is not { } step)
        {
            return SecondFactorFaults.FirstCodeWrong;
        }

        var sealedKey = AuthenticatorKey.Seal(protection, account.Id, begun.Key);
        if (await manager.Db.Set<AuthenticatorRow>().SingleOrDefaultAsync(a => a.AccountId == account.Id) is { } app)
        {
            (app.SealedKey, app.AddedAtUtc, app.LastUsedAtUtc, app.LastStep) = (sealedKey, clock.GetUtcNow(), null, step);
        }
        else
        {
            manager.Db.Add(new AuthenticatorRow { AccountId = account.Id, SealedKey = sealedKey, AddedAtUtc = clock.GetUtcNow(), LastStep = step });
        }

        return await own.Added(http, caller, manager, account, "authenticator app", ProofWays.PasswordAndCode);
    });

    /// <summary>The same key once more, for whoever mistyped the code; null when the ticket is over or another's.</summary>
    public NewAuthenticatorApp? Again(HttpContext http, Caller caller, string userName, string? ticket) =>
        seals.Open<AppBegun>(ticket) is { } begun && begun.AccountId == caller.AccountId ? Shown(begun.Key, userName, RequestLanguage.Of(http), ticket!) : null;

    private NewAuthenticatorApp Shown(Account account, string key, Language language) => Shown(key, account.UserName!, language, seals.Seal(new AppBegun(account.Id, key), OwnFactors.Fresh));

    private static NewAuthenticatorApp Shown(string key, string userName, Language language, string ticket)
    {
        var address = AuthenticatorCode.AddressOf(AuthenticatorKey.Bytes(key), Issuer.In(language), userName);
        return new(key, address, AuthenticatorKey.Picture(address), ticket);
    }

    private sealed record AppBegun(string AccountId, string Key);
}

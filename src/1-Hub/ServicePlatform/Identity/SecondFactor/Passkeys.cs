using System.Buffers.Text;
using System.Collections.Concurrent;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>What a browser needs to ask a device for a passkey.</summary>
/// <param name="Options">JSON for <c>navigator.credentials</c> (WebAuthn Level 3, 5.4 and 5.5).</param>
/// <param name="State">To be sent back with the device's answer, within 5 minutes, once.</param>
internal sealed record PasskeyAsked(string Options, string State);

/// <param name="State">As it was given with the options.</param>
/// <param name="Credential">The device's answer, JSON (<c>PublicKeyCredential.toJSON</c>).</param>
internal sealed record PasskeyAnswer(string? State, string? Credential);

/// <param name="Name">What its owner calls it; null for browser and system.</param>
internal sealed record AddPasskey(string? Name, string? State, string? Credential);

/// <summary>
/// Passkeys (通行密钥, WebAuthn) with ASP.NET Core Identity's handler, which checks signature, origin and that the person was verified by PIN,
/// finger or face. So a passkey alone counts as both factors.
/// </summary>
internal sealed class Passkeys(
    IServiceScopeFactory scopes, OwnFactors own, PendingStep pending, Seals seals, SignInDesk desk, SignInTurns turns, IOptions<IdentityPasskeyOptions> options, TimeProvider clock)
{
    private const int Most = 10;
    private const int LongestName = 64;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    // Challenges that have served: an answer that somebody copied on its way opens nothing a second time. One process owns the data folder.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _served = new(StringComparer.Ordinal);
    private long _sweepTicks;

    public static string IdOf(PasskeyRow row) => Base64Url.EncodeToString(row.CredentialId);

    /// <summary>Where a passkey may be made and used: on a page of this hub, by its own name. WebAuthn knows no addresses of numbers.</summary>
    public static void Configure(IdentityPasskeyOptions options)
    {
        options.UserVerificationRequirement = "required";
        // Without it the device keeps no account, and signing in without a user name finds none.
        options.ResidentKeyRequirement = "required";
        options.AuthenticatorTimeout = Life;
        options.ValidateOrigin = context => ValueTask.FromResult(IsOwn(context.Origin, context.CrossOrigin, context.HttpContext.Request.Host));
    }

    /// <summary>Whether browsers make passkeys for the name by which the hub was asked.</summary>
    public static bool Work(HttpContext http) => Uri.CheckHostName(http.Request.Host.Host.Trim('[', ']')) == UriHostNameType.Dns;

    /// <summary>TLS may end at a proxy before the hub, so the scheme is what the browser says; it makes passkeys on safe origins only.</summary>
    internal static bool IsOwn(string origin, bool crossOrigin, HostString host) =>
        !crossOrigin && Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IdnHost == host.Host && (host.Port ?? uri.Port) == uri.Port
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    public Task<Outcome<PasskeyAsked>> BeginAdding(HttpContext http, Caller caller) => own.Change<PasskeyAsked>(http, caller, async (manager, account) =>
    {
        if (await manager.Db.Set<PasskeyRow>().CountAsync(p => p.UserId == account.Id) >= Most)
        {
            return SecondFactorFaults.PasskeysFull(Most);
        }

        var made = await Handler(manager).MakeCreationOptionsAsync(new() { Id = account.Id, Name = account.UserName!, DisplayName = account.DisplayName }, http);
        return new PasskeyAsked(made.CreationOptionsJson, seals.Seal(new AddingBegun(account.Id, made.AttestationState ?? ""), Life));
    });

    public Task<Outcome<FactorAdded>> Add(HttpContext http, Caller caller, AddPasskey request) => own.Change<FactorAdded>(http, caller, async (manager, account) =>
    {
        if (seals.Open<AddingBegun>(request.State) is not { } begun || begun.AccountId != account.Id || !Once(request.State!))
        {
            return SecondFactorFaults.PasskeyUnfit;
        }

        var answer = await Handler(manager).PerformAttestationAsync(new() { HttpContext = http, CredentialJson = request.Credential ?? "", AttestationState = begun.State });
        if (!answer.Succeeded || await manager.FindByPasskeyIdAsync(answer.Passkey.CredentialId) is not null)
        {
            return SecondFactorFaults.PasskeyUnfit;
        }

        var name = request.Name?.Trim();
        answer.Passkey.Name = Shortened.To(string.IsNullOrEmpty(name) ? DeviceWords.Of(http.Request.Headers.UserAgent.ToString()) : name, LongestName);
        manager.Db.Add(manager.RowOf(account, answer.Passkey));
        return await own.Added(http, caller, manager, account, "passkey", ProofWays.Passkey(afterPassword: true, answer.Passkey.IsBackupEligible));
    });

    /// <summary>Asks for a passkey to sign in: of the account whose password was given, or of whichever account the device holds one for.</summary>
    public async Task<PasskeyAsked> BeginSigningIn(HttpContext http)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        var owed = await pending.Of(http);
        var account = owed is null ? null : await manager.FindByIdAsync(owed.Caller.AccountId);
        var made = await Handler(manager).MakeRequestOptionsAsync(account, http);
        return new PasskeyAsked(made.RequestOptionsJson, seals.Seal(new SigningInBegun(account?.Id, made.AssertionState ?? ""), Life));
    }

    public async Task<Outcome<Entered>> SignIn(HttpContext http, PasskeyAnswer answer)
    {
        var owed = await pending.Of(http);
        if (seals.Open<SigningInBegun>(answer.State) is not { } begun || !Once(answer.State!) || (begun.AccountId is not null && begun.AccountId != owed?.Caller.AccountId))
        {
            return SecondFactorFaults.PasskeyRefused;
        }

        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        var result = await Handler(manager).PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer.Credential ?? "", AssertionState = begun.State });
        var userName = result.Succeeded ? result.User.UserName! : owed?.UserName ?? "";
        var outcome = await turns.Take(userName, () => Enter(result, begun.AccountId), http.RequestAborted);
        if (outcome.Succeeded)
        {
            PendingStep.End(http);
        }

        return outcome;
    }

    private async Task<Outcome<Entered>> Enter(PasskeyAssertionResult<Account> result, string? afterPassword)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        var account = (result.Succeeded ? result.User.Id : afterPassword) is { } id ? await manager.FindByIdAsync(id) : null;
        if (account is null || !result.Succeeded || await manager.Db.Set<PasskeyRow>().FindAsync(result.Passkey.CredentialId) is not { } row)
        {
            return await Refuse(manager, account?.Id ?? "", "wrong passkey", account);
        }

        if (await SignInDesk.Shut(manager, account) is { } why)
        {
            return await Refuse(manager, account.Id, why, null);
        }

        // Only these change by use; the device counts, so that a copy of it shows.
        (row.Data.SignCount, row.Data.IsBackedUp, row.LastUsedAtUtc) = (result.Passkey.SignCount, result.Passkey.IsBackedUp, clock.GetUtcNow());
        var ways = ProofWays.Passkey(afterPassword is not null, result.Passkey.IsBackupEligible);
        await desk.Enter(manager, account, ways);
        return new Entered(account, ways);
    }

    private async Task<Outcome<Entered>> Refuse(AccountManager manager, string accountId, string why, Account? failed) =>
        await desk.Refuse(manager, new AuditEntry("identity.sign-in-refused", accountId, Detail: why), failed, SecondFactorFaults.PasskeyRefused);

    private bool Once(string state)
    {
        var now = clock.GetUtcNow();
        if (now.UtcTicks >= Interlocked.Read(ref _sweepTicks))
        {
            Interlocked.Exchange(ref _sweepTicks, (now + Life).UtcTicks);
            foreach (var over in _served.Where(s => s.Value <= now))
            {
                _served.TryRemove(over.Key, out _);
            }
        }

        return _served.TryAdd(state, now + Life);
    }

    private PasskeyHandler<Account> Handler(AccountManager manager) => new(manager, options);

    private sealed record AddingBegun(string AccountId, string State);

    private sealed record SigningInBegun(string? AccountId, string State);
}

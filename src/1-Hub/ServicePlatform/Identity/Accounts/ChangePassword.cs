using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.Accounts;

internal sealed record ChangePasswordRequest(string? Current, string? Next);

/// <summary>A person sets an own password. All other sessions of the account end; this one goes on.</summary>
internal sealed class ChangePassword(IServiceScopeFactory scopes, SessionDesk sessions, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/password", Handle)
        .RequireAuthorization().WithTags("session").WithSummary("Changes the own password; ends the account's other sessions");

    public async Task<Outcome<Account>> Change(Caller caller, ChangePasswordRequest request)
    {
        if (caller.Application is not null)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        var account = await manager.FindByIdAsync(caller.AccountId) ?? throw new InvalidOperationException("The session's account is gone.");
        if (await manager.IsLockedOutAsync(account) || !await manager.CheckPasswordAsync(account, request.Current ?? ""))
        {
            manager.Db.Note(AuditEntry.By(caller, "identity.password-refused", account.Id), clock);
            await manager.AccessFailedAsync(account);
            return IdentityFaults.PasswordWrong;
        }

        var next = request.Next ?? "";
        if (next == request.Current)
        {
            return IdentityFaults.PasswordSame;
        }

        foreach (var validator in manager.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(manager, account, next)).Succeeded)
            {
                return IdentityFaults.PasswordWeak;
            }
        }

        account.PasswordHash = manager.PasswordHasher.HashPassword(account, next);
        (account.MustChangePassword, account.AccessFailedCount) = (false, 0);
        manager.Db.Note(AuditEntry.By(caller, "identity.password-changed", account.Id), clock);
        await manager.UpdateSecurityStampAsync(account);
        await sessions.EndAll(account.Id);
        return account;
    }

    private static async Task<IResult> Handle(ChangePasswordRequest request, HttpContext context, Caller caller, ChangePassword feature, SessionDesk sessions)
    {
        if (!(await feature.Change(caller, request)).Try(out var account, out var fault))
        {
            return fault.ToProblem();
        }

        await sessions.GoOn(context, account);
        return TypedResults.NoContent();
    }
}

using System.Linq.Expressions;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Tokens;

/// <param name="User">Whose token; only the command line on the same machine may name somebody.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Days">Life, d.</param>
/// <param name="Permissions">Limits it; null for all that the account holds.</param>
internal sealed record MakeToken(string? User, string? Name, int? Days, IReadOnlyList<string>? Permissions);

/// <summary>A new token. Its text is shown this once.</summary>
internal sealed record MadeToken(string Id, string Token, string Name, DateTimeOffset ExpiresAt);

/// <param name="User">User name of the account it acts for.</param>
internal sealed record TokenShown(string Id, string Name, IReadOnlyList<string>? Permissions, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string User);

internal sealed record TokenList(IReadOnlyList<TokenShown> Items);

/// <summary>Makes, lists and revokes tokens.</summary>
internal sealed class TokenDesk(IDbContextFactory<RecordsDb> factory, ActiveTokens active, Callers callers, TimeProvider clock)
{
    private const int LongestLifeDays = 366;
    private const int LifeDays = 90;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/tokens").RequireAuthorization().WithTags("tokens");
        group.MapGet("", async (string? user, Caller caller, TokenDesk desk, CancellationToken ct) =>
            (await desk.List(user, caller, ct)).Match<IResult>(items => TypedResults.Ok(new TokenList(items)), fault => fault.ToProblem()))
            .WithSummary("The caller's tokens that are valid; on this machine's command line everybody's, or one user's")
            .WithQuery(new QueryParameter("user", "用户名；只在本机命令行可用 / User name; on this machine's command line only")).Produces<TokenList>();
        group.MapPost("", async (MakeToken request, Caller caller, TokenDesk desk, CancellationToken ct) =>
            (await desk.Make(request, caller, ct)).Match<IResult>(made => TypedResults.Created($"/api/v1/tokens/{made.Id}", made), fault => fault.ToProblem()))
            .WithSummary("Makes a token; its text is answered once");
        group.MapDelete("/{id}", async (string id, Caller caller, TokenDesk desk, CancellationToken ct) =>
            (await desk.Revoke(id, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem())).WithSummary("Revokes a token at once");
    }

    public async Task<Outcome<IReadOnlyList<TokenShown>>> List(string? user, Caller caller, CancellationToken ct)
    {
        var everybodys = caller.Application == LocalSocket.Application;
        if (user is not null && !everybodys)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        await using var db = await factory.CreateDbContextAsync(ct);
        var account = user is null ? null : await Named(user, db, ct);
        if (user is not null && account is null)
        {
            return IdentityFaults.AccountUnknown(user);
        }

        var whose = account?.Id ?? (everybodys ? null : caller.AccountId);
        return await Valid(db, t => whose == null || t.AccountId == whose, ct);
    }

    public async Task<IReadOnlyList<TokenShown>> Own(string accountId, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await Valid(db, t => t.AccountId == accountId, ct);
    }

    private async Task<List<TokenShown>> Valid(RecordsDb db, Expression<Func<TokenRow, bool>> whose, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = await db.Set<TokenRow>().AsNoTracking().Where(whose).Where(t => t.RevokedAtUtc == null && t.ExpiresAtUtc > now).OrderByDescending(t => t.CreatedAtUtc)
            .Join(db.Set<Account>(), t => t.AccountId, a => a.Id, (t, a) => new { Token = t, a.UserName }).ToListAsync(ct);
        return [.. rows.Select(r => new TokenShown(r.Token.Id, r.Token.Name, r.Token.Permissions?.Split(' '), r.Token.CreatedAtUtc, r.Token.ExpiresAtUtc, r.UserName!))];
    }

    private static async Task<Account?> Named(string user, RecordsDb db, CancellationToken ct)
    {
        var name = user.ToUpperInvariant();
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
    }

    public async Task<Outcome<MadeToken>> Make(MakeToken request, Caller caller, CancellationToken ct)
    {
        var days = request.Days ?? LifeDays;
        var name = request.Name?.Trim() ?? "";
        if (name.Length is 0 or > 64)
        {
            return IdentityFaults.TokenNameMissing;
        }

        if (days is < 1 or > LongestLifeDays)
        {
            return IdentityFaults.TokenExpiry;
        }

        await using var db = await factory.CreateDbContextAsync(ct);
        if (!(await OwnerOf(request, caller, db, ct)).Try(out var owner, out var fault))
        {
            return fault;
        }

        if (request.Permissions?.FirstOrDefault(p => !owner.May(p)) is { } tooMuch)
        {
            return IdentityFaults.TokenPermission(tooMuch);
        }

        var text = TokenText.New();
        var row = new TokenRow
        {
            Id = Id.New(), AccountId = owner.AccountId, Name = name, Hash = ActiveTokens.HashOf(text), CreatedAtUtc = clock.GetUtcNow(), ExpiresAtUtc = clock.GetUtcNow().AddDays(days),
            Permissions = request.Permissions is null ? null : string.Join(' ', request.Permissions.Order(StringComparer.Ordinal)),
        };
        db.Add(row);
        db.Note(AuditEntry.By(caller, "identity.token-made", row.Id) with { Detail = $"for {owner.AccountId}, {days} days: {row.Permissions ?? "all permissions"}" }, clock);
        await db.SaveChangesAsync(ct);
        active.Add(row);
        return new MadeToken(row.Id, text, name, row.ExpiresAtUtc);
    }

    public async Task<Outcome<bool>> Revoke(string id, Caller caller, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var everybodys = caller.Application == LocalSocket.Application;
        var row = await db.Set<TokenRow>().SingleOrDefaultAsync(t => t.Id == id && (everybodys || t.AccountId == caller.AccountId) && t.RevokedAtUtc == null, ct);
        if (row is null)
        {
            return IdentityFaults.TokenUnknown;
        }

        if (caller.Application is not null && !everybodys)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        row.RevokedAtUtc = clock.GetUtcNow();
        db.Note(AuditEntry.By(caller, "identity.token-revoked", row.Id), clock);
        await db.SaveChangesAsync(ct);
        active.Remove(row.Hash);
        return true;
    }

    /// <summary>A person makes own tokens; the machine's operator makes them for anybody. A token makes none: it could outlive its own revoking.</summary>
    private async Task<Outcome<Caller>> OwnerOf(MakeToken request, Caller caller, RecordsDb db, CancellationToken ct)
    {
        if (caller.Application is null)
        {
            return request.User is null ? caller : IdentityFaults.OnlyInTheBrowser;
        }

        if (caller.Application != LocalSocket.Application)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        var account = await Named(request.User ?? "", db, ct);
        return account is null ? IdentityFaults.AccountUnknown(request.User ?? "") : (await callers.Of(account.Id))!.Caller;
    }
}

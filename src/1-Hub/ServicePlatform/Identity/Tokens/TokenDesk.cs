using CityHub.Kernel;
using CityHub.Kernel.Audit;
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

internal sealed record TokenShown(string Id, string Name, IReadOnlyList<string>? Permissions, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Makes, lists and revokes tokens.</summary>
internal sealed class TokenDesk(IDbContextFactory<RecordsDb> factory, ActiveTokens active, Callers callers, TimeProvider clock)
{
    private const int LongestLifeDays = 366;
    private const int LifeDays = 90;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/tokens").RequireAuthorization().WithTags("tokens");
        group.MapGet("", async (Caller caller, TokenDesk desk, CancellationToken ct) => TypedResults.Ok(new { items = await desk.Own(caller.AccountId, ct) }))
            .WithSummary("The caller's tokens that are valid");
        group.MapPost("", async (MakeToken request, Caller caller, TokenDesk desk, CancellationToken ct) =>
            (await desk.Make(request, caller, ct)).Match<IResult>(made => TypedResults.Created($"/api/v1/tokens/{made.Id}", made), fault => fault.ToProblem()))
            .WithSummary("Makes a token; its text is answered once");
        group.MapDelete("/{id}", async (string id, Caller caller, TokenDesk desk, CancellationToken ct) =>
            (await desk.Revoke(id, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem())).WithSummary("Revokes a token at once");
    }

    public async Task<IReadOnlyList<TokenShown>> Own(string accountId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(ct);
        var rows = await db.Set<TokenRow>().AsNoTracking()
            .Where(t => t.AccountId == accountId && t.RevokedAtUtc == null && t.ExpiresAtUtc > now).OrderByDescending(t => t.CreatedAtUtc).ToListAsync(ct);
        return [.. rows.Select(t => new TokenShown(t.Id, t.Name, t.Permissions?.Split(' '), t.CreatedAtUtc, t.ExpiresAtUtc))];
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
        var row = await db.Set<TokenRow>().SingleOrDefaultAsync(t => t.Id == id && t.AccountId == caller.AccountId && t.RevokedAtUtc == null, ct);
        if (row is null)
        {
            return IdentityFaults.TokenUnknown;
        }

        if (caller.Application is not null)
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

        var name = (request.User ?? "").ToUpperInvariant();
        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        return account is null ? IdentityFaults.AccountUnknown(request.User ?? "") : (await callers.Of(account.Id))!.Caller;
    }
}

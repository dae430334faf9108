using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Tokens;

/// <summary>
/// All tokens that are neither revoked nor expired, in memory by hash: a request costs a SHA-256 and a look-up, an unknown token the same.
/// </summary>
internal sealed class ActiveTokens(IDbContextFactory<RecordsDb> factory, Callers callers, TimeProvider clock) : IStartUp
{
    private readonly ConcurrentDictionary<string, ActiveToken>.AlternateLookup<ReadOnlySpan<char>> _byHash =
        new ConcurrentDictionary<string, ActiveToken>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public async Task Start(CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(ct);
        await foreach (var row in db.Set<TokenRow>().AsNoTracking().Where(t => t.RevokedAtUtc == null && t.ExpiresAtUtc > nowUtc).AsAsyncEnumerable().WithCancellation(ct))
        {
            Add(row);
        }
    }

    public void Add(TokenRow row) => _byHash[row.Hash] = new ActiveToken(row);

    public void Remove(string hash) => _byHash.TryRemove(hash, out _);

    /// <summary>The token's caller now; null when the token gives nobody.</summary>
    public ValueTask<(Caller Caller, AuthenticateResult Ticket)?> Find(ReadOnlyMemory<char> text)
    {
        Span<char> hash = stackalloc char[64];
        if (text.Length > TokenText.LongestAllowed)
        {
            return default;
        }

        HashOf(text.Span, hash);
        if (!_byHash.TryGetValue(hash, out var token))
        {
            return default;
        }

        if (token.ExpiresAtUtc <= clock.GetUtcNow())
        {
            _byHash.TryRemove(hash, out _);
            return default;
        }

        var standing = callers.Of(token.AccountId);
        return standing.IsCompletedSuccessfully ? ValueTask.FromResult(token.As(standing.Result)) : Slow(token, standing);
    }

    private static async ValueTask<(Caller Caller, AuthenticateResult Ticket)?> Slow(ActiveToken token, ValueTask<Standing?> standing) => token.As(await standing);

    /// <summary>Upper-case hex of the SHA-256 of the UTF-8 text.</summary>
    internal static string HashOf(string text)
    {
        Span<char> hash = stackalloc char[64];
        HashOf(text, hash);
        return new string(hash);
    }

    private static void HashOf(ReadOnlySpan<char> text, Span<char> hash)
    {
        Span<byte> utf8 = stackalloc byte[TokenText.LongestAllowed * 3];
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], digest);
        Convert.TryToHexString(digest, hash, out _);
    }

    private sealed class ActiveToken(TokenRow row)
    {
        private readonly FrozenSet<string>? _permissions = row.Permissions?.Split(' ').ToFrozenSet(StringComparer.Ordinal);
        private volatile Shape? _shape;

        public string AccountId => row.AccountId;

        public DateTimeOffset ExpiresAtUtc => row.ExpiresAtUtc;

        /// <summary>Made anew only when the account's standing changed.</summary>
        public (Caller Caller, AuthenticateResult Ticket)? As(Standing? standing)
        {
            if (standing is null or { Disabled: true })
            {
                return null;
            }

            var shape = _shape;
            if (shape?.Standing != standing)
            {
                var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, row.AccountId), new(ClaimTypes.Name, standing.Caller.Name)], "Token");
                var ticket = AuthenticateResult.Success(new(new ClaimsPrincipal(identity), "Token"));
                _shape = shape = new Shape(standing, standing.Through($"token:{row.Name}", _permissions), ticket);
            }

            return (shape.Caller, shape.Ticket);
        }

        private sealed record Shape(Standing Standing, Caller Caller, AuthenticateResult Ticket);
    }
}

using System.Security.Cryptography;
using System.Text;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Idempotency;

/// <summary>
/// Answers a write that is sent again with the same <c>Idempotency-Key</c> as the first time, without doing it again. Only successes are
/// kept, for 24 hours and for each account by itself: a refused request changed nothing and may be mended under the same key.
/// </summary>
internal sealed class IdempotentRequests(IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private const int LongestBody = 1 << 20;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // Whatever runs was begun after this; a request that an earlier process left running is dead.
    private readonly DateTimeOffset _startedUtc = clock.GetUtcNow();
    private DateTimeOffset _sweptUtc = clock.GetUtcNow();

    public async Task Answer(HttpContext http, RequestDelegate next)
    {
        var account = http.Features.Get<Caller>()?.AccountId;
        if (string.IsNullOrEmpty(account))
        {
            await next(http);
            return;
        }

        if (!IdempotencyKey.Of(http.Request).Try(out var key, out var fault))
        {
            await fault.ToProblem().ExecuteAsync(http);
            return;
        }

        if (key is null)
        {
            await next(http);
            return;
        }

        await Sweep();
        var mine = new IdempotentRequestRow
        {
            Account = account, Key = key, Fingerprint = await Fingerprint(http.Request), AtUtc = clock.GetUtcNow(),
        };
        if (await Claim(mine) is { } other)
        {
            await Repeat(http, other, mine);
            return;
        }

        await Do(http, next, mine);
    }

    private static async Task Repeat(HttpContext http, IdempotentRequestRow other, IdempotentRequestRow mine)
    {
        if (other.Fingerprint != mine.Fingerprint)
        {
            await IdempotencyFaults.KeyReused.ToProblem().ExecuteAsync(http);
        }
        else if (other.Status == 0)
        {
            await IdempotencyFaults.StillRunning.ToProblem().ExecuteAsync(http);
        }
        else
        {
            http.Response.StatusCode = other.Status;
            http.Response.ContentType = other.ContentType;
            http.Response.Headers.Location = other.Location;
            http.Response.Headers.ETag = other.ETag;
            http.Response.Headers["Idempotency-Replayed"] = "true";
            await http.Response.Body.WriteAsync(other.Body ?? [], http.RequestAborted);
        }
    }

    private async Task Do(HttpContext http, RequestDelegate next, IdempotentRequestRow mine)
    {
        var outside = http.Response.Body;
        using var inside = new MemoryStream();
        http.Response.Body = inside;
        try
        {
            await next(http);
        }
        catch
        {
            await Release(mine);
            throw;
        }
        finally
        {
            http.Response.Body = outside;
        }

        if (http.Response.StatusCode is >= 200 and < 300)
        {
            await Keep(mine, http.Response, inside.ToArray());
        }
        else
        {
            await Release(mine);
        }

        inside.Position = 0;
        await inside.CopyToAsync(outside, http.RequestAborted);
    }

    /// <summary>Takes the key; null when it is ours, else the request that has it.</summary>
    private async Task<IdempotentRequestRow?> Claim(IdempotentRequestRow mine)
    {
        while (true)
        {
            await using var db = await records.CreateDbContextAsync();
            db.Add(mine);
            try
            {
                await db.SaveChangesAsync();
                return null;
            }
            catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteErrorCode: 19 })
            {
                db.ChangeTracker.Clear();
            }

            var other = await db.Set<IdempotentRequestRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Account == mine.Account && r.Key == mine.Key);
            var over = other is not null && (other.AtUtc < clock.GetUtcNow() - Kept || (other.Status == 0 && other.AtUtc < _startedUtc));
            if (other is not null && !over)
            {
                return other;
            }

            if (over)
            {
                await Release(other!);
            }
        }
    }

    private async Task Keep(IdempotentRequestRow mine, HttpResponse response, byte[] body)
    {
        await using var db = await records.CreateDbContextAsync();
        var row = await db.Set<IdempotentRequestRow>().SingleAsync(r => r.Account == mine.Account && r.Key == mine.Key);
        row.Status = response.StatusCode;
        row.ContentType = response.ContentType;
        row.Location = response.Headers.Location;
        row.ETag = response.Headers.ETag;
        row.Body = body;
        await db.SaveChangesAsync();
    }

    private async Task Release(IdempotentRequestRow row)
    {
        await using var db = await records.CreateDbContextAsync();
        await db.Set<IdempotentRequestRow>().Where(r => r.Account == row.Account && r.Key == row.Key).ExecuteDeleteAsync();
    }

    private async Task Sweep()
    {
        var now = clock.GetUtcNow();
        if (now - _sweptUtc < TimeSpan.FromHours(1))
        {
            return;
        }

        _sweptUtc = now;
        var old = now - Kept;
        await using var db = await records.CreateDbContextAsync();
        await db.Set<IdempotentRequestRow>().Where(r => r.AtUtc < old).ExecuteDeleteAsync();
    }

    // Uploads are told apart by address and length only: reading a gigabyte twice would cost more than it guards.
    private static async Task<string> Fingerprint(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString} {request.ContentLength}\n"));
        if (request.HasJsonContentType() && request.ContentLength is null or <= LongestBody)
        {
            request.EnableBuffering(LongestBody);
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await request.Body.ReadAsync(buffer)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }

            request.Body.Position = 0;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

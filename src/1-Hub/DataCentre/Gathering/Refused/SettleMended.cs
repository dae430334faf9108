using System.Globalization;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>
/// What becomes of refused rows that were submitted again. While their run works they are <c>resubmitted</c>; when it commits they are
/// <c>mended</c>, or <c>again</c> when they were refused anew (the new run then holds them); when it does not commit they are <c>open</c> again.
/// Every step may be repeated: start-up does so after a crash.
/// </summary>
internal sealed class SettleMended(ITableStore tables, IDbContextFactory<RecordsDb> records) : IDisposable
{
    private const int Chunk = 500;

    // Two that claim the same rows at once: the second finds them taken, where the store would only tell it of a conflict.
    private readonly SemaphoreSlim _claiming = new(1);

    public void Dispose() => _claiming.Dispose();

    /// <summary>Claims lines of a run for a mending run; returns how many were open.</summary>
    public async Task<long> Claim(RunRow origin, string mendingRun, IReadOnlyList<long> lines, CancellationToken ct)
    {
        await _claiming.WaitAsync(ct);
        try
        {
            return await Mark(origin.ResourceId, origin.Number, lines, $"state = '{RefusedStates.Resubmitted}', mended_by = $3", $"state = '{RefusedStates.Open}'", mendingRun, ct);
        }
        finally
        {
            _claiming.Release();
        }
    }

    /// <summary>A refusal when all rows were replaced after the run that refused these: mended, they would mix into newer data.</summary>
    public async Task<Fault?> ReplacedSince(string originId, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == originId, ct) is { } origin
            && await db.LastReplacement(origin.ResourceId, ct) is var replacedBy && replacedBy > origin.Number
            ? GatheringFaults.ReplacedSince(origin.Number, replacedBy)
            : null;
    }

    /// <summary>The runs that refused rows of a run again, the latest first: they hold these now.</summary>
    public async Task<IReadOnlyList<string>> HeldBy(RunRow origin, CancellationToken ct)
    {
        var runs = new List<string>();
        await using var reader = await tables.Read(
            $"select distinct mended_by from refused_rows where resource = $1 and run = $2 and state = '{RefusedStates.Again}' order by 1 desc limit 5", [origin.ResourceId, origin.Number], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            runs.Add(reader.Data.GetString(0));
        }

        return runs;
    }

    public async Task Settle(RunRow mending, CancellationToken ct)
    {
        if (await Origin(mending, ct) is not { } origin)
        {
            return;
        }

        var lines = Lines(mending);
        var refused = new List<long>();
        await using (var reader = await tables.Read(
            "select distinct line from refused_rows where resource = $1 and run = $2", [mending.ResourceId, mending.Number], ct))
        {
            while (await reader.Data.ReadAsync(ct))
            {
                var record = Convert.ToInt64(reader.Data.GetValue(0), CultureInfo.InvariantCulture);
                refused.Add(lines[(int)record - 1]);
            }
        }

        await tables.Execute(
            $"update refused_rows set state = '{RefusedStates.Mended}' where resource = $1 and run = $2 and mended_by = $3",
            [mending.ResourceId, origin.Number, mending.Id], ct);
        await Mark(mending.ResourceId, origin.Number, refused, $"state = '{RefusedStates.Again}'", "mended_by = $3", mending.Id, ct);
    }

    public async Task Release(RunRow mending, CancellationToken ct)
    {
        if (mending.Mends is not null)
        {
            await Release(mending.ResourceId, mending.Id, ct);
        }
    }

    /// <summary>After a crash: claims of runs that never came to be, or ended without a commit.</summary>
    public async Task ReleaseOrphans(CancellationToken ct)
    {
        var claims = new List<(string Resource, string Run)>();
        await using (var reader = await tables.Read($"select distinct resource, mended_by from refused_rows where state = '{RefusedStates.Resubmitted}'", [], ct))
        {
            while (await reader.Data.ReadAsync(ct))
            {
                claims.Add((reader.Data.GetString(0), reader.Data.GetString(1)));
            }
        }

        foreach (var (resource, run) in claims)
        {
            await using var db = await records.CreateDbContextAsync(ct);
            if (!await db.Set<RunRow>().AnyAsync(r => r.Id == run && (r.State == RunState.Queued || r.State == RunState.Running), ct))
            {
                await tables.Execute($"update refused_rows set state = '{RefusedStates.Open}', mended_by = null where resource = $1 and mended_by = $2 and state = '{RefusedStates.Resubmitted}'", [resource, run], ct);
            }
        }
    }

    /// <summary>Gives claimed lines back.</summary>
    public Task Release(string resourceId, string mendingRun, CancellationToken ct) => tables.Execute(
        $"update refused_rows set state = '{RefusedStates.Open}', mended_by = null where resource = $1 and mended_by = $2 and state = '{RefusedStates.Resubmitted}'", [resourceId, mendingRun], ct);

    /// <summary>Line in the mended run of each record of the mending one.</summary>
    public static long[] Lines(RunRow mending) =>
        [.. (mending.MendedLines ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => long.Parse(l, CultureInfo.InvariantCulture))];

    private async Task<RunRow?> Origin(RunRow mending, CancellationToken ct)
    {
        if (mending.Mends is null)
        {
            return null;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == mending.Mends, ct);
    }

    private async Task<long> Mark(string resource, int run, IReadOnlyList<long> lines, string set, string where, string mending, CancellationToken ct)
    {
        long marked = 0;
        foreach (var chunk in lines.Chunk(Chunk))
        {
            // Numbers of ours: they need no parameters, and the store binds a list of any length this way.
            var list = string.Join(',', chunk.Select(l => l.ToString(CultureInfo.InvariantCulture)));
            var uses3 = where.Contains("$3", StringComparison.Ordinal) || set.Contains("$3", StringComparison.Ordinal);
            marked += await tables.Execute(
                $"update refused_rows set {set} where resource = $1 and run = $2 and {where} and line in ({list})", uses3 ? [resource, run, mending] : [resource, run], ct);
        }

        return marked;
    }
}

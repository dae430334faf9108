using System.Globalization;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>Mended rows: for each line the new values by source column (its name, or <c>#3</c>, or the item's column). None: submit as it stands.</summary>
internal sealed record ResubmitRequest(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>? Rows = null, string? Upload = null);

/// <summary>重新提交: a new run over refused rows only, with the same rules. Rows that pass leave the list, others return with their new reasons.</summary>
internal sealed class Resubmit(ITableStore tables, ICatalogue catalogue, StartRun start, SettleMended settle, Spool spool, Acquire acquire)
{
    private const int JsonMost = 10_000;
    private const int FileMost = 1_000_000;
    private const int Chunk = 500;

    /// <summary>First columns of a downloaded file.</summary>
    public static readonly string[] Leading = ["_line", "_rules", "_reasons"];

    public async Task<Outcome<RunRow>> Do(RunRow origin, ResubmitRequest request, Caller caller, CancellationToken ct)
    {
        if (origin is { State: RunState.Failed, Refused: > 0 })
        {
            return RefusedFaults.KeptNothing(origin.Id);
        }

        if (origin.State != RunState.Succeeded || RunJson.Read<AcquiredFile>(origin.Acquired) is not { } file)
        {
            return RefusedFaults.NotYet(origin.Id);
        }

        if (await catalogue.FindById(origin.ResourceId, ct) is not { State: not ResourceState.Withdrawn } resource)
        {
            return GatheringFaults.ResourceWithdrawn(origin.ResourceCode);
        }

        if (!caller.May(StartRun.Permission, resource.ProviderPath))
        {
            return GatheringFaults.NotYours(origin.ResourceCode);
        }

        if (await settle.ReplacedSince(origin.Id, ct) is { } replaced)
        {
            return replaced;
        }

        var run = Id.New();
        var read = request.Upload is { } upload ? await FromFile(upload, file, caller, ct) : await FromRows(origin, file, request, ct);
        return read.Try(out var rows, out var fault) ? await Submit(origin, resource, file, run, rows, caller, ct) : fault;
    }

    private async Task<Outcome<RunRow>> Submit(
        RunRow origin, Resource resource, AcquiredFile file, string run, SortedDictionary<long, IReadOnlyList<string>> rows, Caller caller, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return RefusedFaults.NothingToSubmit;
        }

        var path = Path.Combine(spool.Run(run), "mended.csv");
        Directory.CreateDirectory(spool.Run(run));
        await using (var to = new SpoolStream(path, spool.Disk))
        {
            var csv = new CsvWriter(to);
            foreach (var (_, cells) in rows)
            {
                csv.Record(cells);
            }

            csv.Flush();
        }

        // Claimed first, queued then: a row is in one mending run at most. A crash in between is settled at start-up.
        var claimed = await settle.Claim(origin, run, [.. rows.Keys], ct);
        if (claimed < rows.Count)
        {
            await settle.Release(origin.ResourceId, run, ct);
            spool.Drop(run);
            return RefusedFaults.NotOpen(rows.Count - claimed, await settle.HeldBy(origin, ct));
        }

        var acquired = file with { Path = path, Original = path, Format = AcquiredFile.Mended, Dialect = new CsvDialect((byte)',', (byte)'"', 0, CountRecords: true), Notes = [] };
        var matches = RunJson.Read<List<ColumnMatch>>(origin.Matches) ?? [];
        var mapping = matches.ToDictionary(m => m.Column, m => m.Ordinal < 0 ? null : $"#{m.Ordinal + 1}");
        return await start.Queue(
            resource, caller, run, new Source(origin.SourceName, path, Owned: true, null, SourceForm.Open), origin.Mode == LoadMode.Upsert ? LoadMode.Upsert : LoadMode.Append, null,
            RunJson.Write(mapping), origin.Missing, new Mending(origin.Id, string.Join(',', rows.Keys), RunJson.Write(acquired)), ct);
    }

    private async Task<Outcome<SortedDictionary<long, IReadOnlyList<string>>>> FromRows(RunRow origin, AcquiredFile file, ResubmitRequest request, CancellationToken ct)
    {
        var asked = new Dictionary<long, IReadOnlyDictionary<string, string?>>();
        foreach (var (line, values) in request.Rows ?? new Dictionary<string, IReadOnlyDictionary<string, string?>>())
        {
            if (!long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return GatheringFaults.RequestBroken(line);
            }

            asked[number] = values ?? new Dictionary<string, string?>();
        }

        if (asked.Count > JsonMost)
        {
            return RefusedFaults.TooMany(asked.Count, JsonMost);
        }

        var matches = RunJson.Read<List<ColumnMatch>>(origin.Matches) ?? [];
        var rows = new SortedDictionary<long, IReadOnlyList<string>>();
        foreach (var chunk in asked.Keys.Chunk(Chunk))
        {
            var list = string.Join(',', chunk.Select(l => l.ToString(CultureInfo.InvariantCulture)));
            await using var reader = await tables.Read(
                $"select line, raw from refused_rows where resource = $1 and run = $2 and state = '{RefusedStates.Open}' and line in ({list})", [origin.ResourceId, origin.Number], ct);
            while (await reader.Data.ReadAsync(ct))
            {
                var line = Convert.ToInt64(reader.Data.GetValue(0), CultureInfo.InvariantCulture);
                if (!Mend(RawRecord.Cells(reader.Data.GetString(1), file.Dialect), asked[line], file, matches).Try(out var cells, out var fault))
                {
                    return fault;
                }

                rows[line] = cells;
            }
        }

        return rows.Count == asked.Count ? rows : RefusedFaults.NotOpen(asked.Count - rows.Count, await settle.HeldBy(origin, ct));
    }

    internal static Outcome<List<string>> Mend(List<string> cells, IReadOnlyDictionary<string, string?> values, AcquiredFile file, IReadOnlyList<ColumnMatch> matches)
    {
        if (values.Count == 0)
        {
            return cells;
        }

        // A record with too few or too many fields is brought to the header's width: its mended values say what it should hold.
        while (cells.Count < file.Header.Count)
        {
            cells.Add("");
        }

        cells.RemoveRange(file.Header.Count, cells.Count - file.Header.Count);
        foreach (var (column, value) in values)
        {
            var ordinal = Ordinal(column, file, matches);
            if (ordinal < 0)
            {
                return RefusedFaults.ColumnUnknown(column);
            }

            cells[ordinal] = value ?? "";
        }

        return cells;
    }

    private static int Ordinal(string column, AcquiredFile file, IReadOnlyList<ColumnMatch> matches)
    {
        for (var i = 0; i < file.Header.Count; i++)
        {
            if (file.Header[i].Length > 0 && file.Header[i] == column)
            {
                return i;
            }
        }

        return column.StartsWith('#') && int.TryParse(column.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= file.Header.Count
            ? number - 1
            : matches.FirstOrDefault(m => m.Column == column)?.Ordinal ?? -1;
    }

    private async Task<Outcome<SortedDictionary<long, IReadOnlyList<string>>>> FromFile(string upload, AcquiredFile origin, Caller caller, CancellationToken ct)
    {
        if (!spool.Find(upload, caller).Try(out var found, out var fault)
            || !(await acquire.File(new Source(found.Name, found.Path, true, null, new SourceForm(Header: true)), spool.Look(upload), everyLine: true, null, ct)).Try(out var file, out fault))
        {
            return fault;
        }

        var rows = new SortedDictionary<long, IReadOnlyList<string>>();
        using var reader = new CsvReader(File.OpenRead(file.Path), file.Dialect);
        while (reader.Read())
        {
            if (reader.Blank)
            {
                continue;
            }

            if (reader.Record <= file.Dialect.HeaderRecords)
            {
                if (reader.Record == file.Dialect.HeaderRecords && (reader.Count != origin.Header.Count + Leading.Length || !reader[0].SequenceEqual("_line"u8)))
                {
                    return RefusedFaults.FileShape(origin.Header.Count + Leading.Length);
                }

                continue;
            }

            if (!long.TryParse(reader[0], NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            {
                return RefusedFaults.FileLine(reader.Record);
            }

            var cells = new List<string>();
            for (var i = Leading.Length; i < reader.Count; i++)
            {
                cells.Add(RawRecord.Arm(Encoding.UTF8.GetString(reader[i])));
            }

            rows[line] = cells;
            if (rows.Count > FileMost)
            {
                return RefusedFaults.TooMany(rows.Count, FileMost);
            }
        }

        return reader.Problem is { } problem ? problem : rows;
    }
}

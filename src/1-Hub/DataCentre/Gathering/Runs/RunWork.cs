using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>The compiled rules of a resource's items.</summary>
internal delegate RuleSet RulesOf(IReadOnlyList<InformationItem> items);

/// <summary>The work of one run: acquire, match, load. It decides nothing about the run's state; it answers what came of it.</summary>
internal sealed class RunWork(
    ICatalogue catalogue, RulesOf rulesOf, Acquire acquire, Spool spool, ILoader loader, SettleMended mended, StillMay still, ITableStore tables, IDbContextFactory<RecordsDb> records)
{
    /// <summary>The loader's complaint about bytes that are not UTF-8.</summary>
    private static bool IsAboutEncoding(Fault fault) => fault.Code.Contains("encoding", StringComparison.Ordinal) || fault.Code.Contains("utf", StringComparison.Ordinal);

    public async Task<Outcome<LoadResult>> Do(LiveRun live, DatabaseQuery? secret, CancellationToken ct)
    {
        var row = live.Row;
        var source = spool.Source(row);
        if (source.Database is { } database && secret is not null)
        {
            source = source with { Database = database with { Connection = secret.Connection } };
        }

        if (await catalogue.FindById(row.ResourceId, ct) is not { State: not ResourceState.Withdrawn } resource)
        {
            return GatheringFaults.ResourceWithdrawn(row.ResourceCode);
        }

        if (await still.Ask(row, source, resource.ProviderPath) is { } gone)
        {
            return gone;
        }

        // Runs of a resource work one after another, so whatever replaced the rows before this one has committed by now.
        if (row.Mends is { } origin && await mended.ReplacedSince(origin, ct) is { } replaced)
        {
            return replaced;
        }

        var acquired = await Source(live, source, everyLine: false, ct);
        if (!acquired.Try(out var file, out var fault))
        {
            return fault;
        }

        var loaded = await Load(live, resource, source, file, ct);
        if (loaded.Fault is { } complaint && IsAboutEncoding(complaint) && file is { Format: "csv", Encoding: "UTF-8" })
        {
            // The quick look took it for UTF-8. Now every line is judged: another encoding, two of them, or a broken byte.
            live.Again();
            live.Say(new("出现不是 UTF-8 的字节，逐行判断编码", "Bytes that are not UTF-8: judging the encoding by every line"));
            if (!(await Source(live, source, everyLine: true, ct)).Try(out var again, out fault))
            {
                return fault;
            }

            return again.Encoding == file.Encoding ? complaint : await Load(live, resource, source, again, ct);
        }

        return loaded;
    }

    private async Task<Outcome<AcquiredFile>> Source(LiveRun live, Source source, bool everyLine, CancellationToken ct)
    {
        var row = live.Row;
        if (!everyLine && spool.Acquired(row) is { Spooled: true } kept && File.Exists(kept.Path))
        {
            live.Say(kept.Format == AcquiredFile.Mended ? new("取出改过的行", "Taking the mended rows") : new("使用上次保留的来源", "Using the source kept from the last attempt"));
            return kept;
        }

        if (row.Fingerprint is { } before && source.Path is { } path)
        {
            if (!File.Exists(path))
            {
                return GatheringFaults.SourceGone(source.Name);
            }

            if (await Fingerprint.Of(path, ct) != before)
            {
                return GatheringFaults.SourceChanged(source.Name);
            }
        }

        live.Expect(source.Path is { } file && File.Exists(file) ? new FileInfo(file).Length : 0);
        var acquired = await acquire.File(source, spool.Run(row.Id), everyLine, live, ct);
        if (acquired.Try(out var found, out _))
        {
            foreach (var note in found.Notes)
            {
                live.Say(note);
            }

            row.Acquired = RunJson.Write(found);
            await Keep(row.Id, r => r.SetProperty(x => x.Acquired, row.Acquired), ct);
        }

        return acquired;
    }

    private async Task<Outcome<LoadResult>> Load(LiveRun live, Resource resource, Source source, AcquiredFile file, CancellationToken ct)
    {
        var row = live.Row;
        var matched = MatchColumns.Decide(resource.Items, file.Header, file.HasHeader, RunJson.Read<Dictionary<string, string?>>(row.Mapping), file.Format is "xlsx" or "xls" ? file.Sheets : null);
        if (!matched.Try(out var matches, out var fault))
        {
            return fault;
        }

        if (await WouldEmpty(row, resource, file, matches, ct) is { } emptied)
        {
            return emptied;
        }

        var rules = rulesOf(resource.Items);
        var count = rules.Cells.Sum(c => c.Count) + rules.Rows.Count;
        var fed = matches.Count(m => m.Ordinal >= 0);
        live.Say(new($"{fed} 个信息项有来源列，{count} 条规则", $"{English.Of(fed, "item")} with a source column, {English.Of(count, "rule")}"));
        SayWhatIsLeftOut(live, resource, file, matches);
        row.Matches = RunJson.Write(matches);
        await Keep(row.Id, r => r.SetProperty(x => x.Matches, row.Matches), ct);

        var plan = new LoadPlan(
            row.Id, row.Number, resource.Id, file.Path, file.Dialect, file.Header.Count,
            [.. resource.Items.Select((item, i) => new LoadColumn(new(item.Column, item.ColumnType), matches[i].Ordinal, item.Required || item.Key))],
            [.. resource.KeyItems.Select(i => i.Column)], rules, row.Mode)
        {
            MissingWords = RunJson.Read<List<string>>(row.Missing) ?? [], Mends = row.Mends is { } origin ? await NumberOf(origin, ct) : null,
            Masked =
            [
                .. resource.Items.Index().Where(i => i.Item.Mask != MaskKind.None).Select(i => new MaskedColumn(
                    i.Index, i.Item.ColumnType.Kind == ColumnKind.Text ? column => MaskSql.Expression(column, i.Item.Mask, ColumnKind.Text) : null)),
            ],
        };

        // Read beside the load: the pages are in memory then.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var fingerprint = Task.Run(
            async () =>
            {
                row.Fingerprint = await Fingerprint.Of(file.Original, reading.Token);
                await Keep(row.Id, r => r.SetProperty(x => x.Fingerprint, row.Fingerprint), reading.Token);
            }, reading.Token);
        var before = Stamp(file.Original);
        try
        {
            return await loader.Load(plan, live, async () => await MayCommit(row, resource, source, file, fingerprint, before, ct), ct);
        }
        catch (IOException error)
        {
            return spool.Disk.Full(error) ?? SourceFaults.Vanished(source.Name);
        }
        finally
        {
            await reading.CancelAsync();
            await fingerprint.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task<int?> NumberOf(string run, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<RunRow>().Where(r => r.Id == run).Select(r => (int?)r.Number).FirstOrDefaultAsync(ct);
    }

    /// <summary>
    /// A replacement that would empty an item which has values: a header that was spelt otherwise looks the same as an item that the source no longer
    /// has. Whoever means it maps the item to nothing.
    /// </summary>
    private async Task<Fault?> WouldEmpty(RunRow row, Resource resource, AcquiredFile file, IReadOnlyList<ColumnMatch> matches, CancellationToken ct)
    {
        if (row.Mode != LoadMode.Replace || tables.Find(resource.Id) is not { Rows: > 0 } table)
        {
            return null;
        }

        var asked = RunJson.Read<Dictionary<string, string?>>(row.Mapping) ?? [];
        var unfed = resource.Items.Where((item, i) => matches[i].Ordinal < 0 && !asked.ContainsKey(item.Column) && table.Columns.Any(c => c.Name == item.Column)).ToList();
        if (unfed.Count == 0)
        {
            return null;
        }

        await using var counts = await tables.Read($"select {string.Join(", ", unfed.Select(i => $"count({TableText.Name(i.Column)})"))} from {table.TableName}", [], ct);
        await counts.Data.ReadAsync(ct);
        var emptied = unfed.Where((_, i) => Convert.ToInt64(counts.Data.GetValue(i), CultureInfo.InvariantCulture) > 0).ToList();
        return emptied.Count == 0 ? null : GatheringFaults.WouldEmpty([.. emptied.Select(i => (i.Name, i.Column))], MatchColumns.Unused(file, matches));
    }

    // Nobody may look on: what a file does not bring, and what it brings in vain, stands in the log of its run.
    private static void SayWhatIsLeftOut(LiveRun live, Resource resource, AcquiredFile file, IReadOnlyList<ColumnMatch> matches)
    {
        var unfed = resource.Items.Where((_, i) => matches[i].Ordinal < 0).Select(i => i.Name).ToList();
        if (unfed.Count > 0)
        {
            live.Say(live.Row.Mode == LoadMode.Upsert
                ? new($"来源没有这些信息项，已有的行保持原值：{string.Join("、", unfed)}", $"The source does not have these items; known rows keep their values: {string.Join(", ", unfed)}")
                : new($"来源没有这些信息项，全部为空：{string.Join("、", unfed)}", $"The source does not have these items, which stay empty: {string.Join(", ", unfed)}"));
        }

        var unused = MatchColumns.Unused(file, matches);
        if (unused.Count > 0)
        {
            live.Say(new($"来源中没有用到的列：{string.Join("、", unused.Take(MatchColumns.MostTold))}", $"Columns of the source that no item takes: {string.Join(", ", unused.Take(MatchColumns.MostTold))}"));
        }
    }

    private async Task<Fault?> MayCommit(
        RunRow row, Resource resource, Source source, AcquiredFile file, Task fingerprint, (long, DateTime) before, CancellationToken ct)
    {
        if (await catalogue.FindById(resource.Id, ct) is not { State: not ResourceState.Withdrawn } now)
        {
            return GatheringFaults.ResourceWithdrawn(resource.Code);
        }

        if (!now.Items.SequenceEqual(resource.Items))
        {
            return GatheringFaults.ResourceChanged(resource.Code);
        }

        try
        {
            await fingerprint;
        }
        catch (IOException)
        {
            return SourceFaults.Vanished(source.Name);
        }

        return Stamp(file.Original) == before ? null : GatheringFaults.SourceChanged(source.Name);
    }

    private static (long, DateTime) Stamp(string path) => new FileInfo(path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : default;

    private async Task Keep(string run, Action<UpdateSettersBuilder<RunRow>> set, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        await db.Set<RunRow>().Where(r => r.Id == run).ExecuteUpdateAsync(set, ct);
    }
}

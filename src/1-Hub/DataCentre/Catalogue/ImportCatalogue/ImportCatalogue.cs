using System.Diagnostics;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Gathering;
using CityHub.Kernel;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>批量导入: many entries from one file, all or none. A dry run says what would be added, changed and refused, and writes nothing.</summary>
internal sealed class ImportCatalogue(PlanImport plan, CatalogueStore store, GatheringOptions options) : IDisposable
{
    public const string Permission = RegisterSlice.Permission;
    private const int MostListed = 1000;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <param name="path">The file, on this machine's disk.</param>
    /// <param name="name">Its name, for sentences.</param>
    /// <param name="dryRun">Writes nothing.</param>
    /// <param name="caller">Who imports.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="ct">Ends it; nothing is written then.</param>
    public async Task<Outcome<ImportReport>> Do(
        string path, string name, bool dryRun, Caller caller, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        if (!await _one.WaitAsync(TimeSpan.FromSeconds(30), ct))
        {
            return ImportFaults.Busy;
        }

        try
        {
            var watch = Stopwatch.StartNew();
            var reading = await Task.Run(() => ImportSource.Read(path, name, options, progress, ct), ct);
            if (!reading.Try(out var source, out var fault))
            {
                return fault;
            }

            var judged = await Task.Run(() => plan.Of(source, caller, progress, ct), ct);
            if (dryRun || judged.Faults.Count > 0)
            {
                var report = Report(source, judged, judged.Planned.Select(p => (p, p.Before?.Resource.Code)), dryRun, watch);
                return dryRun ? report : ImportFaults.Refused(judged.Faults.Count) with
                {
                    Facts = new Dictionary<string, object?> { ["report"] = report },
                };
            }

            // Judged once more under the store's lock: what was right a moment ago may meet another's change.
            (IReadOnlyList<PlannedEntry> Planned, IReadOnlyList<ImportFault> Faults, int Refused) last = ([], [], 0);
            var outcome = await store.Batch(
                () =>
                {
                    last = plan.Of(source, caller, null, ct);
                    return last.Faults.Count > 0 ? ImportFaults.Refused(last.Faults.Count) : (Outcome<IReadOnlyList<PlannedEntry>>)last.Planned.ToList();
                },
                caller, name, done => progress?.Report(new("write", done, source.Rows.Count)), ct);
            return outcome.Match<Outcome<ImportReport>>(
                written => Report(source, last, last.Planned.Zip(written, (p, code) => (p, (string?)code)), dryRun: false, watch),
                refused => refused with { Facts = new Dictionary<string, object?> { ["report"] = Report(source, last, [], dryRun: false, watch) } });
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static ImportReport Report(
        ImportSource source, (IReadOnlyList<PlannedEntry> Planned, IReadOnlyList<ImportFault> Faults, int Refused) judged,
        IEnumerable<(PlannedEntry Plan, string? Code)> entries, bool dryRun, Stopwatch watch) => new(
        dryRun, source.Rows.Count, judged.Planned.Count(p => p.Act == ImportAct.Add), judged.Planned.Count(p => p.Act == ImportAct.Change),
        judged.Planned.Count(p => p.Act == ImportAct.Same), judged.Refused, judged.Faults.Count, [.. judged.Faults.Take(MostListed)], source.Notes,
        [.. entries.Take(MostListed).Select(e => new ImportedEntry(
            e.Plan.Row.Place.Sheet, e.Plan.Row.Place.Row, e.Plan.Act, e.Code, e.Plan.Row.Request.Title?.Trim() ?? ""))],
        Math.Round(watch.Elapsed.TotalSeconds, 2));
}

using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>A watched folder as it is shown.</summary>
/// <param name="Watch">Id.</param>
/// <param name="Folder">Its path.</param>
/// <param name="State"><c>watching paused stopped</c>; stopped by what fault says.</param>
/// <param name="By">Whose rights its runs have.</param>
/// <param name="Files">Which of its files go where.</param>
public sealed record WatchShown(string Watch, string Folder, string State, string By, IReadOnlyList<WatchShown.Line> Files)
{
    /// <summary>Whether the reader may change it.</summary>
    public bool MayChange { get; init; }

    /// <summary>When it was looked at last; null before the first look.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Why nothing is taken.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>Files that lie there and are not taken yet.</summary>
    public required IReadOnlyList<WaitingFile> Waiting { get; init; }

    /// <summary>The last files that were taken, newest first.</summary>
    public required IReadOnlyList<TakenFile> Taken { get; init; }

    /// <summary>Which files go where.</summary>
    /// <param name="Pattern">Their names, with <c>*</c> and <c>?</c>.</param>
    /// <param name="Resource">Code of the resource.</param>
    /// <param name="Title">Its title when the folder was kept.</param>
    /// <param name="Mode">append, replace, upsert.</param>
    public sealed record Line(string Pattern, string Resource, string Title, [property: OneOf("append", "replace", "upsert")] string Mode);

    /// <summary>A file that is not taken.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Why">Null while it is watched until it is whole.</param>
    public sealed record WaitingFile(string Name, long Bytes, RunFault? Why);

    /// <summary>A file that was taken.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="State"><c>taken gathered failed same</c>.</param>
    /// <param name="Run">The run that has it, or that had the same content.</param>
    /// <param name="TakenAt">When it was copied into the spool.</param>
    /// <param name="MovedTo">Its place now, from the folder on; null while it lies where it was, empty when somebody else took it away.</param>
    /// <param name="Fault">Why it failed, or was not gathered again, or cannot be moved.</param>
    public sealed record TakenFile(string Name, long Bytes, string State, string? Run, DateTimeOffset TakenAt, string? MovedTo, RunFault? Fault)
    {
        /// <summary>Rows kept; null until its run has committed.</summary>
        public long? Kept { get; init; }

        /// <summary>Rows refused; null until its run has committed.</summary>
        public long? Refused { get; init; }
    }
}

/// <summary>前置机文件夹 as they are listed, within the reader's scopes.</summary>
internal sealed class WatchList(LookAtFolders looks, SourceConnections connections, IDbContextFactory<RecordsDb> records, IOrganisations organisations)
{
    private const int Files = 20;

    /// <summary>Those whose resources come from this district or department, or from below it; every one when none is named.</summary>
    public async Task<Outcome<IReadOnlyList<WatchShown>>> All(string? district, Caller caller, Language language, CancellationToken ct)
    {
        if (!Subtree.Path(organisations, district).Try(out var within, out var fault))
        {
            return fault;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<WatchRow>().AsNoTracking().OrderBy(w => w.Folder).ToListAsync(ct);
        var shown = new List<WatchShown>();
        foreach (var row in rows.Where(r => caller.May(RunList.Permission, r.ProviderPath) && r.ProviderPath.StartsWith(within, StringComparison.Ordinal)))
        {
            shown.Add(await Of(db, row, caller, language, ct));
        }

        return shown;
    }

    public async Task<WatchShown?> One(string id, Caller caller, Language language, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<WatchRow>().AsNoTracking().FirstOrDefaultAsync(w => w.Id == id, ct) is { } row && caller.May(RunList.Permission, row.ProviderPath)
            ? await Of(db, row, caller, language, ct) : null;
    }

    /// <summary>Folders within which the caller may register some.</summary>
    public IReadOnlyList<string> Roots(Caller caller) => connections.Roots(caller).Try(out var roots, out _) ? roots : [];

    private async Task<WatchShown> Of(RecordsDb db, WatchRow row, Caller caller, Language language, CancellationToken ct)
    {
        var look = row.Paused ? null : looks.Last(row.Id);
        var files = await db.Set<WatchedFileRow>().AsNoTracking().Where(f => f.WatchId == row.Id).OrderByDescending(f => f.Id).Take(Files).ToListAsync(ct);
        var ids = files.Select(f => f.RunId).ToList();
        var runs = await db.Set<RunRow>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        return new WatchShown(
            row.Id, row.Folder, row.Paused ? "paused" : look?.Fault is null ? "watching" : "stopped", row.WhoName,
            [.. RunJson.Read<List<WatchPattern>>(row.Patterns)!.Select(p => new WatchShown.Line(p.Pattern, p.ResourceCode, p.ResourceTitle, p.Mode.ToString().ToLowerInvariant()))])
        {
            MayChange = caller.May(StartRun.Permission, row.ProviderPath), LookedAt = look?.At, Fault = Say(look?.Fault, language),
            Waiting = [.. (look?.Waiting ?? []).Select(w => new WatchShown.WaitingFile(w.Name, w.Bytes, Say(w.Why, language)))],
            Taken = [.. files.Select(f => Of(f, runs.GetValueOrDefault(f.RunId ?? ""), language))],
        };
    }

    private static WatchShown.TakenFile Of(WatchedFileRow file, RunRow? run, Language language)
    {
        var fault = RunJson.Read<KeptFault>(file.Fault);
        var done = file.State == WatchedState.Gathered && run is not null;
        return new(
            file.Name, file.Bytes, file.State.ToString().ToLowerInvariant(), file.RunId, file.TakenAt, file.MovedTo,
            fault is null ? null : new RunFault(fault.Code, fault.Title.In(language), fault.Detail?.In(language)))
        { Kept = done ? run!.Kept : null, Refused = done ? run!.Refused : null };
    }

    private static RunFault? Say(Fault? fault, Language language) => fault is null ? null : new(fault.Code, fault.Title.In(language), fault.Detail?.In(language));
}

using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>Registers a folder, or changes it.</summary>
internal sealed record WatchRequest(string? Folder, IReadOnlyList<WatchLine>? Files);

/// <param name="Pattern">Names of files, with <c>*</c> and <c>?</c>.</param>
/// <param name="Resource">Code of the resource they go into.</param>
/// <param name="Mode"><c>append</c>, <c>replace</c>, <c>upsert</c>.</param>
internal sealed record WatchLine(string? Pattern, string? Resource, [property: OneOf("append", "replace", "upsert")] string? Mode);

/// <summary>登记前置机文件夹: registered, changed, paused, removed.</summary>
internal sealed class KeepWatch(
    ICatalogue catalogue, SourceConnections connections, WatchBell bell, HubSettings settings, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private const int LongestPattern = 200;

    /// <param name="id">The folder to change; null for a new one.</param>
    public async Task<Outcome<WatchRow>> Do(string? id, WatchRequest request, Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var row = id is null ? null : await Find(db, id, caller, ct);
        if (id is not null && row is null)
        {
            return WatchFaults.Missing(id);
        }

        var folder = row?.Folder ?? Canonical(request.Folder);
        if (!Allowed(folder, caller).Try(out var root, out var fault) || (fault = WatchedFolder.Check(root, folder)) is not null
            || !(await Lines(request.Files ?? [], caller, ct)).Try(out var lines, out fault))
        {
            return fault!;
        }

        if (row is null)
        {
            row = new WatchRow { Id = Id.New(), Folder = folder, ProviderPath = "", Patterns = "", WhoId = "", WhoName = "", CreatedAt = clock.GetUtcNow() };
            db.Add(row);
        }

        (row.Patterns, row.ProviderPath, row.WhoId, row.WhoName) = (RunJson.Write(lines.Patterns), lines.ProviderPath, caller.AccountId, caller.Name);
        db.Note(AuditEntry.By(caller, "gathering.watch-kept", lines.Patterns[0].ResourceCode) with { Detail = folder }, clock);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteErrorCode: 19 })
        {
            return WatchFaults.FolderTaken(folder);
        }

        bell.Ring();
        return row;
    }

    public Task<Outcome<WatchRow>> Pause(string id, bool paused, Caller caller, CancellationToken ct) =>
        Change(id, caller, paused ? "gathering.watch-paused" : "gathering.watch-resumed", (_, row) => row.Paused = paused, ct);

    /// <summary>Files stay where they are; those that a run has are gathered, and moved no more.</summary>
    public Task<Outcome<WatchRow>> Remove(string id, Caller caller, CancellationToken ct) =>
        Change(id, caller, "gathering.watch-dropped", (db, row) => db.Remove(row), ct);

    private async Task<Outcome<WatchRow>> Change(string id, Caller caller, string act, Action<RecordsDb, WatchRow> change, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        if (await Find(db, id, caller, ct) is not { } row)
        {
            return WatchFaults.Missing(id);
        }

        change(db, row);
        db.Note(AuditEntry.By(caller, act) with { Detail = row.Folder }, clock);
        await db.SaveChangesAsync(ct);
        bell.Ring();
        return row;
    }

    private static async Task<WatchRow?> Find(RecordsDb db, string id, Caller caller, CancellationToken ct) =>
        await db.Set<WatchRow>().FirstOrDefaultAsync(w => w.Id == id, ct) is { } row && caller.May(StartRun.Permission, row.ProviderPath) ? row : null;

    /// <summary>The root within which the folder lies, if the caller may use it. Never the hub's own data.</summary>
    public Outcome<string> Allowed(string folder, Caller caller)
    {
        if (!connections.Roots(caller).Try(out var roots, out var fault))
        {
            return fault;
        }

        var root = roots.FirstOrDefault(r => Within(folder, r));
        return root is null || Within(folder, settings.DataFolder) || Within(settings.DataFolder, folder) ? WatchFaults.FolderNotYours(folder) : root;
    }

    private sealed record Read(IReadOnlyList<WatchPattern> Patterns, string ProviderPath);

    private async Task<Outcome<Read>> Lines(IReadOnlyList<WatchLine> lines, Caller caller, CancellationToken ct)
    {
        var patterns = new List<WatchPattern>();
        var providers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var (pattern, code, mode) = (line.Pattern?.Trim() ?? "", ResourceAddress.Code(line.Resource ?? ""), line.Mode ?? "append");
            if (pattern.Length is 0 or > LongestPattern || pattern.AsSpan().ContainsAny('/', '\\', '\0'))
            {
                return WatchFaults.PatternBad(pattern);
            }

            if (await catalogue.Find(code, ct) is not { } resource)
            {
                return catalogue.NoSuchResource(code);
            }

            if (StartRun.Decide(new RunRequest(code, mode, Path: ""), resource, caller, local: true) is { } fault)
            {
                return fault;
            }

            patterns.Add(new(pattern, resource.Id, resource.Code, resource.Title, Enum.Parse<LoadMode>(mode, ignoreCase: true)));
            providers.Add(resource.ProviderPath);
        }

        return patterns.Count == 0 ? WatchFaults.NoPattern : providers.Count > 1 ? WatchFaults.SeveralProviders : new Read(patterns, providers.First());
    }

    private static string Canonical(string? folder) => string.IsNullOrWhiteSpace(folder) || !Path.IsPathRooted(folder.Trim()) ? folder?.Trim() ?? "" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Trim()));

    internal static bool Within(string folder, string root) =>
        folder.Equals(root, StringComparison.Ordinal) || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

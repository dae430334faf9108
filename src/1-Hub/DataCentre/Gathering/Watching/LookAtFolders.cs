using System.Collections.Concurrent;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Guarding;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>A file that lies in a folder and is not taken yet, and why.</summary>
/// <param name="Why">Null while it is only watched until it is whole.</param>
internal sealed record WaitingFile(string Name, long Bytes, Fault? Why);

/// <summary>What the last look at a folder found. In memory: the next look finds it again.</summary>
internal sealed record FolderLook(DateTimeOffset At, Fault? Fault, IReadOnlyList<WaitingFile> Waiting);

/// <summary>
/// Looks at the watched folders every few seconds. A file is taken when it is whole: unchanged for a while, or announced by a companion. It is
/// copied into the spool and its run queued; when that has ended it is moved away.
/// </summary>
internal sealed class LookAtFolders(
    ICatalogue catalogue, KeepWatch keep, StartRun start, Spool spool, ICallers callers, WatchBell bell, IDbContextFactory<RecordsDb> records,
    GatheringOptions options, TimeProvider clock, ILogger<LookAtFolders> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, FolderLook> _looks = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Watch, string Name), (FolderFile File, DateTimeOffset Since)> _still = [];

    private readonly SemaphoreSlim _looking = new(1);

    public FolderLook? Last(string watch) => _looks.GetValueOrDefault(watch);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Once(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The watched folders cannot be looked at now; tried again in {Seconds} s", options.WatchSeconds);
            }

            await bell.Wait(TimeSpan.FromSeconds(options.WatchSeconds), stoppingToken);
        }
    }

    public override void Dispose()
    {
        _looking.Dispose();
        base.Dispose();
    }

    public async Task Once(CancellationToken ct)
    {
        await _looking.WaitAsync(ct);
        try
        {
            await LookAtAll(ct);
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task LookAtAll(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var watches = await db.Set<WatchRow>().AsNoTracking().Where(w => !w.Paused).ToListAsync(ct);
        foreach (var watch in watches)
        {
            var waiting = new List<WaitingFile>();
            Fault? fault;
            try
            {
                fault = await Look(watch, waiting, ct);
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                fault = spool.Disk.Full(error as IOException ?? new IOException()) ?? WatchFaults.FolderMissing(watch.Folder);
            }

            _looks[watch.Id] = new(clock.GetUtcNow(), fault, waiting);
        }

        foreach (var gone in _looks.Keys.Except(watches.Select(w => w.Id)).ToList())
        {
            _looks.TryRemove(gone, out _);
        }
    }

    private async Task<Fault?> Look(WatchRow watch, List<WaitingFile> waiting, CancellationToken ct)
    {
        // Whoever registered the folder must still be in office, and the folder still be assigned.
        var owner = await callers.OfAccount(watch.WhoId) with { Application = "watched-folder" };
        if (!owner.May(StartRun.Permission, watch.ProviderPath))
        {
            return GatheringFaults.RightGone(watch.WhoName);
        }

        if (!keep.Allowed(watch.Folder, owner).Try(out var root, out var fault) || (fault = WatchedFolder.Check(root, watch.Folder)) is not null)
        {
            return fault;
        }

        await MoveAway(watch, ct);
        var files = WatchedFolder.List(watch.Folder);
        foreach (var gone in _still.Keys.Where(k => k.Watch == watch.Id && files.All(f => f.Name != k.Name)).ToList())
        {
            _still.Remove(gone);
        }

        foreach (var file in files)
        {
            ct.ThrowIfCancellationRequested();
            if (await Known(watch, file, ct) is { } known)
            {
                if (known.Fault is not null && known.State is WatchedState.Gathered or WatchedState.Same)
                {
                    waiting.Add(new(file.Name, file.Bytes, Words(known.Fault)));
                }

                continue;
            }

            try
            {
                if (await Take(watch, file, owner, ct) is { } still)
                {
                    waiting.Add(still);
                }
            }
            catch (RefusedException refused)
            {
                waiting.Add(new(file.Name, file.Bytes, refused.Fault));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                // It vanished between the listing and the copy: there is nothing to say about it any more.
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                waiting.Add(new(file.Name, file.Bytes, spool.Disk.Full(error as IOException ?? new IOException()) ?? WatchFaults.Unreadable(file.Name, error.Message)));
            }
        }

        return null;
    }

    /// <summary>Takes a file, or says why it waits.</summary>
    private async Task<WaitingFile?> Take(WatchRow watch, FolderFile file, Caller owner, CancellationToken ct)
    {
        WaitingFile Waits(Fault? why) => new(file.Name, file.Bytes, why);
        var path = Path.Combine(watch.Folder, file.Name);
        if (file.IsLink || file.Bytes == 0)
        {
            // Neither is opened: a pipe or a device would not let go of us.
            return Waits(file.IsLink ? WatchFaults.Symlink(path) : IsStill(watch, file) ? WatchFaults.EmptyFile(file.Name) : null);
        }

        if (RunJson.Read<List<WatchPattern>>(watch.Patterns)!.Find(p => WatchedFolder.Fits(p.Pattern, file.Name)) is not { } pattern)
        {
            return Waits(WatchFaults.NoMatch(file.Name));
        }

        if (file.Announced is null && !IsStill(watch, file))
        {
            return Waits(null);
        }

        var resource = await catalogue.FindById(pattern.ResourceId, ct);
        var refused = resource is null ? catalogue.NoSuchResource(pattern.ResourceCode)
            : StartRun.Decide(new RunRequest(resource.Code, pattern.Mode.ToString(), Path: path), resource, owner, local: true);
        if (refused is not null)
        {
            return Waits(refused);
        }

        return await Queue(watch, file, pattern, resource!, owner, ct) ? null : Waits(null);
    }

    private async Task<bool> Queue(WatchRow watch, FolderFile file, WatchPattern pattern, Resource resource, Caller owner, CancellationToken ct)
    {
        var run = Id.New();
        var copy = Path.Combine(Directory.CreateDirectory(Path.Combine(spool.Run(run), "upload")).FullName, file.Name);
        var queued = false;
        try
        {
            if (spool.Disk.Check(file.Bytes) is { } full)
            {
                throw new RefusedException(full);
            }

            if (!await Task.Run(() => WatchedFolder.Copy(watch.Folder, file, copy, spool.Disk, ct), ct))
            {
                return false;
            }

            var taken = new WatchedFileRow
            {
                Id = Id.New(), WatchId = watch.Id, ResourceId = resource.Id, Name = file.Name, Bytes = file.Bytes, Changed = file.Changed,
                Fingerprint = await Fingerprint.Of(copy, ct), TakenAt = clock.GetUtcNow(), RunId = run,
            };
            if (await GatheredBefore(taken, pattern.Mode, ct) is { } before)
            {
                (taken.State, taken.RunId, taken.EndedAt) = (WatchedState.Same, before.Id, clock.GetUtcNow());
                taken.Fault = RunJson.Write(KeptFault.Of(WatchFaults.SameContent(before.Id, before.Number)));
                await Keep(taken, ct);
                await MoveAway(watch, ct);
                return true;
            }

            var outcome = await start.Queue(
                resource, owner, run, new Source(file.Name, copy, Owned: true, null, SourceForm.Open), pattern.Mode, null, null, null, null, ct, db => { db.Add(taken); return Task.CompletedTask; });
            queued = outcome.Succeeded;
            return queued;
        }
        finally
        {
            if (!queued)
            {
                spool.Drop(run);
            }
        }
    }

    /// <summary>The run that had the same content: for rows that are added, any; for rows that replace others, only the last, because an older state may come back on purpose.</summary>
    private async Task<RunRow?> GatheredBefore(WatchedFileRow file, LoadMode mode, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        if (mode != LoadMode.Append)
        {
            var last = await db.Set<RunRow>().AsNoTracking().Where(r => r.ResourceId == file.ResourceId && r.State == RunState.Succeeded).OrderByDescending(r => r.Number).FirstOrDefaultAsync(ct);
            return last?.Fingerprint == file.Fingerprint ? last : null;
        }

        var taken = await db.Set<WatchedFileRow>().AsNoTracking().Where(f => f.ResourceId == file.ResourceId && f.Fingerprint == file.Fingerprint
            && (f.State == WatchedState.Taken || f.State == WatchedState.Gathered)).Select(f => f.RunId).FirstOrDefaultAsync(ct);
        return taken is null
            ? await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.ResourceId == file.ResourceId && r.State == RunState.Succeeded && r.Fingerprint == file.Fingerprint, ct)
            : await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == taken, ct);
    }

    /// <summary>Moves files away whose run has ended. One that was written anew meanwhile is left: it is another file.</summary>
    private async Task MoveAway(WatchRow watch, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var file in await db.Set<WatchedFileRow>().Where(f => f.WatchId == watch.Id && f.State != WatchedState.Taken && f.MovedTo == null).ToListAsync(ct))
        {
            if (!WatchedFolder.Is(watch.Folder, new(file.Name, file.Bytes, file.Changed, false, null)))
            {
                file.MovedTo = "";
                continue;
            }

            try
            {
                var why = RunJson.Read<KeptFault>(file.Fault);
                var reason = why is null ? null : $"{(why.Detail ?? why.Title).Zh}\n{(why.Detail ?? why.Title).En}\n{why.Code} {file.RunId}";
                file.MovedTo = WatchedFolder.Move(watch.Folder, file.Name, reason, file.State == WatchedState.Failed, clock.GetUtcNow());
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                file.Fault ??= RunJson.Write(KeptFault.Of(WatchFaults.NotMoved(file.Name, error.Message)));
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task<WatchedFileRow?> Known(WatchRow watch, FolderFile file, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<WatchedFileRow>().AsNoTracking()
            .FirstOrDefaultAsync(f => f.WatchId == watch.Id && f.Name == file.Name && f.Bytes == file.Bytes && f.Changed == file.Changed && f.MovedTo == null, ct);
    }

    private async Task Keep(WatchedFileRow file, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        db.Add(file);
        await db.SaveChangesAsync(ct);
    }

    private bool IsStill(WatchRow watch, FolderFile file)
    {
        var now = clock.GetUtcNow();
        if (!_still.TryGetValue((watch.Id, file.Name), out var seen) || (seen.File.Bytes, seen.File.Changed) != (file.Bytes, file.Changed))
        {
            _still[(watch.Id, file.Name)] = seen = (file, now);
        }

        return now - seen.Since >= TimeSpan.FromSeconds(options.WatchStillSeconds);
    }

    private static Fault? Words(string? kept) => RunJson.Read<KeptFault>(kept) is { } f ? new Fault(f.Code, f.Status, f.Title, f.Detail) : null;
}

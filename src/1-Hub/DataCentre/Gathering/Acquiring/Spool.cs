using System.Text;
using CityHub.Kernel;
using CityHub.Kernel.Modules;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>The part of the data folder where sources lie until their run has ended: <c>spool/uploads/ID</c>, <c>spool/batches/ID</c> and <c>spool/runs/ID</c>.</summary>
internal sealed class Spool
{
    // File systems take 255 bytes; the rest is left for what tools put behind a name.
    private const int LongestName = 200;

    private readonly string _root;

    public Spool(HubSettings settings, GatheringOptions options)
    {
        _root = Path.GetDirectoryName(settings.InData("spool", "uploads"))!;
        Directory.CreateDirectory(Uploads);
        Directory.CreateDirectory(Runs);
        Directory.CreateDirectory(Batches);
        Disk = new Disk(_root, options);
        Options = options;
    }

    public Disk Disk { get; }

    private GatheringOptions Options { get; }

    private string Uploads => Path.Combine(_root, "uploads");

    private string Runs => Path.Combine(_root, "runs");

    private string Batches => Path.Combine(_root, "batches");

    public string Run(string run) => Path.Combine(Runs, run);

    /// <summary>The lines of a batch.</summary>
    public string Batch(string batch) => Path.Combine(Batches, batch);

    /// <summary>A folder that goes away by itself after a day, for a look at a source before anything is kept: that of the upload, or a new one.</summary>
    public string Look(string? upload) => Path.Combine(Uploads, upload is null ? Id.New() : Path.GetFileName(upload));

    /// <summary>Keeps an upload: streamed to disk, never buffered, stopped at the limit and at the disk's watermark.</summary>
    public async Task<Outcome<Upload>> Keep(string fileName, Stream body, Caller caller, CancellationToken ct)
    {
        var id = Id.New();
        var name = SafeName(fileName);
        var path = Path.Combine(Uploads, id, "file", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await using var file = new SpoolStream(path, Disk);
            var buffer = new byte[1 << 17];
            int read;
            while ((read = await body.ReadAsync(buffer, ct)) > 0)
            {
                if (file.Length + read > Options.UploadLimitBytes)
                {
                    throw new RefusedException(SourceFaults.UploadTooLarge(Options.UploadLimitBytes));
                }

                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            await System.IO.File.WriteAllTextAsync(OwnerOf(id), caller.AccountId, ct);
            return new Upload(id, name, path, file.Length);
        }
        catch (Exception stopped)
        {
            Directory.Delete(Path.Combine(Uploads, id), recursive: true);
            switch (stopped)
            {
                case RefusedException refused:
                    return refused.Fault;
                case IOException error when Disk.Full(error) is { } full:
                    return full;
                default:
                    throw;
            }
        }
    }

    /// <summary>The upload, or a refusal when it was gathered or cleared away, or is another's: a file that is on its way is its sender's alone.</summary>
    public Outcome<Upload> Find(string id, Caller caller)
    {
        var folder = Path.Combine(Uploads, Path.GetFileName(id), "file");
        var file = id.Length == 26 && Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().FirstOrDefault() : null;
        return file is null || !System.IO.File.Exists(OwnerOf(id)) || System.IO.File.ReadAllText(OwnerOf(id)) != caller.AccountId
            ? SourceFaults.UploadMissing(id)
            : new Upload(id, file.Name, file.FullName, file.Length);
    }

    /// <summary>Hands an upload over to a run; returns its new path.</summary>
    public string Hand(Upload upload, string run)
    {
        Directory.CreateDirectory(Path.Combine(Run(run), "upload"));
        var path = Path.Combine(Run(run), "upload", upload.Name);
        System.IO.File.Move(upload.Path, path, overwrite: true);
        Directory.Delete(Path.Combine(Uploads, upload.Id), recursive: true);
        return path;
    }

    /// <summary>Removes an upload that is not needed after all.</summary>
    public void DropUpload(string upload)
    {
        if (Directory.Exists(Look(upload)))
        {
            Directory.Delete(Look(upload), recursive: true);
        }
    }

    public void Drop(string run)
    {
        if (Directory.Exists(Run(run)))
        {
            Directory.Delete(Run(run), recursive: true);
        }
    }

    /// <summary>Removes uploads of another day, and what no run needs any more. What is an hour young may be on its way to a run that is not listed yet.</summary>
    public void Sweep(Func<string, bool> needed, DateTime nowUtc)
    {
        foreach (var upload in new DirectoryInfo(Uploads).EnumerateDirectories().Where(d => d.LastWriteTimeUtc < nowUtc.AddDays(-1)))
        {
            upload.Delete(recursive: true);
        }

        foreach (var run in new DirectoryInfo(Runs).EnumerateDirectories().Where(d => !needed(d.Name) && d.LastWriteTimeUtc < nowUtc.AddHours(-1)))
        {
            run.Delete(recursive: true);
        }
    }

    private string OwnerOf(string upload) => Path.Combine(Look(upload), "owner");

    /// <summary>Removes batches that nobody waits for and that were not written since a moment: younger ones may be on their way into the list.</summary>
    public void SweepBatches(Func<string, bool> needed, DateTime beforeUtc)
    {
        foreach (var batch in new DirectoryInfo(Batches).EnumerateFiles().Where(f => !needed(f.Name) && f.LastWriteTimeUtc < beforeUtc))
        {
            batch.Delete();
        }
    }

    private static string SafeName(string name)
    {
        var last = name.Replace('\\', '/').Split('/')[^1];
        var safe = new string([.. last.Where(c => !char.IsControl(c) && c is not ('/' or '\0'))]).Trim('.', ' ');
        while (Encoding.UTF8.GetByteCount(safe) > LongestName)
        {
            // From the front: the ending says what the file is.
            safe = safe[(char.IsHighSurrogate(safe[0]) ? 2 : 1)..];
        }

        return safe.Length == 0 ? "upload" : safe;
    }
}

/// <summary>An uploaded file in the spool.</summary>
internal sealed record Upload(string Id, string Name, string Path, long Bytes);

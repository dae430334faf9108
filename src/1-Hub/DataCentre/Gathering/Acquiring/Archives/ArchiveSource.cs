using System.Globalization;
using System.IO.Compression;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Acquiring.Workbooks;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Archives;

/// <summary>A ZIP of data files: one that was named, or all of them one after the other when their columns are the same.</summary>
internal sealed class ArchiveSource(Source source, string folder, Disk disk, GatheringOptions options, IProgress<long>? progress)
{
    private const int EntriesLimit = 2000;
    private const long SmallArchive = 64L << 20;

    private static readonly string[] DataEndings = [".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".geojson", ".geojsonl", ".xlsx", ".xls", ".parquet"];
    private static readonly string[] ArchiveEndings = [".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst"];

    private long _unpacked;

    /// <param name="acquire">Acquires an unpacked entry, with a folder for its copy.</param>
    public async Task<Outcome<AcquiredFile>> Copy(Func<Source, string, Task<Outcome<AcquiredFile>>> acquire, CancellationToken ct)
    {
        using var zip = EntryNames.Open(source.Path!);
        var limit = Math.Min(options.WorkbookLimitBytes, Math.Max(SmallArchive, new FileInfo(source.Path!).Length * options.WorkbookRatioLimit));
        if (Choose(zip, limit, out var entries, out var names) is { } refused)
        {
            return refused;
        }

        var files = new List<(string Name, AcquiredFile File)>();
        foreach (var (entry, name, inner) in entries)
        {
            var room = Path.Combine(folder, "entry-" + files.Count.ToString(CultureInfo.InvariantCulture));
            Directory.CreateDirectory(room);
            var path = Path.Combine(room, "entry" + Path.GetExtension(name).ToLowerInvariant());
            Unpack(entry, name, path, limit, ct);
            var outcome = await acquire(new Source($"{source.Name} · {name}", path, true, null, source.Form with { Sheet = inner }), room);
            if (!outcome.Try(out var file, out var fault))
            {
                return fault;
            }

            if (files.Count > 0 && !SameColumns(files[0].File, file))
            {
                if (source.Form.Looking)
                {
                    break; // the person chooses; the first is shown
                }

                return ArchiveFaults.EntriesDiffer(source.Name, files[0].Name, name, names);
            }

            files.Add((name, file));
        }

        return files.Count == 1 ? One(files[0].Name, files[0].File, names, entries.Count > 1) : await Task.Run(() => All(files, names, ct), ct);
    }

    private Fault? Choose(ZipArchive zip, long limit, out List<(ZipArchiveEntry, string Name, string? Inner)> chosen, out List<string> names)
    {
        (chosen, names) = ([], []);
        if (zip.Entries.Count > EntriesLimit)
        {
            return ArchiveFaults.TooMany(source.Name, zip.Entries.Count, EntriesLimit);
        }

        var all = zip.Entries.Select(e => (Entry: e, Name: EntryNames.Of(e)))
            .Where(e => !e.Name.EndsWith('/') && !e.Name.StartsWith("__MACOSX/", StringComparison.Ordinal) && !Path.GetFileName(e.Name).StartsWith('.'))
            .ToList();
        if (all.Find(e => e.Entry.IsEncrypted) is { Entry: not null } locked)
        {
            return ArchiveFaults.Encrypted(source.Name, locked.Name);
        }

        if (all.Find(e => Ends(e.Name, ArchiveEndings)) is { Entry: not null } nested)
        {
            return ArchiveFaults.Nested(source.Name, nested.Name);
        }

        if (all.Sum(e => e.Entry.Length) is var size && size > limit)
        {
            return ArchiveFaults.Bomb(source.Name, all.MaxBy(e => e.Entry.Length).Name, size, limit);
        }

        // A text beside data files is a note to people; alone it is the data.
        var data = all.Where(e => Ends(e.Name, DataEndings)).ToList();
        data = data.Count > 0 ? data : [.. all.Where(e => Ends(e.Name, [".txt"]))];
        names = [.. data.Select(e => e.Name)];
        if (data.Count == 0)
        {
            return ArchiveFaults.NoData(source.Name, [.. all.Select(e => e.Name)]);
        }

        if (source.Form.Sheet is not { Length: > 0 } said)
        {
            chosen = [.. data.Select(e => (e.Entry, e.Name, (string?)null))];
            return null;
        }

        // "entry" or "entry!sheet".
        foreach (var (entry, name) in data)
        {
            if (said == name || said.StartsWith(name + "!", StringComparison.Ordinal))
            {
                chosen = [(entry, name, said == name ? null : said[(name.Length + 1)..])];
                return null;
            }
        }

        return ArchiveFaults.EntryMissing(source.Name, said, names);
    }

    private void Unpack(ZipArchiveEntry entry, string name, string path, long limit, CancellationToken ct)
    {
        using var from = new BoundedStream(entry.Open(), limit - _unpacked, size => ArchiveFaults.Bomb(source.Name, name, _unpacked + size, limit));
        using var to = new SpoolStream(path, disk);
        var buffer = new byte[1 << 17];
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            if (to.Length == 0 && read > 4 && Ends(name, DataEndings) && !Ends(name, [".xlsx"]) && buffer is [0x50, 0x4B, 0x03, 0x04, ..])
            {
                throw new RefusedException(ArchiveFaults.Nested(source.Name, name));
            }

            to.Write(buffer.AsSpan(0, read));
            progress?.Report(_unpacked + to.Length);
            ct.ThrowIfCancellationRequested();
        }

        _unpacked += to.Length;
    }

    private AcquiredFile One(string name, AcquiredFile file, List<string> names, bool chosen) => file with
    {
        Format = "zip/" + file.Format, Original = source.Path!, Sheets = names, Sheet = chosen || source.Form.Sheet is not null ? source.Form.Sheet ?? name : null,
        Parts = [new(name, 0)], Notes = [new($"压缩包中的 {name}", $"{name} of the archive"), .. file.Notes],
    };

    /// <summary>One copy; blank records make up for headers, so that a position less those before its entry is the line there.</summary>
    private AcquiredFile All(List<(string Name, AcquiredFile File)> files, List<string> names, CancellationToken ct)
    {
        var first = files[0].File;
        var width = first.Header.Count;
        var copy = Path.Combine(folder, "source.csv");
        var parts = new List<SourcePart>();
        using (var to = new SpoolStream(copy, disk))
        {
            var csv = new CsvWriter(to);
            long written = 0;
            foreach (var (name, file) in files)
            {
                ct.ThrowIfCancellationRequested();
                parts.Add(new(name, written));
                written = Append(csv, file, Order(first, file), written, width, ct);
                csv.Flush();
            }
        }

        return new AcquiredFile(copy, new CsvDialect((byte)',', (byte)'"', 0, CountRecords: true), first.Header, first.HasHeader, "zip/" + first.Format, first.Encoding,
            source.Path!, names, [new($"压缩包中的 {files.Count} 个文件，列相同，依次汇聚", $"{files.Count} files of the archive with the same columns, one after the other"), .. first.Notes])
        { Parts = parts };
    }

    private static long Append(CsvWriter csv, AcquiredFile file, int[] order, long before, int width, CancellationToken ct)
    {
        var written = before;
        using var reader = new CsvReader(new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan), file.Dialect);
        while (reader.Read())
        {
            if (reader.Record <= file.Dialect.HeaderRecords || (reader.Blank && width > 1))
            {
                continue;
            }

            var position = file.Dialect.CountRecords ? reader.Record : reader.Line;
            for (; written < before + position - 1 && width > 1; written++)
            {
                csv.End();
            }

            for (var i = 0; i < reader.Count; i++)
            {
                csv.Field(reader[reader.Count == width ? order[i] : i]);
            }

            csv.End();
            written++;
            if ((written & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }
        }

        return reader.Problem is { } problem ? throw new RefusedException(problem) : written;
    }

    private static bool SameColumns(AcquiredFile one, AcquiredFile other) =>
        one.HasHeader == other.HasHeader && one.Header.Count == other.Header.Count && one.Header.ToHashSet().SetEquals(other.Header)
        && (one.Header.SequenceEqual(other.Header) || one.Header.Distinct().Count() == one.Header.Count);

    private static int[] Order(AcquiredFile first, AcquiredFile file) => first.Header.SequenceEqual(file.Header)
        ? [.. Enumerable.Range(0, first.Header.Count)]
        : [.. first.Header.Select(name => file.Header.Index().First(h => h.Item == name).Index)];

    private static bool Ends(string name, string[] endings) => endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}

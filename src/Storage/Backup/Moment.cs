using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using CityHub.Storage.Trail;
using Microsoft.Data.Sqlite;

namespace CityHub.Storage.Backup;

/// <summary>
/// One moment of the whole data folder, held on to. Commits of both stores wait while it is taken: the record store for as long as files are
/// linked, the table store until its file is copied. What comes later touches none of it: the records are read from the transaction that saw
/// the moment, linked files keep their bytes, the trail is cut where it stood.
/// </summary>
internal sealed class Moment : IDisposable
{
    // What is not copied as it lies there: stores have ways of their own, the search index is made anew, the rest lives as long as the process.
    private static readonly string[] NotPlain = ["owner", "hub.sock", "records/", "tables/", "row-index/rocksdb/", "audit/", "search/", "tmp/", StagingPrefix];
    private const string StagingPrefix = ".backup-";
    private readonly SqliteConnection _records;

    private Moment(string staging, SqliteConnection records, DateTimeOffset atUtc)
    {
        (Staging, _records, AtUtc) = (staging, records, atUtc);
        _records.Open();
    }

    /// <summary>Folder of linked files, laid out as the data folder.</summary>
    public string Staging { get; }

    public DateTimeOffset AtUtc { get; }

    public TrailCut Cut { get; private set; } = null!;

    /// <summary>Takes it; the table store's files are copied to the target meanwhile.</summary>
    public static Moment Take(HubSettings settings, TableStore tables, RowIndex.RowIndex index, TrailWriter trail, string target, DateTimeOffset nowUtc)
    {
        var staging = Directory.CreateDirectory(settings.InData(StagingPrefix + Kernel.Id.New())).FullName;
        var source = new SqliteConnectionStringBuilder { DataSource = settings.InData("records", "city.db"), Pooling = false, DefaultTimeout = 30 }.ToString();
        var moment = new Moment(staging, new SqliteConnection(source), nowUtc);
        try
        {
            using var holding = new SqliteConnection(source);
            holding.Open();
            Say(holding, "begin immediate");
            // The record store first, then the tables: a commit of the tables waits for nobody, so the two holds cannot lock each other out.
            tables.WhileNothingCommits(files =>
            {
                moment.Hold(settings.DataFolder, index, trail);
                Say(holding, "rollback");
                foreach (var file in files)
                {
                    // Whatever is loaded meanwhile is written to parts of the file that no commit names. Closing it drops DuckDB's own lock on
                    // it: the folder's owner file is what keeps other processes off.
                    File.Copy(file, CopiedFile.Target(target, $"tables/{Path.GetFileName(file)}"));
                }
            });
            return moment;
        }
        catch
        {
            moment.Dispose();
            throw;
        }
    }

    /// <summary>Copies the record store as the moment saw it.</summary>
    public void CopyRecords(string file)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        // VACUUM INTO would see the commits that came since; the copy of pages goes through the open transaction.
        _records.BackupDatabase(copy);
    }

    public void Dispose()
    {
        _records.Dispose();
        Directory.Delete(Staging, recursive: true);
    }

    /// <summary>Removes what a killed backup left in the data folder.</summary>
    public static void Sweep(HubSettings settings)
    {
        foreach (var left in Directory.EnumerateDirectories(settings.DataFolder, StagingPrefix + "*"))
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>Files of the data folder that a backup copies as they are.</summary>
    public static IEnumerable<string> PlainFiles(string dataFolder) =>
        CopiedFile.Below(dataFolder).Where(path => !NotPlain.Any(left => path.StartsWith(left, StringComparison.Ordinal)));

    private void Hold(string dataFolder, RowIndex.RowIndex index, TrailWriter trail)
    {
        Say(_records, "begin");
        Say(_records, "select count(*) from sqlite_master"); // a transaction sees what it sees from its first read on
        Cut = trail.Cut!;
        foreach (var segment in Segment.All(Cut.Segment.Folder).Where(s => s.CompareTo(Cut.Segment) <= 0))
        {
            LinkIfThere(dataFolder, segment.LogFile);
            if (segment != Cut.Segment)
            {
                LinkIfThere(dataFolder, segment.SignatureFile);
            }
        }

        foreach (var path in PlainFiles(dataFolder))
        {
            LinkIfThere(dataFolder, Path.Combine(dataFolder, path));
        }

        index.Checkpoint(Path.Combine(Directory.CreateDirectory(Path.Combine(Staging, "row-index")).FullName, "rocksdb"));
    }

    // An upload may be dropped and a segment retired between the listing and the link.
    private void LinkIfThere(string dataFolder, string file)
    {
        try
        {
            if (File.Exists(file))
            {
                CopiedFile.Link(file, Staging, Path.GetRelativePath(dataFolder, file));
            }
        }
        catch (FileNotFoundException)
        {
            // It went away this very moment.
        }
    }

    private static void Say(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using CityHub.Kernel.Modules;
using Microsoft.Data.Sqlite;

namespace CityHub.Storage.Trail;

/// <summary>Asks the record store of a folder on which no hub runs, without changing a byte of it.</summary>
internal static class WitnessAtRest
{
    /// <exception cref="StartUpException">The record store is missing or cannot be read.</exception>
    public static TrailPosition? Read(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "records", "city.db");
        if (!File.Exists(file))
        {
            throw Unreadable(file, null);
        }

        try
        {
            return new FileInfo(file + "-wal") is { Exists: true, Length: > 0 } ? OfCopy(file) : Ask(file);
        }
        catch (SqliteException failure)
        {
            throw Unreadable(file, failure);
        }
    }

    // Commits that a crash left in the log are not in the file yet, and SQLite would write them into it: so it is given a copy.
    private static TrailPosition? OfCopy(string file)
    {
        var copy = Directory.CreateTempSubdirectory("cityhub-records-").FullName;
        try
        {
            File.Copy(file, Path.Combine(copy, "city.db"));
            File.Copy(file + "-wal", Path.Combine(copy, "city.db-wal"));
            using (var connection = Open(Path.Combine(copy, "city.db")))
            {
                using var settle = connection.CreateCommand();
                settle.CommandText = "pragma wal_checkpoint(truncate)";
                settle.ExecuteNonQuery();
            }

            return Ask(Path.Combine(copy, "city.db"));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static TrailPosition? Ask(string file)
    {
        // Immutable: SQLite makes neither a log nor locks beside it.
        using var connection = Open($"file:{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1");
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where type = 'table' and name = 'storage_trail_end'";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return null;
        }

        command.CommandText = "select Sequence, Digest from storage_trail_end";
        using var row = command.ExecuteReader();
        return row.Read() ? new(row.GetInt64(0), row.GetString(1)) : null;
    }

    private static SqliteConnection Open(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static StartUpException Unreadable(string file, Exception? cause) => new(
        new(
            $"记录库不见了或读不出，无法核对审计日志的末端：{file}。从备份恢复它",
            $"The record store is missing or cannot be read, so the end of the audit trail cannot be compared: {file}. Restore it from a backup."),
        cause);
}

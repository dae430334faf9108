using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using DuckDB.NET.Data;

namespace CityHub.DataCentre.Gathering.Acquiring.Parquet;

/// <summary>A Parquet file, written out as CSV by an own in-memory DuckDB.</summary>
internal static class ParquetSource
{
    public static async Task<Outcome<AcquiredFile>> Copy(Source source, string spool, Disk disk, GatheringOptions options, IProgress<long>? progress, CancellationToken ct)
    {
        // Text is larger than its columns; four times is usual, and the watch below stops what is not.
        if (disk.Check(new FileInfo(source.Path!).Length * 4) is { } full)
        {
            return full;
        }

        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            await connection.OpenAsync(ct);
            await Run(connection, "set memory_limit='1GB'; set threads=2; set preserve_insertion_order=true; set autoinstall_known_extensions=false", ct);
            await Run(connection, $"set temp_directory={Quote(Path.GetDirectoryName(spool)!)}", ct);
            var names = await Names(connection, source.Path!, ct);
            if (names.Count > options.ColumnLimit)
            {
                return SourceFaults.TooManyColumns(names.Count, options.ColumnLimit);
            }

            using var command = connection.CreateCommand();
            command.CommandText = $"copy (select * from read_parquet({Quote(source.Path!)})) to {Quote(spool)} (format csv, header false, dateformat '%Y-%m-%d', timestampformat '%Y-%m-%d %H:%M:%S.%f')";
            Fault? watched = null;
            using var watch = new Timer(
                _ =>
                {
                    progress?.Report(File.Exists(spool) ? new FileInfo(spool).Length : 0);
                    if (watched is null && (watched = disk.Check(0)) is not null)
                    {
                        command.Cancel();
                    }
                }, null, 500, 500);
            await using (ct.Register(command.Cancel))
            {
                try
                {
                    await Task.Run(command.ExecuteNonQuery, CancellationToken.None);
                }
                catch (Exception) when (watched is not null)
                {
                    return watched;
                }
            }

            return new AcquiredFile(spool, new CsvDialect((byte)',', (byte)'"', 0, CountRecords: true), names, true, "parquet", "UTF-8", source.Path!, [],
                [new($"Parquet，{names.Count} 列", $"Parquet, {English.Of(names.Count, "column")}")]);
        }
        catch (DuckDBException)
        {
            ct.ThrowIfCancellationRequested();
            return new Fault("gathering.parquet-broken", 422, new("Parquet 文件无法读取", "The Parquet file cannot be read"),
                new($"{source.Name} 无法作为 Parquet 读取：文件没有传完、已损坏、已加密，或用了不支持的压缩或类型。重新取得文件，或另存为 CSV 或未加密的 Parquet 后再试；原有数据未动。",
                    $"{source.Name} cannot be read as Parquet: it did not arrive whole, is damaged or encrypted, or uses a compression or type that is not supported. Fetch it again, or save it as CSV or plain Parquet, and retry. Earlier rows are untouched."));
        }
    }

    private static async Task<List<string>> Names(DuckDBConnection connection, string path, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select * from read_parquet({Quote(path)}) limit 0";
        await using var reader = await command.ExecuteReaderAsync(ct);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static async Task Run(DuckDBConnection connection, string sql, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}

using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using Npgsql;

namespace CityHub.DataCentre.Gathering.Acquiring.Databases;

/// <summary>
/// A table or query of a PostgreSQL server, copied out as CSV by the server itself (COPY ... TO STDOUT) inside a read-only transaction.
/// The connection string comes with the run or from an environment variable; it is neither kept nor logged.
/// </summary>
internal static class PostgresSource
{
    private const int ConnectSeconds = 15;

    /// <summary>The server as people may see it: host, port and database, no user and no password.</summary>
    public static Outcome<NpgsqlConnectionStringBuilder> Connection(DatabaseQuery database)
    {
        var text = database.Connection;
        if (string.IsNullOrWhiteSpace(text) && database.Variable is { Length: > 0 } variable)
        {
            if (!variable.StartsWith(PostgresFaults.VariablePrefix, StringComparison.Ordinal))
            {
                return PostgresFaults.VariableName(variable);
            }

            text = Environment.GetEnvironmentVariable(variable);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return PostgresFaults.ConnectionNotGiven;
        }

        try
        {
            // No pool: the source's server keeps no connection of ours after the run.
            var asked = new NpgsqlConnectionStringBuilder(text);
            if (database.Variable is null && (asked.Host is not { Length: > 0 } host || host.Contains('/', StringComparison.Ordinal) || host.StartsWith('@')
                || asked.Passfile is not null || asked.SslKey is not null || asked.SslCertificate is not null || string.IsNullOrEmpty(asked.Password)))
            {
                // A socket, a password file or no password would use the rights of the hub's own system user.
                return PostgresFaults.ConnectionBroken(new("须有主机、用户名和密码，不能用本机套接字、Passfile 或证书文件", "it needs Host, Username and Password, and takes no socket, Passfile or certificate file"));
            }

            return new NpgsqlConnectionStringBuilder(text)
            {
                Pooling = false, Timeout = ConnectSeconds, ApplicationName = "CityHub", IncludeErrorDetail = false, Encoding = "UTF8", CommandTimeout = 0, Multiplexing = false,
            };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            // The message of the parser names a keyword; a value could be a password.
            return PostgresFaults.ConnectionBroken(wrong is ArgumentException { ParamName: { Length: > 0 } keyword }
                ? new($"关键字“{keyword}”不对，或它的值不对", $"the keyword '{keyword}' or its value is wrong") : new("写法不是“关键字=值;…”", "it is not written as keyword=value;…"));
        }
    }

    public static string Server(NpgsqlConnectionStringBuilder connection) => $"{connection.Host}:{connection.Port}/{connection.Database}";

    public static Outcome<string> Select(DatabaseQuery database)
    {
        if (database.Query is { Length: > 0 } query)
        {
            var one = query.Trim().TrimEnd(';').TrimEnd();
            return one.Contains(';', StringComparison.Ordinal) ? PostgresFaults.QueryNotSingle : one;
        }

        return database.Table is { Length: > 0 } table
            ? "select * from " + string.Join('.', table.Split('.', 2).Select(p => '"' + p.Trim().Trim('"').Replace("\"", "\"\"", StringComparison.Ordinal) + '"'))
            : PostgresFaults.QueryNotGiven;
    }

    public static async Task<Outcome<AcquiredFile>> Copy(Source source, string spool, Disk disk, GatheringOptions options, IProgress<long>? progress, CancellationToken ct)
    {
        if (!Connection(source.Database!).Try(out var settings, out var fault) || !Select(source.Database!).Try(out var select, out fault))
        {
            return fault;
        }

        var server = Server(settings);
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            await using var begin = new NpgsqlCommand("begin transaction isolation level repeatable read read only", connection);
            await begin.ExecuteNonQueryAsync(ct);
            var names = await Names(connection, select, ct);
            if (names.Count > options.ColumnLimit)
            {
                return SourceFaults.TooManyColumns(names.Count, options.ColumnLimit);
            }

            long total = 0;
            using (var export = await connection.BeginTextExportAsync($"copy ({select}\n) to stdout (format csv)", ct))
            await using (var file = new SpoolStream(spool, disk))
            {
                // The reader's own stream gives the bytes as the server sends them: already UTF-8.
                var bytes = ((StreamReader)export).BaseStream;
                var buffer = new byte[1 << 17];
                int read;
                while ((read = await bytes.ReadAsync(buffer, ct)) > 0)
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                    total += read;
                    progress?.Report(total);
                }
            }

            return total == 0
                ? SourceFaults.Empty(source.Name)
                : new AcquiredFile(spool, new CsvDialect((byte)',', (byte)'"', 0, CountRecords: true), names, true, "postgresql", "UTF-8", spool, [],
                    [new($"已连接 {server}，读出 {SourceFaults.Size(total)}", $"Connected to {server}, read {SourceFaults.Size(total)}")]);
        }
        catch (Exception error) when (error is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or InvalidOperationException)
        {
            ct.ThrowIfCancellationRequested();
            return PostgresFaults.Of(error, server);
        }
    }

    private static async Task<List<string>> Names(NpgsqlConnection connection, string select, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select * from ({select}\n) as source limit 0", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}

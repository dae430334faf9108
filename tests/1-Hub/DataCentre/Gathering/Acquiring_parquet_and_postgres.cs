using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using DuckDB.NET.Data;
using Npgsql;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Acquiring_parquet : GatheringBench
{
    [Fact]
    public async Task gives_its_rows_in_order_with_dates_and_codes_as_text()
    {
        var path = Path.Combine(Folder, "p.parquet");
        using (var duck = new DuckDBConnection("DataSource=:memory:"))
        {
            duck.Open();
            using var command = duck.CreateCommand();
            command.CommandText = $"copy (select * from (values ('0012', date '2026-04-08', 1.50::decimal(9,2), '甲,乙'), ('0013', null, 2.25, null)) t(code, day, amount, name)) to '{path}' (format parquet)";
            command.ExecuteNonQuery();
        }

        var file = (await Acquire(path)).Value;

        Assert.Equal(["code", "day", "amount", "name"], file.Header);
        Assert.Equal([["0012", "2026-04-08", "1.50", "甲,乙"], ["0013", "", "2.25", ""]], Cells(file));
    }

    [Fact]
    public async Task is_refused_when_it_is_broken() =>
        Assert.Equal("gathering.parquet-broken", (await Acquire(Write("p.parquet", [0x50, 0x41, 0x52, 0x31, 1, 2, 3, 4, 5, 6, 7, 8]))).Fault?.Code);
}

public sealed class Acquiring_from_postgresql : GatheringBench
{
    [Fact]
    public async Task copies_a_table_and_a_query_and_says_what_is_wrong_otherwise()
    {
        await using var server = await LocalServer.Start(Path.Combine(Folder, "pg"));
        Assert.SkipWhen(server is null, "PostgreSQL is not installed here");
        await server.Run("create table market_entity(credit_code text, name text, staff int, note text); insert into market_entity values ('91500000000000001X', '甲公司', 12, null), ('91500000000000002X', '乙,\"公司\"', 7, E'两\\n行')");

        var table = await Source(server.Connection, "public.market_entity", null);
        Assert.Equal(["credit_code", "name", "staff", "note"], table.Value.Header);
        Assert.Equal([["91500000000000001X", "甲公司", "12", ""], ["91500000000000002X", "乙,\"公司\"", "7", "两\n行"]], Cells(table.Value));
        Assert.Equal([["7"]], Cells((await Source(server.Connection, null, "select staff from market_entity where staff < 10")).Value));

        Assert.Equal("gathering.postgres-query-not-single", (await Source(server.Connection, null, "select 1; drop table market_entity")).Fault?.Code);
        Assert.Contains("no such table", (await Source(server.Connection, "public.nothing", null)).Fault!.Detail!.En, StringComparison.Ordinal);
        Assert.Contains("no such database", (await Source(server.Connection.Replace("Database=postgres", "Database=none", StringComparison.Ordinal), "x", null)).Fault!.Detail!.En, StringComparison.Ordinal);
        Assert.False((await Source(server.Connection, null, "with gone as (delete from market_entity returning 1) select * from gone")).Succeeded);
        Assert.Equal([["2"]], Cells((await Source(server.Connection, null, "select count(*) from market_entity")).Value));

        var run = await Get<StartRun>().Do(
            new RunRequest(FakeCatalogue.Companies, "append", Postgres: new(server.Connection, null, "public.market_entity")) { Mapping = new Dictionary<string, string?> { ["staff"] = null } },
            Steward, local: false, null, default);
        Assert.Equal(("succeeded", 2L), (await End(run.Value.Id)) is var s ? (s.State, s.Kept) : default);
        Assert.DoesNotContain("Password", run.Value.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", run.Value.Source + run.Value.SourceName + run.Value.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task says_that_nothing_listens()
    {
        var fault = (await Source($"Host=127.0.0.1;Port={FreePort()};Database=x;Username=u;Password=geheim", "t", null)).Fault;

        Assert.Contains("nothing listens", fault!.Detail!.En, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", fault.Detail.En + fault.Detail.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task takes_only_variables_meant_for_it() =>
        Assert.Equal("gathering.postgres-variable", (await Get<Acquire>().File(
            new Source("x", null, false, new DatabaseQuery("PATH", "t", null), SourceForm.Open), Path.Combine(Folder, "copy"), false, null, default)).Fault?.Code);

    private async Task<Kernel.Outcome<AcquiredFile>> Source(string connection, string? table, string? query) => await Get<Acquire>().File(
        new Source("pg", null, false, new DatabaseQuery(null, table, query) { Connection = connection }, SourceForm.Open),
        Path.Combine(Folder, "copy" + Guid.NewGuid().ToString("N")), false, null, default);

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A PostgreSQL server of this test alone, as an ordinary user (initdb refuses root).</summary>
    private sealed class LocalServer(Process process, string connection) : IAsyncDisposable
    {
        public string Connection { get; } = connection;

        public static async Task<LocalServer?> Start(string folder)
        {
            var bin = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(d => Path.Combine(d, "bin")).LastOrDefault() : null;
            bin = bin is not null && File.Exists(Path.Combine(bin, "initdb")) ? bin : File.Exists("/usr/local/bin/initdb") ? "/usr/local/bin" : null;
            if (bin is null)
            {
                return null;
            }

            Directory.CreateDirectory(folder);
            var port = FreePort();
            var script = $"cd {folder} && {bin}/initdb -D {folder}/db -U city -A trust -E UTF8 --no-locale -N > /dev/null && exec {bin}/postgres -D {folder}/db -p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off";
            var root = Environment.UserName == "root";
            if (root)
            {
                Process.Start("chown", ["-R", "postgres", Path.GetDirectoryName(folder)!])!.WaitForExit();
            }

            var start = new ProcessStartInfo(root ? "setpriv" : "sh", root ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh", "-c", script] : ["-c", script]) { RedirectStandardError = true, RedirectStandardOutput = true };
            var process = Process.Start(start)!;
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            var connection = $"Host=127.0.0.1;Port={port};Database=postgres;Username=city;Password=geheim";
            for (var i = 0; i < 300 && !process.HasExited; i++)
            {
                try
                {
                    await using var probe = new NpgsqlConnection(connection + ";Pooling=false;Timeout=1");
                    await probe.OpenAsync();
                    return new LocalServer(process, connection);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    await Task.Delay(100);
                }
            }

            return null;
        }

        public async Task Run(string sql)
        {
            await using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}

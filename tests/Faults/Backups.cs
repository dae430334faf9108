using System.Text;
using System.Text.Json.Nodes;
using CityHub.Kernel;
using CityHub.Storage.Backup;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using CityHub.Storage.Trail;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>A backup that is made while rows are loaded and entries are registered shows one moment of all stores.</summary>
public sealed class A_backup_of_a_busy_hub(ITestOutputHelper output) : IDisposable
{
    private const int RowsOfARun = 20_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-b-").FullName;
    private volatile int _loaded;

    [Fact]
    public async Task restores_to_what_committed_runs_left_with_records_trail_and_index_in_step()
    {
        var backups = new List<string>();
        Dictionary<int, string> committed;
        string code;
        await using (var hub = await WholeHub.Start(InFolder("data")))
        {
            code = await hub.Register();
            using var enough = new CancellationTokenSource();
            var loading = Load(hub, code, enough.Token);
            var editing = Edit(hub, enough.Token);
            for (var i = 0; i < 4; i++)
            {
                // Another run has committed since the last backup; the next one is somewhere on its way.
                while (_loaded <= i && !loading.IsCompleted)
                {
                    await Task.Delay(20);
                }

                await Task.Delay(i * 150);
                backups.Add(InFolder($"backup-{i}"));
                var made = await Back(hub, backups[^1]);
                output.WriteLine($"backup {i}: {made["files"]} files, {made["bytes"]} bytes, held {made["heldSeconds"]} s of {made["seconds"]} s");
            }

            await enough.CancelAsync();
            await loading;
            await editing;
            committed = await Runs(hub, code);
        }

        var restoredRuns = new List<int>();
        foreach (var backup in backups)
        {
            var data = InFolder("restored-" + Path.GetFileName(backup));
            Assert.Null(RestoreBackup.Do(backup, data, "local", TimeProvider.System, default).Fault);
            await using var hub = await WholeHub.Start(data);
            restoredRuns.Add(await Agrees(hub, code, committed));
        }

        output.WriteLine($"runs: {string.Join(", ", restoredRuns)} of {committed.Count}");
        Assert.True(restoredRuns[^1] > restoredRuns[0], "the backups were all of the same moment");
        Assert.True(restoredRuns.Order().SequenceEqual(restoredRuns));
    }

    [Fact]
    public async Task takes_along_the_upload_of_a_run_that_waits_and_the_source_of_one_that_works()
    {
        string working, waiting;
        await using (var hub = await WholeHub.Start(InFolder("data")))
        {
            var code = await hub.Register();
            working = await Upload(hub, code, "w-", 300_000);
            waiting = await Upload(hub, code, "q-", 1_000);
            await Back(hub, InFolder("backup"));
            Assert.Equal("succeeded", (await hub.End(waiting)).GetProperty("state").GetString());
        }

        Assert.Null(RestoreBackup.Do(InFolder("backup"), InFolder("restored"), "local", TimeProvider.System, default).Fault);
        await using var restored = await WholeHub.Start(InFolder("restored"));
        var waited = await restored.End(waiting);
        var resumed = await restored.Resume(working);

        Assert.Equal(("succeeded", 1_000), (waited.GetProperty("state").GetString(), waited.GetProperty("kept").GetInt32()));
        Assert.Equal(("succeeded", 300_000), (resumed.GetProperty("state").GetString(), resumed.GetProperty("kept").GetInt32()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> Upload(WholeHub hub, string code, string prefix, int rows)
    {
        await using var file = File.OpenRead(WholeHub.Table(InFolder($"{prefix}rows.csv"), prefix, rows));
        using var form = new MultipartFormDataContent { { new StringContent(code), "resource" }, { new StringContent("append"), "mode" }, { new StreamContent(file), "file", "rows.csv" } };
        using var answer = await hub.Client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return WholeHub.Read(text).GetProperty("run").GetString()!;
    }

    /// <summary>Every store says the same; returns how many runs there are.</summary>
    private static async Task<int> Agrees(WholeHub hub, string code, Dictionary<int, string> committed)
    {
        // Rows: of every run in the table exactly those that it left in the end.
        var runs = await Runs(hub, code);
        Assert.All(runs, run => Assert.Equal(committed[run.Key], run.Value));

        // Records: the runs that they call succeeded are those whose rows are there.
        await using var db = await hub.Service<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        var succeeded = await db.Database.SqlQueryRaw<int>("select Number as Value from datacentre_runs where State = 'Succeeded'").ToListAsync();
        Assert.Equal(runs.Keys.Order(), succeeded.Order());

        // Index: a key of each run is found, the maintained count is the counted one.
        foreach (var run in runs.Keys)
        {
            var (told, counted, found) = await hub.Rows(code, $"r{run}-{RowsOfARun - 1}");
            Assert.Equal((runs.Count * (long)RowsOfARun, runs.Count * (long)RowsOfARun, true), (told, counted, found));
        }

        Assert.False((await hub.Rows(code, $"r{runs.Keys.Max() + 1}-0")).Found);

        // Trail: whole, and of every entry of the catalogue it tells once.
        Assert.True(await hub.TrailIsIntact());
        var told2 = await hub.Service<AuditReader>().All(new(Act: "catalogue.register"), default).Select(r => r.Resource!).ToListAsync();
        var registered = await db.Database.SqlQueryRaw<string>("select Code as Value from datacentre_resources").ToListAsync();
        Assert.Equal(registered.Order(StringComparer.Ordinal), told2.Order(StringComparer.Ordinal));
        Assert.Single(hub.Service<AuditReader>().Page(new(Act: "backup.restored"), null, 10, default).Items);
        return runs.Count;
    }

    /// <summary>Number of each run in the table, with a digest of its rows whatever their order.</summary>
    private static async Task<Dictionary<int, string>> Runs(WholeHub hub, string code)
    {
        await using var db = await hub.Service<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        var resource = (await db.Database.SqlQuery<string>($"select Id as Value from datacentre_resources where Code = {code}").ToListAsync()).Single();
        var runs = new Dictionary<int, string>();
        if (hub.Service<TableStore>().Find(resource) is not { } table)
        {
            return runs;
        }

        await using var rows = await hub.Service<ITableStore>().Read(
            $"select _run, count(*) || ' ' || count(distinct key) || ' ' || sum(hash(key, text)::hugeint) || ' ' || bit_xor(hash(key, text, _line)) from {table.TableName} group by _run", [], default);
        while (await rows.Data.ReadAsync())
        {
            runs.Add(rows.Data.GetInt32(0), rows.Data.GetString(1));
        }

        return runs;
    }

    private async Task Load(WholeHub hub, string code, CancellationToken enough)
    {
        for (var run = 1; !enough.IsCancellationRequested; run++)
        {
            var end = await hub.Gather(code, WholeHub.Table(InFolder($"r{run}.csv"), $"r{run}-", RowsOfARun));
            Assert.Equal("succeeded", end.GetProperty("state").GetString());
            _loaded = run;
        }
    }

    private static async Task Edit(WholeHub hub, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await hub.Register();
        }
    }

    internal static async Task<JsonObject> Back(WholeHub hub, string path)
    {
        using var answer = await hub.Client.PostAsync(new Uri("/api/v1/backups", UriKind.Relative), new StringContent($$"""{"path":"{{path}}"}""", Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}

/// <summary>A backup of a hub without rows, made once.</summary>
public sealed class OneBackup : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cityhub-b-").FullName;

    public async ValueTask InitializeAsync()
    {
        await using var hub = await WholeHub.Start(Path.Combine(Folder, "data"));
        await A_backup_of_a_busy_hub.Back(hub, Path.Combine(Folder, "backup"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class Restoring : IClassFixture<OneBackup>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-b-").FullName;
    private readonly OneBackup _made;

    public Restoring(OneBackup made)
    {
        _made = made;
        var whole = Path.Combine(made.Folder, "backup");
        foreach (var file in Directory.GetFiles(whole, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Backup, Path.GetRelativePath(whole, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string Backup => Path.Combine(_folder, "backup");

    private string Data => Path.Combine(_folder, "restored");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task gives_a_folder_that_a_hub_opens_and_whose_keys_only_its_owner_reads()
    {
        Assert.Null(Restore());

        await using var hub = await WholeHub.Start(Data);
        Assert.True(await hub.TrailIsIntact());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(Path.Combine(Data, "keys", "audit-sign.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(Path.Combine(_made.Folder, "backup")));
    }

    [Theory]
    [InlineData("VERSION", "backup.file-damaged")]
    [InlineData("keys/audit-sign.key", "backup.file-damaged")]
    [InlineData("records/city.db", "backup.file-damaged")]
    [InlineData("tables/city.duckdb", "backup.file-damaged")]
    [InlineData("audit/head", "backup.file-damaged")]
    [InlineData("manifest.json", "backup.foreign")]
    public void is_refused_and_makes_nothing_when_one_byte_is_another(string file, string refusal)
    {
        var path = Path.Combine(Backup, file);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0x80;
        File.WriteAllBytes(path, bytes);

        Refused(refusal, file == "manifest.json" ? path : file);
    }

    [Fact]
    public async Task takes_a_backup_in_one_file_too()
    {
        var file = Path.Combine(_folder, "backup.tar");
        await using (var hub = await WholeHub.Start(Path.Combine(_made.Folder, "data")))
        {
            await A_backup_of_a_busy_hub.Back(hub, file);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file));
        Assert.Null(RestoreBackup.Do(file, Data, "local", TimeProvider.System, default).Fault);
        await using (var restored = await WholeHub.Start(Data))
        {
            Assert.True(await restored.TrailIsIntact());
        }

        var bytes = await File.ReadAllBytesAsync(file);
        foreach (var (broken, refusals) in new (byte[], string[])[]
        {
            (bytes[..(bytes.Length / 2)], ["backup.file-damaged", "backup.file-missing"]),
            ([.. bytes[..(bytes.Length / 2)], (byte)(bytes[bytes.Length / 2] ^ 0x80), .. bytes[((bytes.Length / 2) + 1)..]], ["backup.file-damaged"]),
            ([.. "no backup at all"u8], ["backup.foreign", "backup.no-manifest"]),
        })
        {
            await File.WriteAllBytesAsync(file, broken);
            var fault = RestoreBackup.Do(file, Path.Combine(_folder, "again"), "local", TimeProvider.System, default).Fault;
            Assert.Contains(fault?.Code, refusals);
        }

        Assert.False(Path.Exists(Path.Combine(_folder, "again")));
    }

    [Fact]
    public void is_refused_when_a_file_is_missing()
    {
        File.Delete(Path.Combine(Backup, "records", "city.db"));
        Refused("backup.file-missing", "records/city.db");
    }

    [Fact]
    public void is_refused_when_a_file_was_cut_short()
    {
        using (var file = File.OpenWrite(Path.Combine(Backup, "tables", "city.duckdb")))
        {
            file.SetLength(file.Length - 1);
        }

        Refused("backup.file-damaged", "tables/city.duckdb");
    }

    [Fact]
    public void is_refused_when_a_file_was_put_in()
    {
        File.WriteAllText(Path.Combine(Backup, "connections.json"), "{}");
        Refused("backup.file-unlisted", "connections.json");
    }

    [Fact]
    public void is_refused_when_the_list_is_missing()
    {
        File.Delete(Path.Combine(Backup, "manifest.json"));
        Refused("backup.no-manifest", Backup);
    }

    [Theory]
    [InlineData("cityhub-backup-1", "another-1", "backup.foreign")]
    [InlineData("\"VERSION\"", "\"../VERSION\"", "backup.foreign")]
    [InlineData("\"VERSION\"", "\"/tmp/VERSION\"", "backup.foreign")]
    [InlineData("\"folderVersion\": ", "\"folderVersion\": 9", "backup.newer")]
    [InlineData("\"sha256\"", "\"md5\"", "backup.foreign")]
    public void is_refused_when_the_list_is_of_another_or_newer_program(string old, string put, string refusal)
    {
        var list = Path.Combine(Backup, "manifest.json");
        File.WriteAllText(list, File.ReadAllText(list).Replace(old, put, StringComparison.Ordinal));
        Refused(refusal, "");
    }

    [Fact]
    public void is_refused_into_a_folder_that_holds_anything()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "note.txt"), "mine");

        Assert.Equal("backup.folder-not-empty", Restore()?.Code);
        Assert.Equal(["note.txt"], Directory.GetFiles(Data).Select(Path.GetFileName));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private Fault? Restore() => RestoreBackup.Do(Backup, Data, "local", TimeProvider.System, default).Fault;

    private void Refused(string code, string named)
    {
        var fault = Restore();

        Assert.Equal(code, fault?.Code);
        Assert.Contains(named, fault!.Detail!.En, StringComparison.Ordinal);
        Assert.Equal(["backup"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }
}

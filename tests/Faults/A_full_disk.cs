using System.Net;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>
/// The whole hub on file systems that really fill up (ENOSPC), one engine at a time and all together: a clear refusal, earlier rows
/// untouched, and work goes on in the same process once there is room again.
/// </summary>
public sealed class A_full_disk : IAsyncLifetime
{
    private const int Earlier = 500;
    private const int Many = 150_000; // about 15 MB that do not compress

    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-full-").FullName;
    private SmallDisk _disk = null!;
    private WholeHub _hub = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        _disk?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task while_a_file_is_uploaded_refuses_it_and_leaves_nothing_of_it()
    {
        var code = await Start("spool", 64);
        using var form = new MultipartFormDataContent { { new StringContent(code), "resource" }, { new StreamContent(new Filling(_disk, 8 << 20)), "file", "many.csv" } };
        using var answer = await _hub.Client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), form);

        var problem = WholeHub.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.InsufficientStorage, "gathering.disk"), (answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains("make room", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "data", "spool", "uploads")));
        await Untouched(code);

        _disk.Free();
        using var again = new MultipartFormDataContent
        {
            { new StringContent(code), "resource" }, { new ByteArrayContent(await File.ReadAllBytesAsync(Table("second", 10))), "file", "second.csv" },
        };
        using var accepted = await _hub.Client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), again);
        var run = WholeHub.Read(await accepted.Content.ReadAsStringAsync()).GetProperty("run").GetString()!;
        Assert.Equal("succeeded", Text(await _hub.End(run), "state"));
        Assert.Equal((Earlier + 10, Earlier + 10, true), await _hub.Rows(code, "second9"));
    }

    [Fact]
    public async Task while_a_file_is_brought_to_utf8_refuses_it()
    {
        var code = await Start("spool", 96);
        var path = WholeHub.Table(Path.Combine(_folder, "gb.csv"), "gb", 60_000, Gb());
        var source = new Source("gb.csv", path, Owned: false, null, SourceForm.Open);
        var copy = _hub.Service<Spool>().Run("transcoding");

        var refused = await _hub.Service<Acquire>().File(source, copy, everyLine: false, new AtFirst(_disk.Fill), default);

        Assert.Equal("gathering.disk", refused.Fault?.Code);
        await Untouched(code);
        _disk.Free();
        Assert.Equal("GB18030", (await _hub.Service<Acquire>().File(source, copy, false, null, default)).Value.Encoding);
        Assert.Equal("succeeded", Text(await _hub.Gather(code, path), "state"));
        Assert.Equal((Earlier + 60_000, Earlier + 60_000, true), await _hub.Rows(code, "gb59999"));
    }

    [Theory]
    [InlineData("tables", 12)]
    [InlineData("row-index/incoming", 1)]
    public async Task while_rows_or_their_keys_are_written_fails_the_run_and_its_resumption_succeeds(string where, int megabytes)
    {
        var code = await Start(where, megabytes);
        var run = await _hub.Ask(code, Table("many", Many));

        var ended = await _hub.End(run);

        Assert.Equal(("failed", "loading.disk-full"), (Text(ended, "state"), Text(ended.GetProperty("fault"), "code")));
        Assert.Contains("Free some room", Text(ended.GetProperty("fault"), "detail"), StringComparison.Ordinal);
        await Untouched(code);

        _disk.Resize(200);
        var resumed = await _hub.Resume(run);
        Assert.Equal(("succeeded", Many), (Text(resumed, "state"), resumed.GetProperty("kept").GetInt32()));
        Assert.Equal((Earlier + Many, Earlier + Many, true), await _hub.Rows(code, $"many{Many - 1}"));
    }

    [Fact]
    public async Task on_the_audit_trail_withholds_answers_until_there_is_room()
    {
        var code = await Start("audit", 24);
        await Untouched(code);
        _disk.Fill();
        var trail = _hub.Service<IAuditTrail>();
        // The segment has zeros written ahead: they are used up first, to the last place in which a record fits.
        foreach (var size in new[] { 1000, 200, 0 })
        {
            var refused = await Assert.ThrowsAsync<IOException>(async () =>
            {
                while (true)
                {
                    await trail.Durable(new("test.fill", "test", Detail: new string('x', size)));
                }
            });
            Assert.Contains("withheld", refused.Message, StringComparison.Ordinal);
        }

        var address = $"/api/v1/resources/{code.Replace('/', '-')}";
        using var rows = await _hub.Client.GetAsync(new Uri($"{address}/rows", UriKind.Relative));
        await Withheld(rows);
        using var found = await _hub.Client.PostAsync(new Uri($"{address}/lookup", UriKind.Relative), new StringContent("{\"key\":\"first1\"}", Encoding.UTF8, "application/json"));
        await Withheld(found);

        _disk.Free();
        await Untouched(code);
        Assert.True(await _hub.TrailIsIntact());
    }

    [Fact]
    public async Task on_the_record_store_refuses_changes_until_there_is_room()
    {
        await Start("records", 16);
        _disk.Fill();
        await UseUpRecords();
        var before = await Titles();

        _disk.Free();
        using var accepted = await _hub.Register("Room again");
        Assert.True(accepted.IsSuccessStatusCode, await accepted.Content.ReadAsStringAsync());
        Assert.Equal(before + 1, await Titles());
    }

    [Fact]
    public async Task under_everything_ends_the_run_once_there_is_room()
    {
        var code = await Start("", 160);
        var resource = (await _hub.Service<ICatalogue>().Find(code, default))!;
        string run;
        using (await _hub.Service<TableStore>().Writing(resource.Id, default))
        {
            run = await _hub.Ask(code, Table("many", Many));
            _disk.Fill();
            await UseUpRecords();
        }

        while (_hub.Service<LiveRuns>().Find(run) is { } live && !live.Log.Any(l => l.Text == RunQueue.Waiting))
        {
            await Task.Delay(20);
        }

        Assert.Equal("running", Text(WholeHub.Read(await _hub.Client.GetStringAsync(new Uri($"/api/v1/runs/{run}", UriKind.Relative))), "state"));
        _disk.Free();

        var ended = await _hub.End(run);
        Assert.Equal(("failed", "loading.disk-full"), (Text(ended, "state"), Text(ended.GetProperty("fault"), "code")));
        await Untouched(code);
        Assert.Equal("succeeded", Text(await _hub.Resume(run), "state"));
        Assert.Equal((Earlier + Many, Earlier + Many, true), await _hub.Rows(code, $"many{Many - 1}"));
        Assert.True(await _hub.TrailIsIntact());
    }

    /// <summary>A hub whose folder or a part of it lies on a small disk, with a resource of a few rows.</summary>
    private async Task<string> Start(string where, int megabytes)
    {
        var data = Path.Combine(_folder, "data");
        _disk = new SmallDisk(Path.Combine(data, where), megabytes);
        _hub = await WholeHub.Start(data);
        var code = await _hub.Register();
        Assert.Equal("succeeded", Text(await _hub.Gather(code, Table("first", Earlier)), "state"));
        await Untouched(code);
        return code;
    }

    private async Task Untouched(string code) => Assert.Equal((Earlier, Earlier, true), await _hub.Rows(code, $"first{Earlier - 1}"));

    /// <summary>SQLite's log has room of its own left: changes go on until that is used up, too.</summary>
    private async Task UseUpRecords()
    {
        var title = 0;
        while (true)
        {
            using var answer = await _hub.Register($"Too many {title++}");
            if (!answer.IsSuccessStatusCode)
            {
                Assert.Equal((HttpStatusCode.InsufficientStorage, "hub.disk-full"), (answer.StatusCode, Text(WholeHub.Read(await answer.Content.ReadAsStringAsync()), "code")));
                return;
            }
        }
    }

    private async Task<long> Titles()
    {
        await using var db = await _hub.Service<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        return await db.Database.SqlQueryRaw<long>("select count(*) as Value from datacentre_resources").SingleAsync();
    }

    private string Table(string name, int rows) => WholeHub.Table(Path.Combine(_folder, name + ".csv"), name, rows);

    private static async Task Withheld(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.InsufficientStorage, $"{answer.StatusCode}: {text}");
        Assert.Equal("hub.disk-full", Text(WholeHub.Read(text), "code"));
        Assert.DoesNotContain("重庆", text, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static Encoding Gb()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("gb18030");
    }

    private sealed class AtFirst(Action act) : IProgress<long>
    {
        private Action? _act = act;

        public void Report(long value) => Interlocked.Exchange(ref _act, null)?.Invoke();
    }

    /// <summary>A body in the middle of which the disk fills up.</summary>
    private sealed class Filling(SmallDisk disk, int length) : MemoryStream(new byte[length])
    {
        private bool _filled;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= length / 2 && !_filled)
            {
                _filled = true;
                disk.Fill();
            }

            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}

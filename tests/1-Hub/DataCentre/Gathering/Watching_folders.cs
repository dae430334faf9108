using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Watching;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>A folder of a front-end machine is watched; the real loader gathers what is put there.</summary>
public sealed class Watching_folders : IAsyncLifetime
{
    private const string Rows = "编号,名称,床位\n01,第一医院,500\n02,,20\n03,第三医院,7\n";
    private readonly string _root = Directory.CreateTempSubdirectory("cityhub-front-").FullName;
    private TestHub _hub = null!;
    private string _code = "";

    private string Folder => Path.Combine(_root, "wjw");

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        Directory.CreateDirectory(Folder);
        Assign($$"""{"{{_root}}": ["500000-wjw"]}""");
        _code = await Register();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task takes_a_file_once_it_is_whole_and_moves_it_away()
    {
        await Watch("*.csv");
        Put("医院.csv", Rows);

        await Look();
        Assert.Equal([("医院.csv", (string?)null)], await Waiting());
        Put("医院.csv", Rows + "04,第四医院,9\n"); // still being written
        _hub.Clock.Advance(TimeSpan.FromSeconds(10));
        await Look();
        Assert.Equal(0, Kept());
        _hub.Clock.Advance(TimeSpan.FromSeconds(10));
        var file = await Ended();

        Assert.Equal(("gathered", 3, 1, $"done/{Day}/医院.csv"), (Text(file, "state"), Number(file, "kept"), Number(file, "refused"), Text(file, "movedTo")));
        Assert.Equal(3, Kept());
        Assert.Equal(["done"], Left());
        var run = await Json("steward", $"/api/v1/runs/{Text(file, "run")}");
        Assert.Equal(("succeeded", "steward"), (Text(run, "state"), Text(run, "by")));
    }

    [Fact]
    public async Task takes_an_announced_file_at_once()
    {
        await Watch("*.csv");
        Put("a.csv", Rows);
        Put("a.csv.ok", "");

        var file = await Ended();

        Assert.Equal($"done/{Day}/a.csv", Text(file, "movedTo"));
        Assert.True(File.Exists(Path.Combine(Folder, "done", Day, "a.csv.ok")));
    }

    [Fact]
    public async Task leaves_what_is_not_meant_for_it_and_says_why()
    {
        await Watch("*.csv");
        foreach (var name in new[] { ".hidden.csv", "a.csv.tmp", "b.csv.part", "~c.csv~" })
        {
            Put(name, Rows);
        }

        File.WriteAllText(Path.Combine(_root, "secret.csv"), Rows);
        File.CreateSymbolicLink(Path.Combine(Folder, "link.csv"), Path.Combine(_root, "secret.csv"));
        Put("empty.csv", "");
        Put("other.txt", "x");
        await Look();
        _hub.Clock.Advance(TimeSpan.FromSeconds(10));
        await Look();

        Assert.Equal(
            [("empty.csv", "gathering.watch-empty"), ("link.csv", "gathering.watch-symlink"), ("other.txt", "gathering.watch-no-match")],
            (await Waiting()).OrderBy(w => w.Name, StringComparer.Ordinal).ToList());
        Assert.Equal(0, Kept());
    }

    [Fact]
    public async Task does_not_gather_the_same_content_twice()
    {
        await Watch("*.csv");
        Put("a.csv", Rows);
        await Ended();
        Put("b.csv", Rows);
        var again = await Ended();

        Assert.Equal(("same", $"done/{Day}/b.csv"), (Text(again, "state"), Text(again, "movedTo")));
        Assert.Equal("gathering.watch-same-content", Text(again.GetProperty("fault"), "code"));
        Assert.Contains("gathering.watch-same-content", File.ReadAllText(Path.Combine(Folder, "done", Day, "b.csv.reason.txt")), StringComparison.Ordinal);
        Assert.Equal(1, Number(await Json("steward", "/api/v1/runs"), "total"));
    }

    [Fact]
    public async Task gathers_an_older_state_that_comes_back_when_rows_are_replaced()
    {
        await Watch("*.csv", "replace");
        foreach (var (name, rows) in new[] { ("a.csv", Rows), ("b.csv", Rows + "04,第四医院,1\n"), ("c.csv", Rows), ("d.csv", Rows) })
        {
            Put(name, rows);
            await Ended();
        }

        Assert.Equal(["same", "gathered", "gathered", "gathered"], (await Shown()).GetProperty("taken").EnumerateArray().Select(f => Text(f, "state")));
        Assert.Equal(2, Kept());
    }

    [Fact]
    public async Task puts_a_file_that_cannot_be_gathered_aside_with_its_reason()
    {
        await Watch("*");
        Put("别的表.csv", "温度,湿度\n1,2\n");
        var file = await Ended();

        Assert.Equal(("failed", "failed/别的表.csv"), (Text(file, "state"), Text(file, "movedTo")));
        Assert.Contains("gathering.nothing-matched", File.ReadAllText(Path.Combine(Folder, "failed", "别的表.csv.reason.txt")), StringComparison.Ordinal);

        // Mended and put back under its name, it is another file.
        Put("别的表.csv", Rows);
        Assert.Equal("gathered", Text(await Ended(), "state"));
    }

    [Fact]
    public async Task sends_files_by_their_names_to_their_resources()
    {
        var other = await Register();
        using var answer = await _hub.As("steward").PostAsJsonAsync("/api/v1/watches", new
        {
            folder = Folder, files = new[] { new { pattern = "医院*", resource = _code, mode = "append" }, new { pattern = "*.csv", resource = other, mode = "upsert" } },
        });
        Put("医院1.csv", Rows);
        Put("药店1.csv", "编号,名称\n9,药店\n");
        await Look();
        _hub.Clock.Advance(TimeSpan.FromSeconds(10));
        await Ended(2);

        Assert.Equal((2, 1), (Kept(), Kept(other)));
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "steward", "/etc", "gathering.watch-not-allowed" },
        { "steward", "wjw", "gathering.watch-not-allowed" },
        { "steward", "{root}/../", "gathering.watch-not-allowed" },
        { "steward", "{root}-other", "gathering.watch-not-allowed" },
        { "steward", "{data}", "gathering.watch-not-allowed" },
        { "steward", "{root}/none", "gathering.watch-folder-missing" },
        { "steward", "{root}/link", "gathering.watch-symlink" },
        { "steward", "{root}/link/below", "gathering.watch-symlink" },
        { "other", "{root}/wjw", "gathering.watch-not-allowed" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task refuses_folders_that_are_not_assigned(string who, string folder, string code)
    {
        var outside = Directory.CreateDirectory(Path.Combine(_hub.Folder, "outside", "below")).Parent!;
        File.CreateSymbolicLink(Path.Combine(_root, "link"), outside.FullName);
        Assign($$"""{"{{_root}}": ["500000-wjw"], "{{_hub.Folder}}": ["500000-wjw"]}""");

        var refused = await Keep(folder.Replace("{root}", _root, StringComparison.Ordinal).Replace("{data}", _hub.Folder, StringComparison.Ordinal), "*", "append", who);

        Assert.Equal(code, Text(refused, "code"));
    }

    [Theory]
    [InlineData("a/b", "append", "gathering.watch-pattern")]
    [InlineData("", "append", "gathering.watch-pattern")]
    [InlineData("*", "sideways", "gathering.mode-unknown")]
    public async Task refuses_lines_that_make_no_sense(string pattern, string mode, string code) => Assert.Equal(code, Text(await Keep(Folder, pattern, mode), "code"));

    [Fact]
    public async Task watches_a_folder_once_and_for_its_department_only()
    {
        var watch = Text(await Watch("*"), "watch");

        Assert.Equal("gathering.watch-exists", Text(await Keep(Folder, "*", "append"), "code"));
        Assert.Empty((await Json("other", "/api/v1/watches")).GetProperty("items").EnumerateArray());
        Assert.Equal("1 0 1", string.Join(' ', await Task.WhenAll(new[] { "", "?district=500103", "?district=500000-wjw" }.Select(async district => (await Json("bureau", "/api/v1/watches" + district)).GetProperty("items").GetArrayLength()))));
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").PostAsync($"/api/v1/watches/{watch}/pause", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("reader").DeleteAsync($"/api/v1/watches/{watch}")).StatusCode);
        Assert.False((await Json("reader", $"/api/v1/watches/{watch}")).GetProperty("mayChange").GetBoolean());
    }

    [Fact]
    public async Task takes_nothing_while_it_is_paused_and_nothing_once_it_is_removed()
    {
        var watch = Text(await Watch("*"), "watch");
        await _hub.As("steward").PostAsync($"/api/v1/watches/{watch}/pause", null);
        Put("a.csv", Rows);
        Put("a.csv.ok", "");
        await Look();
        Assert.Equal("paused", Text(await Shown(), "state"));
        Assert.Equal(0, Number(await Json("steward", "/api/v1/runs"), "total"));

        await _hub.As("steward").PostAsync($"/api/v1/watches/{watch}/resume", null);
        Assert.Equal("gathered", Text(await Ended(), "state"));
        Assert.Equal(HttpStatusCode.NoContent, (await _hub.As("steward").DeleteAsync($"/api/v1/watches/{watch}")).StatusCode);
        Put("b.csv", Rows + "05,第五医院,1\n");
        Put("b.csv.ok", "");
        await Look();
        Assert.Equal(1, Number(await Json("steward", "/api/v1/runs"), "total"));
    }

    [Fact]
    public async Task stops_when_its_owner_has_left_or_the_folder_is_assigned_to_others()
    {
        await Watch("*");
        Assign($$"""{"{{_root}}": ["500000-ga"]}""");
        Put("a.csv", Rows);
        Put("a.csv.ok", "");
        await Look();
        Assert.Equal(("stopped", "gathering.watch-not-allowed"), await Stopped());

        var office = (PeopleNow)_hub.Service<ICallers>();
        office.Gone.Add("account-steward");
        Assign($$"""{"{{_root}}": ["500000-wjw"]}""");
        await Look();
        Assert.Equal(("stopped", "gathering.right-gone"), await Stopped());

        office.Gone.Clear();
        Assert.Equal("gathered", Text(await Ended(), "state"));
    }

    [Fact]
    public async Task bears_a_folder_that_vanishes_and_comes_back()
    {
        await Watch("*");
        Directory.Move(Folder, Folder + "-away");
        await Look();
        Assert.Equal(("stopped", "gathering.watch-folder-missing"), await Stopped());

        Directory.Move(Folder + "-away", Folder);
        Put("a.csv", Rows);
        await Look();
        File.Delete(Path.Combine(Folder, "a.csv"));
        await Look();
        Assert.Empty(await Waiting());
        Assert.Equal("watching", Text(await Shown(), "state"));
    }

    private static string Day => new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero).ToLocalTime().ToString("yyyy-MM-dd", null);

    private void Assign(string connections) => File.WriteAllText(Path.Combine(_hub.Folder, "connections.json"), connections);

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private Task Look() => _hub.Service<LookAtFolders>().Once(default);

    private string[] Left() => [.. new DirectoryInfo(Folder).EnumerateFileSystemInfos().Select(f => f.Name)];

    private long Kept(string? code = null) => _hub.Service<ITableStore>().Find(_hub.Service<ICatalogue>().Find(code ?? _code, default).Result!.Id)?.Rows ?? 0;

    /// <summary>Looks until every file that was taken has been moved, and answers the newest.</summary>
    private async Task<JsonElement> Ended(int atLeast = 1)
    {
        var before = (await Shown()).GetProperty("taken").EnumerateArray().Count(f => Text(f, "movedTo") is not null);
        for (var i = 0; i < 600; i++)
        {
            await Look();
            var taken = (await Shown()).GetProperty("taken").EnumerateArray().ToList();
            if (taken.Count >= before + atLeast && taken.All(f => Text(f, "movedTo") is not null))
            {
                return taken[0];
            }

            _hub.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50);
        }

        throw new TimeoutException((await Shown()).ToString());
    }

    private async Task<JsonElement> Shown() => (await Json("steward", "/api/v1/watches")).GetProperty("items")[0];

    private async Task<(string?, string?)> Stopped() => await Shown() is var shown ? (Text(shown, "state"), Text(shown.GetProperty("fault"), "code")) : default;

    private async Task<List<(string Name, string? Why)>> Waiting() =>
        [.. (await Shown()).GetProperty("waiting").EnumerateArray().Select(w => (Text(w, "name")!, w.TryGetProperty("why", out var why) ? Text(why, "code") : null))];

    private async Task<JsonElement> Watch(string pattern, string mode = "append") => await Keep(Folder, pattern, mode);

    private async Task<JsonElement> Keep(string folder, string pattern, string mode, string who = "steward")
    {
        using var answer = await _hub.As(who).PostAsJsonAsync("/api/v1/watches", new { folder, files = new[] { new { pattern, resource = _code, mode } } });
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private Task<string> Register() => _hub.Register("医院 " + Guid.NewGuid().ToString("N")[..6], Stage.Beds);

    private async Task<JsonElement> Json(string who, string address) => JsonDocument.Parse(await _hub.As(who).GetStringAsync(address)).RootElement;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}

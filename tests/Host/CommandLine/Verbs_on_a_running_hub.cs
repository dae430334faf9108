using System.Text;
using System.Text.Json.Nodes;
using CityHub.Host.CommandLine;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>Each verb as a process of its own, against a hub that runs: what it prints for people, what for programs, and what it left behind.</summary>
public sealed class Verbs_on_a_running_hub(ServedCity city) : IClassFixture<ServedCity>
{
    [Fact]
    public async Task status_says_what_the_hub_holds()
    {
        await city.Resource("公共厕所");

        var (json, words) = (await Done("status", "--json"), await city.ChineseVerb("status"));

        Assert.Equal(("ready", city.Data), ((string?)json.Json["state"], (string?)json.Json["data"]));
        Assert.True((long)json.Json["published"]! >= 1 && (long)json.Json["freeBytes"]! > 0);
        Assert.Matches(@"城枢 +就绪", words.Out);
    }

    [Fact]
    public async Task status_of_a_folder_without_a_hub_says_how_to_start_one()
    {
        var folder = Path.Combine(city.Folder, "empty");

        var said = await Said.By(["status", "--data", folder]);

        Assert.Equal(3, said.WithoutTrace().Exit);
        Assert.Contains($"./run --data {folder}", said.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task the_catalogue_is_searched_listed_and_shown()
    {
        var code = await city.Resource("空气质量站点");

        await Found("catalogue", "search", "空气质量");
        var found = await Done("catalogue", "search", "空气质量", "--json");
        Assert.Equal(code, (string?)found.Json["items"]![0]!["code"]);
        Assert.Contains(code, (await Found("catalogue", "search", "kqzl")).Out, StringComparison.Ordinal);
        Assert.Contains("空气质量站点", (await Done("catalogue", "list", "--theme", "医疗健康")).Out, StringComparison.Ordinal);
        Assert.Equal((long)(await Done("catalogue", "list", "--state", "all", "--json")).Json["total"]!, (await Done("catalogue", "list", "--state", "all", "--json")).Json["items"]!.AsArray().Count);

        var shown = await Done("catalogue", "show", code);
        Assert.Matches($"^Code +{code}", shown.Out);
        Assert.Matches(@"key +key +Text +40 +key, required", shown.Out);
        Assert.Equal("空气质量站点", (string?)(await Done("catalogue", "show", code, "--json")).Json["title"]);
    }

    [Fact]
    public async Task a_table_is_readable_at_80_columns()
    {
        await city.Resource("社区卫生服务中心" + string.Concat(Enumerable.Repeat("与村卫生室一览", 8)));

        var said = await Said.By(Said.Start(["catalogue", "list", "--data", city.Data], chinese: true, columns: 80));

        Assert.All(said.Out.Split('\n'), line => Assert.InRange(TextWidth.Of(line), 0, 80));
        Assert.Contains("社区卫生服务中心", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_catalogue_goes_out_and_comes_back()
    {
        var code = await city.Resource("医疗机构床位");
        var file = Path.Combine(city.Folder, "out.json");
        await Found("catalogue", "search", "医疗机构床位");
        await Done("catalogue", "export", "医疗机构床位", "--out", file);
        var entries = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray();
        Assert.Equal(code, (string?)entries[0]!["code"]);

        var there = await city.Verb("catalogue", "export", "--out", file, "--json");
        Assert.Equal((1, "command.file-there"), (there.Exit, (string?)there.Json["code"]));
        await Done("catalogue", "export", "医疗机构床位", "--out", file, "--force");

        entries[0]!["summary"] = "各医疗机构的床位数，每月一次";
        await File.WriteAllTextAsync(file, entries.ToJsonString());
        Assert.Contains("1 changed", (await Done("catalogue", "import", file, "--dry-run")).Out, StringComparison.Ordinal);
        Assert.Contains("1 changed", (await Done("catalogue", "import", file, "--dry-run")).Out, StringComparison.Ordinal); // the first time wrote nothing
        Assert.Equal(1, (int)(await Done("catalogue", "import", file, "--json")).Json["changed"]!);
    }

    [Fact]
    public async Task a_workbook_with_faults_is_refused_with_sheet_row_and_column()
    {
        var book = Path.Combine(city.Folder, "book.xlsx");
        await city.Resource("错误示例");
        await Found("catalogue", "search", "错误示例");
        await Done("catalogue", "export", "错误示例", "--out", book);
        Workbook.Replace(book, "每月", "有时");

        foreach (var words in new[] { new[] { "--dry-run" }, [] })
        {
            var said = await city.ChineseVerb(["catalogue", "import", book, .. words]);
            Assert.Equal(1, said.WithoutTrace().Exit);
            Assert.Matches(@"资源目录 +2 +[A-Z]+ +\S*更新周期\S* +.*有时", said.Out);
            Assert.Contains("没有写入", said.Out, StringComparison.Ordinal);
        }

        var json = await city.Verb("catalogue", "import", book, "--json");
        Assert.Equal((1, "", "catalogue.import-refused"), (json.Exit, json.Error, (string?)json.Json["code"]));
        Assert.Equal(("资源目录", 2), ((string?)json.Json["report"]!["faults"]![0]!["sheet"], (int)json.Json["report"]!["faults"]![0]!["row"]!));
    }

    [Fact]
    public async Task the_template_is_fetched()
    {
        var file = Path.Combine(city.Folder, "template.xlsx");

        var made = await Done("catalogue", "template", "--out", file, "--json");

        Assert.Equal(new FileInfo(file).Length, (long)made.Json["bytes"]!);
        Assert.Equal("PK"u8.ToArray(), (await File.ReadAllBytesAsync(file))[..2]);
    }

    [Fact]
    public async Task refused_rows_go_out_are_mended_and_come_back()
    {
        var code = await city.Resource("充电桩");
        var gathered = await Done("gather", city.File("piles.csv", "key,power\na,60\nb,sixty\nc,\"7,5\"\n"), "--resource", code);
        Assert.Contains("Read 3 rows, kept 1, refused 2", gathered.Out, StringComparison.Ordinal);
        var run = (string)(await Done("run", "list", "--resource", code, "--json")).Json["items"]![0]!["run"]!;
        Assert.Contains($"./cityhub refused export {run}", gathered.Out, StringComparison.Ordinal);

        await Done("refused", "export", run);
        var file = Path.Combine(city.Folder, $"refused-{run}.csv");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("sixty", "60", StringComparison.Ordinal), new UTF8Encoding(true));
        var again = await Done("refused", "resubmit", file, "--json");

        Assert.Equal((1, 1), ((int)again.Json["kept"]!, (int)again.Json["refused"]!));
        var line = Assert.Single(again.Json["refusedAgain"]!.AsArray())!;
        Assert.Equal((4, "power", "type"), ((int)line["line"]!, (string?)line["item"], (string?)line["rule"]));
        Assert.Equal(run, (string?)(await Done("run", "show", (string)again.Json["run"]!, "--json")).Json["mends"]);

        // The run that refused them last holds them, to be mended once more.
        var last = (string)again.Json["run"]!;
        await Done("refused", "export", last);
        var said = (await city.Verb("refused", "resubmit", Path.Combine(city.Folder, $"refused-{last}.csv"))).WithoutTrace();
        Assert.Equal(1, said.Exit);
        Assert.Matches(@"Line 2 was refused again: power .*\(type\)", said.Out);

        var unnamed = await city.Verb("refused", "resubmit", city.File("mended.csv", "x"), "--json");
        Assert.Equal((2, "command.usage"), (unnamed.Exit, (string?)unnamed.Json["code"]));
        var other = await city.Verb("refused", "resubmit", city.File("mended.csv", "a,b\n1,2\n"), "--run", run);
        Assert.Equal(1, other.WithoutTrace().Exit);
        Assert.Contains("[gathering.mended-file]", other.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("append"), InlineData("upsert"), InlineData("replace")]
    public async Task a_file_whose_every_row_is_refused_ends_as_refused_and_says_so(string mode)
    {
        var code = await city.Resource($"全部拒收 {mode}");
        var file = city.File("words.csv", "key,power\na,sixty\nb,seven\n");

        var said = (await city.Verb("gather", file, "--resource", code, "--mode", mode)).WithoutTrace();
        var json = await city.Verb("gather", file, "--resource", code, "--mode", mode, "--json");

        Assert.Equal(1, said.Exit);
        Assert.Contains("Nothing was kept: all 2 rows", said.Error, StringComparison.Ordinal);
        Assert.Contains("./cityhub refused export ", said.Out, StringComparison.Ordinal);
        Assert.Equal((1, "succeeded", 0, 2), (json.Exit, (string?)json.Json["state"], (int)json.Json["kept"]!, (int)json.Json["refused"]!));
    }

    [Fact]
    public async Task an_upsert_of_rows_that_are_there_already_is_done()
    {
        var code = await city.Resource("再送一次");
        var file = city.File("again.csv", "key,power\na,60\nb,sixty\n");
        await Done("gather", file, "--resource", code, "--mode", "upsert");

        Assert.Contains("kept 1, refused 1", (await Done("gather", file, "--resource", code, "--mode", "upsert")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task who_waits_for_a_run_that_is_cancelled_is_told_that_nothing_changed_and_how_to_go_on()
    {
        var code = await city.Resource("取消时的话");
        var gather = Said.By(Said.Start(["gather", city.ManyRows(8_000_000), "--resource", code, "--data", city.Data]));
        var run = await city.Begun(code);

        await Done("run", "cancel", run);
        var said = (await gather).WithoutTrace();

        Assert.Equal((1, "Cancelled; earlier rows are untouched"), (said.Exit, said.Error.Trim()));
        Assert.Contains($"./cityhub run resume {run}", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_run_is_listed_shown_and_cancelled()
    {
        var code = await city.Resource("取消示例");
        var gather = Said.By(Said.Start(["gather", city.ManyRows(8_000_000), "--resource", code, "--data", city.Data, "--json"]));
        var run = await city.Begun(code);

        var cancelled = await Done("run", "cancel", run);

        Assert.Matches(@"State +Cancelled", cancelled.Out);
        Assert.Equal((1, "cancelled"), ((await gather).Exit, (string?)(await gather).Json["state"]));
        Assert.Matches($@"{run} +{code} +Cancelled", (await Done("run", "list", "--state", "cancelled")).Out);
        var twice = await city.Verb("run", "cancel", run, "--json");
        Assert.Equal((1, "gathering.not-running"), (twice.Exit, (string?)twice.Json["code"]));
    }

    [Fact]
    public async Task an_account_is_made_locked_unlocked_and_given_a_new_password()
    {
        var made = await Done("user", "create", "li.lei", "--name", "李雷", "--organisation", "500000-wjw", "--role", "data-steward", "--json");
        Assert.Equal("li.lei", (string?)made.Json["userName"]);
        Assert.Matches(@"li\.lei +李雷 +Must change password .*Chongqing .*Data steward", (await Done("user", "list", "lei")).Out);

        Assert.Contains("Disabled", (await Done("user", "lock", "li.lei")).Out, StringComparison.Ordinal);
        Assert.Equal("mustChangePassword", (string?)(await Done("user", "unlock", "li.lei", "--json")).Json["state"]);
        Assert.NotEqual((string?)made.Json["password"], (string?)(await Done("user", "reset-password", "li.lei", "--json")).Json["password"]);

        Assert.Contains("[identity.no-second-factor]", (await city.Verb("user", "reset-factor", "li.lei")).WithoutTrace().Error, StringComparison.Ordinal);
        var twice = await city.Verb("user", "create", "li.lei", "--name", "李雷", "--organisation", "500000-wjw", "--role", "data-steward", "--json");
        Assert.Equal((1, "identity.user-name-taken"), (twice.Exit, (string?)twice.Json["code"]));
        var nobody = await city.Verb("user", "lock", "nobody.here");
        Assert.Contains("[identity.account-unknown]", nobody.WithoutTrace().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_token_is_made_listed_and_revoked()
    {
        var made = await Done("token", "create", "--user", "operator", "--name", "夜间汇聚", "--json");
        var id = (string)made.Json["id"]!;

        Assert.Matches($@"{id} +operator +\S+ \S+ +夜间汇聚 +all of the account", (await Done("token", "list")).Out);
        Assert.DoesNotContain(id, (await Done("token", "list", "--user", "auditor", "--json")).Out, StringComparison.Ordinal);
        Assert.True((bool)(await Done("token", "revoke", id, "--json")).Json["revoked"]!);
        Assert.DoesNotContain(id, (await Done("token", "list", "--json")).Out, StringComparison.Ordinal);
        Assert.Contains("[identity.token-unknown]", (await city.Verb("token", "revoke", id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task stopped_with_control_c_leaves_the_run_in_the_hub()
    {
        var code = await city.Resource("停止示例");
        var gather = Said.Start(["gather", city.ManyRows(8_000_000), "--resource", code, "--data", city.Data]);
        var run = await city.Begun(code);
        await ServedCity.Signal(gather, "INT");
        var said = await Said.By(gather);

        Assert.Equal(130, said.WithoutTrace().Exit);
        Assert.Contains($"./cityhub run cancel {run}", said.Error, StringComparison.Ordinal);
        Assert.Contains("kept 8,000,000", (await Done("run", "resume", run)).Out, StringComparison.Ordinal);
    }

    private async Task<Said> Done(params string[] words)
    {
        var said = await city.Verb(words);
        Assert.True(said.WithoutTrace() is { Exit: 0, Error: "" }, $"{string.Join(' ', words)}: {said.Exit} {said.Out}{said.Error}");
        return said;
    }

    /// <summary>The index follows a moment later.</summary>
    private async Task<Said> Found(params string[] words)
    {
        for (var i = 0; ; i++)
        {
            var said = await Done(words);
            if (i == 10 || !said.Out.EndsWith("0 in all", StringComparison.Ordinal) || said.Out.EndsWith("10 in all", StringComparison.Ordinal))
            {
                return said;
            }

            await Task.Delay(200);
        }
    }
}

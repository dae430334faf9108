using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Refused_rows : GatheringBench
{
    private const string Raw3 = "91500000000000003X,\"丙,公司\",一百二十";

    [Fact]
    public async Task are_listed_by_line_with_rule_item_value_and_reason()
    {
        var run = await WithRefused();

        var first = await Get<RefusedList>().Page(run, new(Limit: 1), Steward, Language.Chinese, default);
        var second = await Get<RefusedList>().Page(run, new(Limit: 5, Cursor: first.Next), Steward, Language.English, default);

        Assert.Equal((3L, 3L, "type", "从业人数", "一百二十", "不是整数"), (first.Total, first.Items[0].Line, first.Items[0].Rule, first.Items[0].ItemName, first.Items[0].Value, first.Items[0].Reason));
        Assert.Equal([(4L, "required"), (9L, "unique")], second.Items.Select(c => (c.Line, c.Rule)));
        Assert.Null(second.Next);
        Assert.Equal(4L, Assert.Single((await Get<RefusedList>().Page(run, new(Rule: "required"), Steward, Language.English, default)).Items).Line);
        Assert.Equal(9L, Assert.Single((await Get<RefusedList>().Page(run, new(Q: "9"), Steward, Language.English, default)).Items).Line);
    }

    [Fact]
    public async Task show_a_reader_who_may_not_mend_no_value_of_a_masked_item()
    {
        var run = await WithRefused();
        var company = Catalogue.Resources[FakeCatalogue.Companies];
        Catalogue.Resources[FakeCatalogue.Companies] = company with { Items = [company.Items[0], company.Items[1], company.Items[2] with { Mask = MaskKind.Partial }] };
        var reader = Steward with { Appointments = [Steward.Appointments[0] with { Permissions = new HashSet<string> { "gathering.read", "resource.read" } }] };

        var page = await Get<RefusedList>().Page(run, new(), reader, Language.Chinese, default);
        using var stream = new MemoryStream();
        await RefusedRoutes.Write(stream, run, RunJson.Read<AcquiredFile>(run.Acquired)!, Get<RefusedList>(), reader, Language.Chinese, default);

        Assert.Equal(("***", "91500000000000003X,\"丙,公司\",***"), (page.Items[0].Value, page.Items[0].Raw));
        Assert.Equal("91500000000000004X,,***", page.Items[1].Raw);
        Assert.DoesNotContain("一百二十", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        Assert.Empty((await Get<RefusedList>().Page(run, new(Q: "一百"), reader, Language.Chinese, default)).Items);
        Assert.Single((await Get<RefusedList>().Page(run, new(Q: "一百"), Steward, Language.Chinese, default)).Items);
    }

    [Fact]
    public async Task are_downloaded_with_their_lines_and_come_back_as_a_mended_file()
    {
        var run = await WithRefused();
        using var stream = new MemoryStream();
        await RefusedRoutes.Write(stream, run, RunJson.Read<AcquiredFile>(run.Acquired)!, Get<RefusedList>(), Steward, Language.Chinese, default);
        var csv = Encoding.UTF8.GetString(stream.ToArray());
        Assert.StartsWith("\uFEFF_line,_rules,_reasons,统一社会信用代码,主体名称,从业人数\n3,type,从业人数：不是整数,91500000000000003X,\"丙,公司\",一百二十\n", csv, StringComparison.Ordinal);

        var upload = (await Get<Spool>().Keep("mended.csv", new MemoryStream(Acquiring_text.Gb().GetBytes(csv.TrimStart('\uFEFF').Replace("一百二十", "120", StringComparison.Ordinal))), Steward, default)).Value;
        var again = (await Get<Resubmit>().Do(run, new ResubmitRequest(Upload: upload.Id), Steward, default)).Value;

        Assert.Equal(("succeeded", 3L), (await End(again.Id)) is var s ? (s.State, s.Read) : default);
        Assert.Equal(["mended", "mended", "mended"], await States(run));
    }

    [Fact]
    public async Task that_pass_are_mended_and_those_that_fail_return_once()
    {
        var run = await WithRefused();
        Loader.Refuse = plan => plan.RunNumber > 1 ? [2] : [];

        var again = (await Get<Resubmit>().Do(run, new ResubmitRequest(new Dictionary<string, IReadOnlyDictionary<string, string?>>
        {
            ["3"] = new Dictionary<string, string?> { ["从业人数"] = "120" },
            ["4"] = new Dictionary<string, string?>(),
        }), Steward, default)).Value;
        await Get<RunQueue>().Ended(again.Id);
        await End(again.Id);

        var plan = Loader.Plans.Last();
        Assert.Equal((0, true, 3), (plan.Dialect.HeaderRecords, plan.Dialect.CountRecords, plan.FieldCount));
        Assert.Equal(["mended", "again", "open"], await States(run));
    }

    [Fact]
    public async Task that_fail_again_are_named_with_their_rules_by_the_lines_that_were_sent()
    {
        var run = await WithRefused();
        Loader.Refuse = plan => plan.RunNumber > 1 ? [2] : [];
        var sent = new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["3"] = new Dictionary<string, string?> { ["从业人数"] = "120" }, ["4"] = new Dictionary<string, string?>() };

        var again = (await Get<Resubmit>().Do(run, new ResubmitRequest(sent), Steward, default)).Value;
        await Get<RunQueue>().Ended(again.Id);
        var status = await End(again.Id);

        var row = Assert.Single(status.RefusedAgain!);
        Assert.Equal((4L, "name", "主体名称", "required"), (row.Line, row.Item, row.ItemName, row.Rule));
        Assert.Null((await End(run.Id)).RefusedAgain);
    }

    [Fact]
    public async Task are_submitted_as_they_are_when_no_value_is_given()
    {
        var run = await WithRefused();

        var again = await Get<Resubmit>().Do(run, new ResubmitRequest(new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["3"] = null! }), Steward, default);

        Assert.Equal("succeeded", (await End(again.Value.Id)).State);
    }

    [Fact]
    public async Task are_claimed_by_one_of_many_who_submit_them_at_once()
    {
        var run = await WithRefused();
        var rows = new ResubmitRequest(new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["3"] = new Dictionary<string, string?>() });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Get<Resubmit>().Do(run, rows, Steward, default))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(outcomes.Where(o => !o.Succeeded), o => Assert.Equal("gathering.rows-not-open", o.Fault!.Code));
    }

    [Fact]
    public async Task are_submitted_once_only()
    {
        var run = await WithRefused();
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var rows = new ResubmitRequest(new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["3"] = new Dictionary<string, string?>() });
        var first = (await Get<Resubmit>().Do(run, rows, Steward, default)).Value;

        Assert.Equal("gathering.rows-not-open", (await Get<Resubmit>().Do(run, rows, Steward, default)).Fault?.Code);

        await Get<ChangeRun>().Cancel(first.Id, Steward, default);
        Assert.Equal(["open", "open", "open"], await States(run));
    }

    [Fact]
    public async Task of_a_run_whose_rows_were_replaced_since_are_not_added()
    {
        var run = await WithRefused();
        var rows = new ResubmitRequest(new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["3"] = new Dictionary<string, string?>() });

        // Asked for while the replacement is under way: refused when its turn comes.
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var replacing = (await Get<StartRun>().Do(new(FakeCatalogue.Companies, "replace", Path.Combine(Folder, "c.csv")), Steward, true, null, default)).Value.Id;
        var mending = (await Get<Resubmit>().Do(run, rows, Steward, default)).Value.Id;
        Loader.Gate.SetResult();
        Assert.Equal("succeeded", (await End(replacing)).State);
        Assert.Equal("gathering.replaced-since", (await End(mending)).Fault?.Code);
        Assert.Equal(["open", "open", "open"], await States(run));

        // Asked for afterwards: refused at once.
        Assert.Equal("gathering.replaced-since", (await Get<Resubmit>().Do(run, rows, Steward, default)).Fault?.Code);
    }

    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("-5.2", "-5.2")]
    [InlineData("@x", "'@x")]
    [InlineData("'quoted", "'quoted")]
    [InlineData("'=honest", "''=honest")]
    [InlineData("'-5.2", "''-5.2")]
    public void are_defused_in_a_download_and_armed_again_on_return(string cell, string written)
    {
        Assert.Equal(written, RawRecord.Defuse(cell));
        Assert.Equal(cell, RawRecord.Arm(written));
    }

    [Fact]
    public void are_cut_as_their_file_was() =>
        Assert.Equal(["a", "b;\"c", "", "d"], RawRecord.Cells("a;\"b;\"\"c\";;d", new((byte)';', (byte)'"', 1, false)));

    private async Task<RunRow> WithRefused()
    {
        var status = await Gather(Write("c.csv", "统一社会信用代码,主体名称,从业人数\n91500000000000001X,甲公司,12\n"));
        var tables = Get<ITableStore>();
        foreach (var (line, raw, rule, item, value) in new[]
        {
            (3L, Raw3, "type", "staff", "一百二十"), (4L, "91500000000000004X,,7", "required", "name", ""), (9L, "91500000000000001X,甲,1", "unique", "credit_code", "91500000000000001X"),
        })
        {
            await tables.Execute("insert into refused_rows(resource, run, line, raw) values ('r17', 1, $1, $2)", [line, raw], default);
            await tables.Execute("insert into refusals values ('r17', 1, $1, $2, $3, $4)", [line, rule, item, value], default);
        }

        await using var db = await Get<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        return await db.Set<RunRow>().AsNoTracking().FirstAsync(r => r.Id == status.Run);
    }

    private async Task<List<string>> States(RunRow run)
    {
        var states = new List<string>();
        await using var reader = await Get<ITableStore>().Read("select state from refused_rows where resource = $1 and run = $2 order by line", [run.ResourceId, run.Number], default);
        while (await reader.Data.ReadAsync())
        {
            states.Add(reader.Data.GetString(0));
        }

        return states;
    }
}

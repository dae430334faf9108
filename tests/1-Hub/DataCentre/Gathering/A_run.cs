using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class A_run : GatheringBench
{
    private const string Two = "统一社会信用代码,主体名称,从业人数\n91500000000000001X,甲公司,12\n91500000000000002X,乙公司,7\n";

    [Fact]
    public async Task ends_with_its_counts_and_the_fingerprint_of_its_source()
    {
        var status = await Gather(Write("c.csv", Two + "多一列,x,1,2\n"));

        Assert.Equal(("succeeded", 3L, 2L, 1L), (status.State, status.Read, status.Kept, status.Refused));
        Assert.Equal(1, status.RefusedByRule["field-count"]);
        Assert.StartsWith("xxh128:", status.Fingerprint, StringComparison.Ordinal);
        Assert.Null(status.Fault);
    }

    [Fact]
    public async Task is_loaded_with_the_items_in_schema_order_whatever_the_order_of_the_file()
    {
        await Gather(Write("c.csv", "从业人数,主体名称,备注,统一社会信用代码\n1,甲,x,91\n"));

        var plan = Assert.Single(Loader.Plans);
        Assert.Equal([3, 1, 0], plan.Columns.Select(c => c.SourceOrdinal));
        Assert.Equal(["credit_code"], plan.Key);
    }

    [Fact]
    public async Task waits_for_the_run_before_it_on_the_same_resource()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var path = Write("c.csv", Two);
        var runs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add(await Ask(path));
        }

        while (Loader.Order.IsEmpty)
        {
            await Task.Delay(10);
        }

        Assert.Equal("queued", (await Get<IGathering>().Status(runs[1], Kernel.Language.English, default))!.State);
        Loader.Gate.SetResult();
        foreach (var run in runs)
        {
            Assert.Equal("succeeded", (await End(run)).State);
        }

        Assert.Equal(runs, Loader.Order);
        Assert.Equal(1, Loader.MostAtOnce);
    }

    [Fact]
    public async Task on_another_resource_does_not_wait()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var path = Write("c.csv", Two);
        var runs = new[] { await Ask(path), await Ask(path, FakeCatalogue.Others) };
        while (Loader.Order.Count < 2)
        {
            await Task.Delay(10);
        }

        Loader.Gate.SetResult();
        await End(runs[0]);
        await End(runs[1]);
        Assert.Equal(2, Loader.MostAtOnce);
    }

    [Fact]
    public async Task is_cancelled_without_a_commit_and_can_be_resumed()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = await Ask(Write("c.csv", Two));
        while (Loader.Order.IsEmpty)
        {
            await Task.Delay(10);
        }

        Assert.Equal(RunState.Cancelled, (await Get<ChangeRun>().Cancel(run, Steward, default)).Value.State);
        Assert.Null(Loader.Committed(run));
        Loader.Gate = FakeLoader.Opened();
        Assert.True((await Get<ChangeRun>().Resume(run, Steward, default)).Succeeded);

        Assert.Equal(("succeeded", 2L), (await End(run)) is var s ? (s.State, s.Kept) : default);
    }

    [Fact]
    public async Task that_waits_is_cancelled_at_once()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var path = Write("c.csv", Two);
        await Ask(path);
        var second = await Ask(path);

        Assert.Equal(RunState.Cancelled, (await Get<ChangeRun>().Cancel(second, Steward, default)).Value.State);
        Assert.DoesNotContain(second, Loader.Order);
    }

    [Fact]
    public async Task that_a_dead_process_left_running_is_interrupted_and_resumed()
    {
        var run = await LeftRunning(Write("c.csv", Two));

        await StartUp();

        var status = await Get<IGathering>().Status(run, Kernel.Language.English, default);
        Assert.Equal("interrupted", status!.State);
        Assert.Equal("gathering.stopped", status.Fault!.Code);
        Assert.True((await Get<ChangeRun>().Resume(run, Steward, default)).Succeeded);
        Assert.Equal("succeeded", (await End(run)).State);
    }

    [Fact]
    public async Task that_committed_before_the_process_died_has_succeeded()
    {
        var path = Write("c.csv", Two);
        Loader.DieAfterCommit = true;
        var run = await Ask(path);
        await End(run);
        await MakeRunning(run);

        await StartUp();

        var status = await Get<IGathering>().Status(run, Kernel.Language.English, default);
        Assert.Equal(("succeeded", 2L), (status!.State, status.Kept));
    }

    [Fact]
    public async Task is_not_resumed_when_its_source_has_changed()
    {
        var path = Write("c.csv", Two);
        Catalogue.Resources[FakeCatalogue.Companies] = Catalogue.Resources[FakeCatalogue.Companies] with { State = ResourceState.Draft };
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = await Ask(path);
        while (Loader.Order.IsEmpty)
        {
            await Task.Delay(10);
        }

        Catalogue.Resources[FakeCatalogue.Companies] = Catalogue.Resources[FakeCatalogue.Companies] with { State = ResourceState.Withdrawn };
        Loader.Gate.SetResult();
        Assert.Equal("gathering.resource-withdrawn", (await End(run)).Fault!.Code);
        Assert.Null(Loader.Committed(run));

        Catalogue.Resources[FakeCatalogue.Companies] = Catalogue.Resources[FakeCatalogue.Companies] with { State = ResourceState.Published };
        await Remember(run, path);
        await File.AppendAllTextAsync(path, "91500000000000003X,丙公司,1\n");
        await Get<ChangeRun>().Resume(run, Steward, default);

        Assert.Equal("gathering.source-changed", (await End(run)).Fault!.Code);
    }

    [Fact]
    public async Task fails_when_its_source_changes_or_vanishes_half_way()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var path = Write("c.csv", Two);
        var run = await Ask(path);
        while (Loader.Order.IsEmpty)
        {
            await Task.Delay(10);
        }

        File.Delete(path);
        Loader.Gate.SetResult();

        var status = await End(run);
        Assert.Equal("failed", status.State);
        Assert.Contains(status.Fault!.Code, (string[])["gathering.source-changed", "gathering.source-vanished"]);
        Assert.Null(Loader.Committed(run));
    }

    [Fact]
    public async Task takes_bytes_that_are_not_utf8_for_another_encoding_and_loads_again()
    {
        var text = "统一社会信用代码,主体名称,从业人数\n" + string.Concat(Enumerable.Repeat("91500000000000001X,abcdefghijklmnopqrstuvwxyz,1\n", 300_000)) + "91500000000000002X,乙公司,7\n"
            + string.Concat(Enumerable.Repeat("91500000000000001X,abcdefghijklmnopqrstuvwxyz,1\n", 300_000));

        var status = await Gather(Write("c.csv", text, Acquiring_text.Gb()).Replace("\\", "/", StringComparison.Ordinal), resource: FakeCatalogue.Companies);

        // The header is not ASCII, so the head alone shows GB18030; the counts prove that nothing was lost on the way.
        Assert.Equal(("succeeded", 600_001L), (status.State, status.Kept));
    }

    [Theory]
    [InlineData("merge", "gathering.mode-unknown")]
    [InlineData("7", "gathering.mode-unknown")]
    public async Task is_refused_in_an_unknown_mode(string mode, string code) =>
        Assert.Equal(code, (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, mode, Write("c.csv", Two)), Steward, true, null, default)).Fault?.Code);

    [Fact]
    public async Task is_refused_to_the_steward_of_another_department() =>
        Assert.Equal("gathering.not-yours", (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, "append", Write("c.csv", Two)), Stranger, true, null, default)).Fault?.Code);

    [Fact]
    public async Task takes_a_path_from_this_machine_only() =>
        Assert.Equal("gathering.path-not-local", (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, "append", Write("c.csv", Two)), Steward, false, null, default)).Fault?.Code);

    [Fact]
    public async Task is_seen_by_its_department_only()
    {
        var run = (await Gather(Write("c.csv", Two))).Run;

        Assert.Equal(run, Assert.Single((await Get<RunList>().Page(null, null, null, null, Steward, Kernel.Language.English, default)).Items).Run);
        Assert.Empty((await Get<RunList>().Page(null, null, null, null, Stranger, Kernel.Language.English, default)).Items);
        Assert.Null(await Get<RunList>().Find(run, Stranger, default));
    }

    [Fact]
    public async Task fails_when_a_required_item_has_no_column()
    {
        var status = await Gather(Write("c.csv", "主体名称,从业人数\n甲,1\n"));

        Assert.Equal("gathering.item-unmatched", status.Fault!.Code);
    }

    [Fact]
    public async Task asked_for_twice_with_one_idempotency_key_is_one_run()
    {
        var request = new RunRequest(FakeCatalogue.Companies, "append", Write("c.csv", Two));
        var first = (await Get<StartRun>().Do(request, Steward, true, "k1", default)).Value.Id;

        Assert.Equal(first, (await Get<StartRun>().Do(request, Steward, true, "k1", default)).Value.Id);
        await End(first);
    }

    private async Task<string> Ask(string path, string resource = FakeCatalogue.Companies) =>
        (await Get<StartRun>().Do(new RunRequest(resource, "append", path), Steward, true, null, default)).Value.Id;

    private async Task<string> LeftRunning(string path)
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = await Ask(path);
        while (Loader.Order.IsEmpty)
        {
            await Task.Delay(10);
        }

        await Stop();
        Loader.Gate = FakeLoader.Opened();
        Start();
        await MakeRunning(run);
        return run;
    }

    private async Task MakeRunning(string run)
    {
        await using var db = Get<IDbContextFactory<RecordsDb>>().CreateDbContext();
        await db.Set<RunRow>().Where(r => r.Id == run).ExecuteUpdateAsync(r => r.SetProperty(x => x.State, RunState.Running).SetProperty(x => x.Owner, "dead"));
    }

    private async Task Remember(string run, string path)
    {
        var fingerprint = await CityHub.DataCentre.Gathering.Acquiring.Fingerprint.Of(path, default);
        await using var db = Get<IDbContextFactory<RecordsDb>>().CreateDbContext();
        await db.Set<RunRow>().Where(r => r.Id == run).ExecuteUpdateAsync(r => r.SetProperty(x => x.Fingerprint, fingerprint));
    }
}

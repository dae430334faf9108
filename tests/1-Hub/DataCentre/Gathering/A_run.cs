using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Guarding;
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
    public async Task that_fails_before_its_first_row_has_reached_nothing_of_its_source()
    {
        var status = await Gather(Write("c.csv", "甲,乙\n1,2\n", Encoding.Unicode));

        Assert.Equal(("failed", 0L), (status.State, status.Read));
        Assert.True(status.BytesRead > 0, "bytes were recoded, which counts for nothing");
        Assert.Equal(0, RunShare.Of(status));
    }

    [Theory]
    [InlineData("running", 50, 100, 7, 0.5)]
    [InlineData("running", 100, 100, 7, 0.99)]
    [InlineData("running", 0, 0, 0, 0)]
    [InlineData("failed", 100, 100, 0, 0)]
    [InlineData("cancelled", 30, 100, 7, 0.3)]
    [InlineData("failed", 100, 100, 7, 1)]
    [InlineData("succeeded", 0, 0, 0, 1)]
    public void shows_the_share_of_its_source_that_it_reached(string state, long bytesRead, long bytesTotal, long read, double share) =>
        Assert.Equal(share, RunShare.Of(new("1", "c", state, null)
        {
            Title = "t", Mode = "append", Source = "s", By = "b", RefusedByRule = new Dictionary<string, long>(), Read = read, BytesRead = bytesRead, BytesTotal = bytesTotal,
        }));

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

        Assert.Equal(run, Assert.Single((await Get<RunList>().Page(new(), null, null, Steward, Kernel.Language.English, default)).Items).Run);
        Assert.Empty((await Get<RunList>().Page(new(), null, null, Stranger, Kernel.Language.English, default)).Items);
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

    [Fact]
    public async Task that_asks_for_something_else_under_a_used_idempotency_key_is_refused()
    {
        var request = new RunRequest(FakeCatalogue.Companies, "append", Write("c.csv", Two));
        await End((await Get<StartRun>().Do(request, Steward, true, "k1", default)).Value.Id);

        foreach (var other in new[]
        {
            request with { Mode = "replace" }, request with { Resource = FakeCatalogue.Others }, request with { Path = Write("d.csv", Two) },
            request with { Missing = ["NA"] }, request with { Encoding = "gb18030" },
        })
        {
            Assert.Equal("gathering.idempotency-key-reused", (await Get<StartRun>().Do(other, Steward, true, "k1", default)).Fault?.Code);
        }
    }

    [Theory, InlineData("1"), InlineData("0"), InlineData("merge"), InlineData("")]
    public async Task takes_its_mode_as_a_word_and_nothing_else(string mode) =>
        Assert.Equal("gathering.mode-unknown", (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, mode, "/tmp/x.csv"), Steward, true, null, default)).Fault?.Code);

    [Fact]
    public async Task into_a_draft_of_others_is_as_if_the_draft_were_not_there()
    {
        Catalogue.Resources[FakeCatalogue.Companies] = Catalogue.Resources[FakeCatalogue.Companies] with { State = CityHub.DataCentre.Catalogue.ResourceState.Draft };

        Assert.Equal("catalogue.no-such-resource", (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, "append", "/tmp/x.csv"), Stranger, true, null, default)).Fault?.Code);
    }

    [Fact]
    public async Task of_an_upload_sent_twice_under_one_idempotency_key_is_one_run_and_of_another_upload_is_refused()
    {
        async Task<Kernel.Outcome<RunRow>> Send(string text)
        {
            var upload = (await Get<Spool>().Keep("c.csv", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Steward, default)).Value;
            return await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, "append", Upload: upload.Id), Steward, false, "k2", default);
        }

        var first = (await Send(Two)).Value.Id;
        await End(first);

        Assert.Equal(first, (await Send(Two)).Value.Id);
        Assert.Equal("gathering.idempotency-key-reused", (await Send(Two.Replace("12", "13", StringComparison.Ordinal))).Fault?.Code);
    }

    [Fact]
    public async Task cancelled_while_it_is_begun_is_cancelled_or_has_run_and_never_both()
    {
        var path = Write("c.csv", Two);
        for (var round = 0; round < 40; round++)
        {
            Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = await Ask(path);
            var second = await Ask(path);

            // The end of the first begins the second, at about the moment at which that is cancelled.
            Loader.Gate.SetResult();
            await Get<RunQueue>().Ended(first);
            for (var spin = 0; spin < round * 400; spin++)
            {
                Thread.SpinWait(10);
            }

            var cancelled = await Get<ChangeRun>().Cancel(second, Steward, default);
            var end = await End(second);

            Assert.Equal(end.State == "succeeded", Loader.Committed(second) is not null);
            Assert.Equal(end.State, cancelled.Fault is null ? cancelled.Value.State.ToString().ToLowerInvariant() : "succeeded");
        }
    }

    [Fact]
    public async Task cancelled_between_being_read_and_being_begun_never_runs()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var path = Write("c.csv", Two);
        var first = await Ask(path);
        var second = await Ask(path);
        BeforeBegun = async () => Assert.Equal(RunState.Cancelled, (await Get<ChangeRun>().Cancel(second, Steward, default)).Value.State);

        Loader.Gate.SetResult();
        await End(first);
        await Get<RunQueue>().Pump();

        Assert.Null(BeforeBegun);
        Assert.Equal("cancelled", (await End(second)).State);
        Assert.DoesNotContain(second, Loader.Order);
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
        var fingerprint = await Fingerprint.Of(path, default);
        await using var db = Get<IDbContextFactory<RecordsDb>>().CreateDbContext();
        await db.Set<RunRow>().Where(r => r.Id == run).ExecuteUpdateAsync(r => r.SetProperty(x => x.Fingerprint, fingerprint));
    }
}

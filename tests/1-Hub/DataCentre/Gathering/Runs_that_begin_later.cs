using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Gathering.Watching;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>What was asked for at one time runs at another: rights are asked again, and a restart in the middle doubles nothing.</summary>
public sealed class Runs_that_begin_later : GatheringBench
{
    protected override void Compose(IServiceCollection services) => services.AddSingleton<IStandards, FewStandards>();

    [Fact]
    public async Task are_refused_when_whoever_asked_has_left_and_go_on_when_a_successor_resumes_them()
    {
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, Path: Write("a.csv", "credit_code,name\n1,a\n")), Steward, local: true, null, default)).Value.Id;
        var second = (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, Path: Write("b.csv", "credit_code,name\n2,b\n")), Steward, local: true, null, default)).Value.Id;
        while (Loader.Plans.IsEmpty)
        {
            await Task.Delay(10); // the first has begun
        }

        Callers.Gone.Add("u1");
        Loader.Gate.SetResult();

        Assert.Equal("succeeded", (await End(first)).State); // it had begun
        Assert.Equal("gathering.right-gone", (await End(second)).Fault?.Code);

        var successor = Steward with { AccountId = "u3", Name = "赵宁" };
        Assert.True((await Get<ChangeRun>().Resume(second, successor, default)).Succeeded);
        var resumed = await End(second);
        Assert.Equal(("succeeded", "赵宁"), (resumed.State, resumed.By));
    }

    [Fact]
    public async Task of_a_connection_are_refused_when_it_was_given_to_others()
    {
        var connections = Path.Combine(Folder, "data", "connections.json");
        File.WriteAllText(connections, """{"CITYHUB_SOURCE_LATER": ["500000-scjg"]}""");
        Environment.SetEnvironmentVariable("CITYHUB_SOURCE_LATER", "Host=127.0.0.1;Port=1;Database=x;Username=u;Password=p");
        Loader.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, Path: Write("a.csv", "credit_code,name\n1,a\n")), Steward, local: true, null, default);
        var later = (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, Postgres: new(Variable: "CITYHUB_SOURCE_LATER", Table: "t")), Steward, local: false, null, default)).Value.Id;
        File.WriteAllText(connections, """{"CITYHUB_SOURCE_LATER": ["500000-ga"]}""");
        Loader.Gate.SetResult();

        Assert.Equal("gathering.postgres-variable-not-yours", (await End(later)).Fault?.Code);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task of_a_watched_file_go_on_after_a_restart_and_gather_it_once(bool committed)
    {
        var front = Directory.CreateDirectory(Path.Combine(Folder, "front")).FullName;
        File.WriteAllText(Path.Combine(Folder, "data", "connections.json"), $$"""{"{{front}}": ["500000-scjg"]}""");
        Assert.True((await Get<KeepWatch>().Do(null, new(front, [new("*.csv", FakeCatalogue.Companies, "append")]), Steward, default)).Succeeded);
        File.WriteAllText(Path.Combine(front, "a.csv"), "credit_code,name\n1,a\n");
        File.WriteAllText(Path.Combine(front, "a.csv.ok"), "");
        Loader.Gate = committed ? FakeLoader.Opened() : new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Get<LookAtFolders>().Once(default);
        var run = (await Get<RunList>().Page(new(), 10, null, Steward, Language.English, default)).Items.Single().Run;
        if (committed)
        {
            await End(run); // nobody has moved the file yet
        }

        await Stop();
        Loader.Gate = FakeLoader.Opened();
        Start();
        await StartUp();

        Assert.Equal("succeeded", (await End(run)).State);
        await Get<LookAtFolders>().Once(default);
        await Get<LookAtFolders>().Once(default);
        var shown = Assert.Single((await Get<WatchList>().All(null, Steward, Language.English, default)).Value);
        Assert.Equal(("gathered", run), (shown.Taken.Single().State, shown.Taken.Single().Run));
        Assert.StartsWith("done/", shown.Taken.Single().MovedTo, StringComparison.Ordinal);
        Assert.Equal(1, (await Get<RunList>().Page(new(), 10, null, Steward, Language.English, default)).Total);
    }
}

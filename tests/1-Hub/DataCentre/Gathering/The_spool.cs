using System.Text;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Proposing;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class The_spool : GatheringBench
{
    protected override void Compose(IServiceCollection services) => services.AddSingleton<IStandards, FewStandards>();

    [Fact]
    public async Task shortens_a_name_that_no_file_system_takes_and_keeps_its_ending()
    {
        var kept = (await Get<Spool>().Keep(new string('长', 300) + "𠮷.csv", new MemoryStream([1, 2, 3]), Steward, default)).Value;

        Assert.InRange(Encoding.UTF8.GetByteCount(kept.Name), 190, 200);
        Assert.EndsWith("长𠮷.csv", kept.Name, StringComparison.Ordinal);
        Assert.Equal(3, Get<Spool>().Find(kept.Id, Steward).Value.Bytes);
    }

    [Fact]
    public async Task keeps_an_upload_for_a_day()
    {
        var spool = Get<Spool>();
        var (old, young) = (await Keep(), await Keep());
        Age(spool.Look(old.Id), TimeSpan.FromHours(25));

        await Get<SweepSpool>().Once(starting: false, default);

        Assert.Equal("gathering.upload-missing", spool.Find(old.Id, Steward).Fault?.Code);
        Assert.True(spool.Find(young.Id, Steward).Succeeded);
    }

    [Fact]
    public async Task gives_an_upload_to_nobody_but_its_sender()
    {
        var upload = await Keep();
        Catalogue.Resources[FakeCatalogue.Others] = Catalogue.Resources[FakeCatalogue.Others] with { ProviderPath = "500000/500000-ga/" };

        Assert.Equal("gathering.upload-missing", Get<Spool>().Find(upload.Id, Stranger).Fault?.Code);
        Assert.Equal("gathering.upload-missing", (await Get<Propose>().Do(new ProposalRequest(Upload: upload.Id), Stranger, false, default)).Fault?.Code);
        Assert.Equal("gathering.upload-missing", (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Others, "append", Upload: upload.Id), Stranger, false, null, default)).Fault?.Code);
        Assert.True(Get<Spool>().Find(upload.Id, Steward).Succeeded);
    }

    [Theory]
    [InlineData("Failed", 6, true)]
    [InlineData("Cancelled", 6, true)]
    [InlineData("Interrupted", 6, true)]
    [InlineData("Failed", 8, false)]
    [InlineData("Cancelled", 8, false)]
    [InlineData("Succeeded", 0, false)]
    public async Task keeps_the_source_of_a_run_while_it_may_be_resumed(string state, int daysAgo, bool kept)
    {
        var run = (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, "append", Upload: (await Keep()).Id), Steward, false, null, default)).Value.Id;
        await End(run);
        await Get<RunQueue>().Ended(run);
        var folder = Directory.CreateDirectory(Get<Spool>().Run(run)).FullName;
        Age(folder, TimeSpan.FromDays(daysAgo + 1));
        var ended = DateTimeOffset.UtcNow.AddDays(-daysAgo);
        await using (var db = await Get<IDbContextFactory<RecordsDb>>().CreateDbContextAsync())
        {
            await db.Set<RunRow>().ExecuteUpdateAsync(r => r.SetProperty(x => x.State, Enum.Parse<RunState>(state)).SetProperty(x => x.EndedAt, ended));
        }

        await Get<SweepSpool>().Once(starting: false, default);

        Assert.Equal(kept, Directory.Exists(folder));
    }

    private async Task<Upload> Keep() =>
        (await Get<Spool>().Keep("c.csv", new MemoryStream(Encoding.UTF8.GetBytes("统一社会信用代码,主体名称,从业人数\n91500000000000001X,甲公司,12\n")), Steward, default)).Value;

    private static void Age(string folder, TimeSpan age) => Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow - age);
}

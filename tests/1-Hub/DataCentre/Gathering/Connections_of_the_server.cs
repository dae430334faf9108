using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Proposing;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>CITYHUB_SOURCE_* variables: the operator says in connections.json whose they are.</summary>
public sealed class Connections_of_the_server : GatheringBench
{
    private const string Variable = "CITYHUB_SOURCE_OF_THE_TEST";

    private static readonly PostgresRequest Postgres = new(Variable: Variable, Table: "t");

    protected override void Compose(IServiceCollection services) =>
        services.AddSingleton<CityHub.DataCentre.Quality.IStandards, FewStandards>();

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"CITYHUB_SOURCE_OF_THE_TEST": ["500000-ga"]}""")]
    [InlineData("""{"CITYHUB_SOURCE_OF_THE_TEST": ["no-such-organisation"]}""")]
    public async Task are_nobodys_until_they_are_given_to_the_stewards_organisation(string? connections)
    {
        Given(connections);

        Assert.Equal("gathering.postgres-variable-not-yours", (await Run())?.Code);
        Assert.Equal("gathering.postgres-variable-not-yours", (await Look())?.Code);
    }

    [Fact]
    public async Task are_used_by_stewards_of_the_organisations_that_own_them()
    {
        Given("""{"CITYHUB_SOURCE_OF_THE_TEST": ["500000-ga", "500000-scjg"]}""");

        // The variable itself is not set in this process: the next check is reached.
        Assert.Equal("gathering.postgres-connection", (await Run())?.Code);
        Assert.Equal("gathering.postgres-connection", (await Look())?.Code);
    }

    [Fact]
    public async Task are_refused_to_all_while_the_file_is_broken()
    {
        Given("{\n\"CITYHUB_SOURCE_OF_THE_TEST\": [500000-scjg]}");

        var fault = await Run();
        Assert.Equal("gathering.connections-broken", fault?.Code);
        Assert.Contains("line 2", fault!.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task are_looked_at_on_record()
    {
        var port = Acquiring_from_postgresql.FreePort();
        var outcome = await Get<Propose>().Do(
            new ProposalRequest(Postgres: new($"Host=127.0.0.1;Port={port};Database=x;Username=u;Password=geheim", null, "people")), Steward, false, default);
        Assert.Equal("gathering.postgres", outcome.Fault?.Code);

        await using var db = await Get<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        var entry = Assert.Single(await db.AuditOutbox.ToListAsync()).Entry;
        Assert.Contains("gathering.propose", entry, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}/x", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", entry, StringComparison.Ordinal);
    }

    private void Given(string? connections)
    {
        if (connections is not null)
        {
            File.WriteAllText(Path.Combine(Folder, "data", "connections.json"), connections);
        }
    }

    private async Task<Fault?> Run() => (await Get<StartRun>().Do(new RunRequest(FakeCatalogue.Companies, "append", Postgres: Postgres), Steward, false, null, default)).Fault;

    private async Task<Fault?> Look() => (await Get<Propose>().Do(new ProposalRequest(Postgres: Postgres), Steward, false, default)).Fault;
}

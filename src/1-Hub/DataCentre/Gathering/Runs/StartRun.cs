using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>开始一次运行: asked for, judged, queued.</summary>
internal sealed class StartRun(
    ICatalogue catalogue, Spool spool, SourceConnections connections, RepeatedRun repeated, RunQueue queue, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    public const string Permission = "gathering.run";

    /// <param name="local">Whether the caller sits on this machine and may name a path.</param>
    public async Task<Outcome<RunRow>> Do(RunRequest request, Caller caller, bool local, string? idempotencyKey, CancellationToken ct)
    {
        var code = ResourceAddress.Code(request.Resource ?? "");
        var resource = await catalogue.Find(code, ct);
        if (resource is null || (resource.State == ResourceState.Draft && !caller.May(Permission, resource.ProviderPath)))
        {
            return catalogue.NoSuchResource(code); // another's draft is nobody's business
        }

        if (Decide(request, resource, caller, local) is { } refused)
        {
            return refused;
        }

        // Before the source is taken: an upload is there only once.
        if (idempotencyKey is not null && await Same(caller, idempotencyKey, ct) is { } same)
        {
            return await repeated.Answer(same, request, resource, caller, ct);
        }

        if (connections.MayUse(request.Postgres is { } postgres ? Database(postgres) : null, caller) is { } notYours)
        {
            return notYours;
        }

        var run = Id.New();
        if (!Source(request, caller, run).Try(out var source, out var fault))
        {
            return fault;
        }

        return await Queue(
            resource, caller, run, source, ModeOf(request.Mode)!.Value, idempotencyKey,
            request.Mapping is { Count: > 0 } mapping ? RunJson.Write(mapping) : null, request.Missing is { Count: > 0 } missing ? RunJson.Write(missing) : null, null, ct);
    }

    /// <summary>A mode by its word; null for anything else. A number is no word: 1 would replace everything.</summary>
    internal static LoadMode? ModeOf(string? word)
    {
        foreach (var mode in Enum.GetValues<LoadMode>())
        {
            if (mode.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return mode;
            }
        }

        return null;
    }

    /// <summary>Whether the run may be asked for; the source itself is looked at by the run.</summary>
    internal static Fault? Decide(RunRequest request, Resource resource, Caller caller, bool local) => request switch
    {
        _ when !caller.May(Permission, resource.ProviderPath) => GatheringFaults.NotYours(resource, caller),
        _ when resource.State == ResourceState.Withdrawn => GatheringFaults.ResourceWithdrawn(resource.Code),
        _ when ModeOf(request.Mode) is null => GatheringFaults.ModeUnknown(request.Mode ?? ""),
        _ when request.Mode!.Equals("upsert", StringComparison.OrdinalIgnoreCase) && !resource.KeyItems.Any() => GatheringFaults.ModeNeedsKey(resource.Code),
        { Delimiter: { } delimiter } when delimiter.Length != 1 || delimiter[0] > 127 => GatheringFaults.RequestBroken("delimiter"),
        { Mapping: { } mapping } when mapping.Keys.FirstOrDefault(k => resource.Items.All(i => i.Column != k)) is { } unknown => GatheringFaults.MappingUnknown(unknown, item: true, [.. resource.Items.Select(i => i.Column)]),
        { Path: not null } when !local => GatheringFaults.PathNotLocal,
        { Path: null, Upload: null, Postgres: null } => GatheringFaults.SourceNotGiven,
        _ => null,
    };

    /// <summary>Puts a judged run into the queue.</summary>
    /// <param name="with">What is written in the transaction that makes the run.</param>
    public async Task<Outcome<RunRow>> Queue(
        Resource resource, Caller caller, string run, Source source, LoadMode mode, string? idempotencyKey, string? mapping, string? missing,
        Mending? mending, CancellationToken ct, Func<RecordsDb, Task>? with = null)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        for (var attempt = 0; ; attempt++)
        {
            if (attempt > 0 && idempotencyKey is not null && await Same(caller, idempotencyKey, ct) is { } same)
            {
                return RepeatedRun.Is(same, resource.Id, mode, mapping, missing, source) ? same : GatheringFaults.KeyReused(same.Id);
            }

            var number = (await db.Set<RunRow>().Where(r => r.ResourceId == resource.Id).MaxAsync(r => (int?)r.Number, ct) ?? 0) + 1;
            var row = new RunRow
            {
                Id = run, ResourceId = resource.Id, ResourceCode = resource.Code, ResourceTitle = resource.Title, Provider = resource.Provider,
                ProviderPath = resource.ProviderPath, Number = number, State = RunState.Queued, Mode = mode, QueuedAt = clock.GetUtcNow(),
                Source = RunJson.Write(source), SourceName = source.Name, Mapping = mapping, Missing = missing, WhoId = caller.AccountId, WhoName = caller.Name,
                WhoOrganisation = caller.Organisation, Application = caller.Application, IdempotencyKey = idempotencyKey, Mends = mending?.Run, MendedLines = mending?.Lines,
                Acquired = mending?.Acquired,
            };
            db.Add(row);
            db.Note(AuditEntry.By(caller, "gathering.run", resource.Code) with { Detail = $"{run} {mode} {source.Name}" }, clock);

            if (with is not null)
            {
                await with(db);
            }

            // Before the row stands: another run that ends meanwhile may start this one.
            if (source.Database is { Connection: not null } database)
            {
                queue.Remember(run, database);
            }

            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException error) when (attempt < 5 && error.InnerException is SqliteException { SqliteErrorCode: 19 })
            {
                db.ChangeTracker.Clear(); // another run of the resource took the number
                continue;
            }

            await queue.Pump();
            return row;
        }
    }

    private async Task<RunRow?> Same(Caller caller, string key, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.WhoId == caller.AccountId && r.IdempotencyKey == key, ct);
    }

    private Outcome<Source> Source(RunRequest request, Caller caller, string run)
    {
        var form = new SourceForm(request.Encoding, request.Delimiter?[0], request.Header, request.Sheet);
        if (request.Upload is { } id)
        {
            return spool.Find(id, caller).Then<Source>(upload => new Source(upload.Name, spool.Hand(upload, run), Owned: true, null, form));
        }

        if (request.Postgres is { } postgres)
        {
            var database = Database(postgres);
            return PostgresSource.Connection(database)
                .Then(connection => PostgresSource.Select(database).Then<Source>(_ => Describe(connection, database)));
        }

        var path = Path.GetFullPath(request.Path!);
        return File.Exists(path) ? new Source(Path.GetFileName(path), path, Owned: false, null, form) : SourceFaults.Missing(path);
    }

    internal static DatabaseQuery Database(PostgresRequest postgres) =>
        new(postgres.Variable, postgres.Table, postgres.Query) { Connection = postgres.Connection };

    internal static Source Describe(Npgsql.NpgsqlConnectionStringBuilder connection, DatabaseQuery database)
    {
        var name = new StringBuilder(PostgresSource.Server(connection)).Append(" · ").Append(database.Table ?? "SELECT");
        return new Source(name.ToString(), null, Owned: false, database, SourceForm.Open);
    }
}

/// <summary>What a run that submits refused rows again carries.</summary>
/// <param name="Run">The run that refused them.</param>
/// <param name="Lines">Their lines there, in the order of the new records.</param>
/// <param name="Acquired">JSON of the file that was made of them.</param>
internal sealed record Mending(string Run, string Lines, string Acquired);

/// <summary>Resource codes hold a slash, which addresses write as '-'.</summary>
internal static class ResourceAddress
{
    public static string Code(string address)
    {
        address = Uri.UnescapeDataString(address.Trim());
        var dash = address.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && !address.Contains('/', StringComparison.Ordinal) ? $"{address[..dash]}/{address[(dash + 1)..]}" : address;
    }

    public static string Of(string code) => code.Replace('/', '-');
}

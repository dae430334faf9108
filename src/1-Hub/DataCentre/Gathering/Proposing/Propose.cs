using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>先看后存: reads a source whole and says what could be made of it, before anything is kept.</summary>
internal sealed class Propose(
    ICatalogue catalogue, IStandards standards, RulesOf rulesOf, Acquire acquire, Spool spool, SourceConnections connections, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private const int MostNamed = 5;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/gathering/proposals", Handle).RequireAuthorization(StartRun.Permission).DisableAntiforgery()
        .WithTags("Runs").WithSummary("Look at a source: its form, its columns, items for a new resource or a mapping to an existing one")
        .Accepts<ProposalRequest>("application/json", "multipart/form-data").Produces<Proposal>();

    private static async Task<IResult> Handle(HttpContext context, Caller caller, ReadRunRequest read, Propose propose, CancellationToken ct) =>
        (await read.Read<ProposalRequest>(context, caller, ct)).Try(out var request, out var fault)
            && (await propose.Do(request, caller, RunRoutes.IsLocal(context), ct)).Try(out var proposal, out fault)
            ? TypedResults.Ok(proposal)
            : fault.ToProblem();

    public async Task<Outcome<Proposal>> Do(ProposalRequest request, Caller caller, bool local, CancellationToken ct)
    {
        Resource? resource = null;
        if (!string.IsNullOrEmpty(request.Resource))
        {
            var code = ResourceAddress.Code(request.Resource);
            resource = await catalogue.Find(code, ct);
            if (resource is null)
            {
                return catalogue.NoSuchResource(code);
            }

            if (!caller.May(StartRun.Permission, resource.ProviderPath))
            {
                return GatheringFaults.NotYours(resource, caller);
            }
        }

        if (connections.MayUse(request.Postgres is { } postgres ? StartRun.Database(postgres) : null, caller) is { } notYours)
        {
            return notYours;
        }

        if (!Source(request, caller, local).Try(out var source, out var fault))
        {
            return fault;
        }

        if (source.Database is not null)
        {
            // Before the server is asked: a look at its rows is on record even when it fails.
            await using var db = await records.CreateDbContextAsync(ct);
            db.Note(AuditEntry.By(caller, "gathering.propose", resource?.Code) with { Detail = source.Name }, clock);
            await db.SaveChangesAsync(ct);
        }

        var folder = spool.Look(request.Upload);
        // Judged by every line: a person waits for the truth about the file, and the whole file is read anyway.
        if (!(await acquire.File(source, folder, everyLine: true, null, ct)).Try(out var file, out fault))
        {
            return fault;
        }

        var profiled = await Task.Run(() => FileProfile.Read(file, ct), ct);
        if (file.Spooled && request.Upload is null)
        {
            Directory.Delete(folder, recursive: true);
        }

        return profiled.Then<Proposal>(profile => Make(file, source, profile, resource, request.Upload));
    }

    private Proposal Make(AcquiredFile file, Source source, FileProfile profile, Resource? resource, string? upload)
    {
        var mapping = resource is null ? null : ProposeMapping.Of(resource, profile, file.HasHeader, rulesOf);
        var notes = new List<Words>(file.Notes);
        if (profile.OddRecords > 0)
        {
            notes.Add(new(
                $"{GatheringFaults.Number(profile.OddRecords)} 行的列数与表头不同，第一处在第 {GatheringFaults.Number(profile.FirstOddRecord!.Value)} 行；汇聚时会拒收",
                $"{GatheringFaults.Number(profile.OddRecords)} rows have another number of fields, the first on line {GatheringFaults.Number(profile.FirstOddRecord.Value)}; they will be refused"));
        }

        if (profile.Missing.Count > 0)
        {
            var columns = profile.Columns.Where(c => c.StandsIn).ToList();
            var cells = GatheringFaults.Number(columns.Sum(c => c.StandIns.Values.Sum()));
            notes.Add(new(
                $"{string.Join("、", profile.Missing.Select(w => $"“{w}”"))} 像是表示缺值：{string.Join("、", columns.Take(MostNamed).Select(NameOf))}{(columns.Count > MostNamed ? $" 等 {columns.Count} 列" : "")} 共 {cells} 个单元格，其余都是数、日期一类；汇聚时按空值",
                $"{string.Join(", ", profile.Missing.Select(w => $"'{w}'"))} seems to say that there is no value: {cells} cells of {string.Join(", ", columns.Take(MostNamed).Select(NameOf))}{(columns.Count > MostNamed ? $" and others, {columns.Count} columns in all" : "")}, whose other values are numbers, dates or the like; gathered as empty"));
        }

        var mapped = mapping?.Select(m => m.Ordinal).ToHashSet();
        return new Proposal(
            new SourceFound(
                source.Name, file.Format, file.Encoding, file.Dialect.Delimiter == '\t' ? "\\t" : ((char)file.Dialect.Delimiter).ToString(), file.HasHeader,
                file.Sheets, new FileInfo(file.Original) is { Exists: true } original ? original.Length : 0, profile.Rows, upload) { Sheet = file.Sheet },
            [.. profile.Columns.Select(Found)],
            resource is null ? ProposeItems.Of(profile, standards) : [], mapping,
            mapped is null ? [] : [.. profile.Columns.Select(c => c.Ordinal).Where(o => !mapped.Contains(o))], notes) { Missing = profile.Missing };
    }

    private static string NameOf(ColumnProfile column) => column.Name.Length > 0 ? column.Name : $"#{column.Ordinal + 1}";

    private Outcome<Source> Source(ProposalRequest request, Caller caller, bool local)
    {
        if (request.Delimiter is { Length: not 1 })
        {
            return GatheringFaults.RequestBroken("delimiter");
        }

        var form = new SourceForm(request.Encoding, request.Delimiter?[0], request.Header, request.Sheet) { Looking = true };
        if (request.Upload is { } id)
        {
            return spool.Find(id, caller).Then<Source>(upload => new Source(upload.Name, upload.Path, Owned: true, null, form));
        }

        if (request.Postgres is { } postgres)
        {
            var database = StartRun.Database(postgres);
            return PostgresSource.Connection(database).Then(connection => PostgresSource.Select(database).Then<Source>(_ => StartRun.Describe(connection, database)));
        }

        return request.Path is null ? GatheringFaults.SourceNotGiven
            : !local ? GatheringFaults.PathNotLocal
            : new Source(Path.GetFileName(request.Path), Path.GetFullPath(request.Path), Owned: false, null, form);
    }

    private static ColumnFound Found(ColumnProfile column) => new(
        column.Ordinal, column.Name, column.Filled, column.Empty, column.Distinct, column.Unique, column.Filled == 0 ? 0 : column.MinLength, column.MaxLength,
        column.Minimum, column.Maximum, [.. column.Samples.Select(Encoding.UTF8.GetString).Distinct().Take(5)]);
}

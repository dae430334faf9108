using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>Refused rows over HTTP. They are rows of the source with all that is in them: each read is audited before it leaves.</summary>
internal static class RefusedRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var refused = routes.MapGroup("/api/v1/runs/{run}/refused").WithTags("Runs");
        refused.MapGet("", List).RequireAuthorization(RunList.Permission).WithSummary("Refused rows with rule, item, value and reason")
            .WithQuery(
                new QueryParameter("rule", "规则代码 / Code of the rule") { Example = "required" }, new QueryParameter("item", "信息项的列名 / Column of the item"),
                QueryParameter.Q("值、源行号，能看原行的人也按原行", "value, line number, and the record for those who see it whole"), new QueryParameter("state", "处理状态 / What became of the row") { Words = RefusedStates.All },
                QueryParameter.Limit(RefusedList.LimitUsual, RefusedList.LimitMost), QueryParameter.Cursor)
            .Produces<Listed<RefusedCell>>().ProducesProblem(400);
        refused.MapGet("/download", Download).RequireAuthorization(RunList.Permission).WithSummary("Refused rows that wait, as CSV: to be mended and sent back, or, of a run that kept nothing, to mend the file by");
        refused.MapPost("/resubmit", Again).RequireAuthorization(StartRun.Permission).DisableAntiforgery().WithSummary("Submit mended rows: JSON by line, or the mended file")
            .Accepts<ResubmitRequest>("application/json", "multipart/form-data").Produces<RunStatus>(StatusCodes.Status202Accepted);
        refused.MapPost("/mend", Many).RequireAuthorization(StartRun.Permission).WithSummary("Mend many rows of one rule and item at once and submit them; with preview, only say what would change")
            .Produces<MendAnswer>().Produces<MendAnswer>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Many(
        string run, MendRequest request, HttpContext context, Caller caller, RunList runs, MendMany many, IAuditTrail audit, CancellationToken ct)
    {
        if (await runs.Find(run, caller, ct) is not { } row)
        {
            return GatheringFaults.RunMissing(run).ToProblem();
        }

        if (!(await many.Do(row, request, caller, RequestLanguage.Of(context), ct)).Try(out var answer, out var fault))
        {
            return fault.ToProblem();
        }

        await audit.Durable(AuditEntry.By(caller, "gathering.refused-read", row.ResourceCode) with { Rows = answer.Looked, Detail = run });
        return answer.Run is { } started ? TypedResults.Accepted($"/api/v1/runs/{started.Run}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<IResult> List(
        string run, HttpContext context, Caller caller, RunList runs, RefusedList list, IAuditTrail audit,
        string? rule, string? item, string? q, string? state, int? limit, string? cursor, CancellationToken ct)
    {
        if (await runs.Find(run, caller, ct) is not { } row)
        {
            return GatheringFaults.RunMissing(run).ToProblem();
        }

        if (!RefusedList.Knows(cursor))
        {
            return GatheringFaults.CursorBroken.ToProblem();
        }

        var page = await list.Page(row, new(rule, item, q, state, limit, cursor), caller, RequestLanguage.Of(context), ct);
        await audit.Durable(AuditEntry.By(caller, "gathering.refused-read", row.ResourceCode) with { Rows = page.Items.Count, Detail = run });
        return TypedResults.Ok(page);
    }

    private static async Task<IResult> Download(
        string run, HttpContext context, Caller caller, RunList runs, RefusedList list, IAuditTrail audit, CancellationToken ct)
    {
        if (await runs.Find(run, caller, ct) is not { } row)
        {
            return GatheringFaults.RunMissing(run).ToProblem();
        }

        if (RunJson.Read<AcquiredFile>(row.Acquired) is not { } file)
        {
            return RefusedFaults.NotYet(run).ToProblem();
        }

        await audit.Durable(AuditEntry.By(caller, "gathering.refused-download", row.ResourceCode) with { Rows = row.Refused, Detail = run });
        var language = RequestLanguage.Of(context);
        return TypedResults.Stream(stream => Write(stream, row, file, list, caller, language, ct), "text/csv; charset=utf-8", $"refused-{ResourceAddress.Of(row.ResourceCode)}-{row.Number}.csv");
    }

    internal static async Task Write(Stream stream, RunRow row, AcquiredFile file, RefusedList list, Caller caller, Language language, CancellationToken ct)
    {
        using var block = new MemoryStream();
        var csv = new CsvWriter(block);
        block.Write("\uFEFF"u8);
        csv.Record([.. Resubmit.Leading, .. file.Header.Select((name, i) => name.Length > 0 ? RawRecord.Defuse(name) : $"#{i + 1}")]);
        await foreach (var (line, raw, faults) in list.Rows(row, RefusedStates.Waiting(row), caller, language, ct))
        {
            csv.Record(
            [
                line.ToString(System.Globalization.CultureInfo.InvariantCulture), string.Join("; ", faults.Select(f => f.Rule)), string.Join("; ", faults.Select(f => f.Reason)),
                .. RawRecord.Cells(raw, file.Dialect).Select(RawRecord.Defuse),
            ]);
            if (block.Length > 1 << 16)
            {
                await Send();
            }
        }

        csv.Flush();
        await Send();

        async Task Send()
        {
            block.Position = 0;
            await block.CopyToAsync(stream, ct);
            block.SetLength(0);
        }
    }

    private static async Task<IResult> Again(
        string run, HttpContext context, Caller caller, ReadRunRequest read, RunList runs, Resubmit resubmit, CancellationToken ct)
    {
        if (await runs.Find(run, caller, ct) is not { } row)
        {
            return GatheringFaults.RunMissing(run).ToProblem();
        }

        return (await read.Read<ResubmitRequest>(context, caller, ct)).Try(out var request, out var fault)
            && (await resubmit.Do(row, request, caller, ct)).Try(out var queued, out fault)
            ? TypedResults.Accepted($"/api/v1/runs/{queued.Id}", RunStatusOf.Of(queued, null, RequestLanguage.Of(context)))
            : fault.ToProblem();
    }
}

using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>Batches over HTTP.</summary>
internal static class PushRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var batches = routes.MapGroup("/api/v1/resources/{code}/batches").WithTags("Runs");
        // Every content type comes in, so that a wrong one is answered in words.
        batches.MapPost("", Push).RequireAuthorization(ReceiveBatch.Permission).DisableAntiforgery()
            .WithSummary("推送批次 · Push a batch of NDJSON lines")
            .WithDescription("Body: application/x-ndjson in UTF-8, one JSON object a line, also packed (Content-Encoding: gzip). Keys are names or columns of the items. The header Idempotency-Key is required: "
                + "the same key with the same content answers the first receipt, with other content 409. mode=append (default) or upsert. 202 is answered once the batch is on disk; "
                + "batches that wait are gathered together by one run, and a line that breaks a rule is a refused row of the receipt.")
            .WithQuery(new QueryParameter("mode", "写入方式，默认 append / How rows are written, append by default") { Words = ["append", "upsert"] })
            .Accepts<string>("application/x-ndjson", "*/*").Produces<BatchReceipt>(StatusCodes.Status202Accepted).Produces<BatchReceipt>();
        batches.MapGet("/{batch}", One).RequireAuthorization(ReceiveBatch.Permission).WithSummary("批次回执 · What became of a batch: state, counts, its refused lines").Produces<BatchReceipt>();
        batches.MapGet("", List).RequireAuthorization(RunList.Permission).WithSummary("批次 · Batches of a resource, newest first").WithQuery(QueryParameter.Limit(BatchReceipts.LimitUsual, BatchReceipts.LimitMost), QueryParameter.Cursor).Produces<Listed<BatchReceipt>>().ProducesProblem(400);
    }

    private static async Task<IResult> Push(string code, string? mode, HttpContext context, Caller caller, ReceiveBatch receive, BatchReceipts receipts, CancellationToken ct)
    {
        if (!(await receive.Do(code, mode, context, caller, ct)).Try(out var taken, out var fault))
        {
            return fault.ToProblem();
        }

        var (batch, language) = (taken.Batch, RequestLanguage.Of(context));
        var address = $"/api/v1/resources/{ResourceAddress.Of(batch.ResourceCode)}/batches/{batch.Id}";
        if (!taken.Before)
        {
            return TypedResults.Accepted(address, BatchReceipts.Of(batch, null, works: false, language));
        }

        context.Response.Headers["Idempotency-Replayed"] = "true";
        context.Response.Headers.Location = address;
        return TypedResults.Ok(await receipts.Find(code, batch.Id, caller, language, ct));
    }

    private static async Task<IResult> One(string code, string batch, HttpContext context, Caller caller, BatchReceipts receipts, CancellationToken ct) =>
        await receipts.Find(code, batch, caller, RequestLanguage.Of(context), ct) is { } receipt ? TypedResults.Ok(receipt) : PushFaults.Missing(batch).ToProblem();

    private static async Task<IResult> List(
        string code, int? limit, string? cursor, HttpContext context, Caller caller, ICatalogue catalogue, BatchReceipts receipts, CancellationToken ct)
    {
        if (await catalogue.Find(ResourceAddress.Code(code), ct) is not { } resource)
        {
            return catalogue.NoSuchResource(ResourceAddress.Code(code)).ToProblem();
        }

        return !caller.May(RunList.Permission, resource.ProviderPath) ? GatheringFaults.NotYours(resource, caller).ToProblem()
            : (await receipts.Page(resource.Id, limit, cursor, RequestLanguage.Of(context), ct)).Match(page => (IResult)TypedResults.Ok(page), fault => fault.ToProblem());
    }
}

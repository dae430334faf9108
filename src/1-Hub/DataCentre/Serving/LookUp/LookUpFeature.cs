using System.Buffers;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.RowIndex;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>
/// <c>POST /api/v1/resources/{code}/lookup</c> (核验): one row by its key, from the row index only. The hot path of the hub: the answer is
/// written from the index's bytes into the response pipe, and leaves when the audit entry stands on disk.
/// </summary>
internal static class LookUpFeature
{
    private const int GreatestBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/resources/{code}/lookup", (Delegate)Handle)
        .AllowAnonymous().WithName("lookUp").WithTags("resources")
        .WithSummary("按主键核验一行 / Look a row up by its key")
        .WithDescription("{\"key\": \"...\"} or {\"keys\": {\"column\": \"value\"}}; optional fields, purpose; with match: {\"column\": \"value\"} the answer is only {\"matches\": true|false}. POST, because keys are personal.")
        .Accepts<LookUpBody>("application/json")
        .Produces<IReadOnlyDictionary<string, object?>>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    private static async Task Handle(HttpContext context)
    {
        var services = context.RequestServices;

        // The catalogue knows a code in both spellings; only one with an escaped slash has to be written anew.
        var code = (string)context.Request.RouteValues["code"]!;
        code = code.Contains('%', StringComparison.Ordinal) ? ResourceCode.FromAddress(code) : code;
        var caller = context.Features.Get<Caller>() ?? Caller.Anonymous;
        if (!(await services.GetRequiredService<LookUpPlans>().For(code, caller, context.RequestAborted)).Try(out var plan, out var fault))
        {
            await fault.ToProblem().ExecuteAsync(context);
            return;
        }

        ReadOnlySequence<byte> body;
        try
        {
            (body, var tooLarge) = await ReadBody(context);
            if (tooLarge)
            {
                await ServingFaults.BodyTooLarge(GreatestBody).ToProblem().ExecuteAsync(context);
                return;
            }
        }
        catch (BadHttpRequestException)
        {
            // The asker hung up in the middle of its question: nobody is there to answer, and nothing was read.
            context.Abort();
            return;
        }

        var trail = services.GetRequiredService<IAuditTrail>();
        fault = Answer(context, plan, caller, body, services.GetRequiredService<IRowIndex>(), trail, out var entry);
        context.Request.BodyReader.AdvanceTo(body.End);
        if (entry is not null)
        {
            // Nothing has been flushed: the answer waits in the pipe until the read is on record.
            await trail.Durable(entry);
        }

        if (fault is not null)
        {
            await fault.ToProblem().ExecuteAsync(context);
        }
    }

    private static async ValueTask<(ReadOnlySequence<byte> Body, bool TooLarge)> ReadBody(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > GreatestBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (default, true);
            }

            if (read.IsCompleted)
            {
                return (read.Buffer, false);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Looks up and writes the answer, unflushed. A fault with an entry was a read, too: a key that nobody has.</summary>
    private static Fault? Answer(
        HttpContext context, LookUpPlan plan, Caller caller, in ReadOnlySequence<byte> body, IRowIndex index, IAuditTrail trail, out AuditEntry? entry)
    {
        entry = null;
        Span<byte> buffer = stackalloc byte[LookUpRequest.LongestKey];
        if (LookUpRequest.Read(body, plan.Read, buffer, out var request) is { } wrong)
        {
            return wrong;
        }

        var resource = plan.Read.Resource;
        var key = buffer[..request.KeyLength];
        var found = index.TryFind(resource.Id, key, out var row);
        entry = ReadGate.By(caller, request.Match is null ? "serving.look-up" : "serving.match", resource.Code) with
        {
            Items = ItemsOf(plan, request),
            Rows = found ? 1 : 0,
            Purpose = request.Purpose ?? ReadGate.PurposeOf(context.Request),
            KeyDigest = trail.Digest(key),
        };
        if (!found)
        {
            return ServingFaults.NotFound(resource.Code);
        }

        using (row)
        {
            var response = context.Response;
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = request.Match is { } match
                ? LookUpAnswer.WriteMatch(response.BodyWriter, row, match)
                : LookUpAnswer.WriteRow(response.BodyWriter, row, request.Fields is { } fields ? LookUpPlan.FieldsOf(fields) : plan.Fields);
        }

        return null;
    }

    private static IReadOnlyList<string> ItemsOf(LookUpPlan plan, in LookUpRequest request) =>
        request.Match is { } match ? [.. match.Select(m => m.Column.Name)]
        : request.Fields is { } fields ? [.. fields.Select(f => f.Name)]
        : plan.Items;
}

/// <summary>Body of a look-up, for its description.</summary>
/// <param name="Key">The key, when it is one column.</param>
/// <param name="Keys">The key by column, when it has several.</param>
/// <param name="Fields">Columns to answer; all when left out.</param>
/// <param name="Match">Values to compare; the answer is then only whether all of them are equal.</param>
/// <param name="Purpose">What the look-up is for; stands in the audit trail.</param>
internal sealed record LookUpBody(
    string? Key, IReadOnlyDictionary<string, string>? Keys, IReadOnlyList<string>? Fields, IReadOnlyDictionary<string, string>? Match, string? Purpose);

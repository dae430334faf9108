using System.Buffers;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.RowIndex;
using Microsoft.AspNetCore.Http;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>
/// Answers look-ups, the hot path of the hub: from the index's bytes to the answer's, which is handed to the server only when the audit
/// entry stands on disk.
/// </summary>
internal sealed class LookUpDesk(LookUpPlans plans, IRowIndex index, IAuditTrail trail)
{
    private const int GreatestBody = 16 * 1024;

    public async Task Handle(HttpContext context)
    {
        // The catalogue knows a code in both spellings; only one with an escaped slash has to be written anew.
        var code = (string)context.Request.RouteValues["code"]!;
        code = code.Contains('%', StringComparison.Ordinal) ? ResourceCode.FromAddress(code) : code;
        var caller = context.Features.Get<Caller>() ?? Caller.Anonymous;
        if (!(await plans.For(code, caller, context.RequestAborted)).Try(out var plan, out var fault))
        {
            await fault.ToProblem().ExecuteAsync(context);
            return;
        }

        ReadOnlySequence<byte> body;
        try
        {
            body = await ReadBody(context);
        }
        catch (BadHttpRequestException)
        {
            // The asker hung up in the middle of its question: nobody is there to answer, and nothing was read.
            context.Abort();
            return;
        }

        if (body.Length > GreatestBody)
        {
            context.Request.BodyReader.AdvanceTo(body.End);
            await ServingFaults.BodyTooLarge(GreatestBody).ToProblem().ExecuteAsync(context);
            return;
        }

        using var answer = new AnswerBuffer();
        fault = Answer(context.Request, plan, caller, body, answer, out var entry);
        context.Request.BodyReader.AdvanceTo(body.End);
        if (entry is not null)
        {
            await trail.Durable(entry);
        }

        if (fault is not null)
        {
            await fault.ToProblem().ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = answer.Written.Length;
        response.BodyWriter.Write(answer.Written);
    }

    /// <summary>The whole body, or enough of it to see that it is too long. It stays in the reader until that is advanced.</summary>
    private static async ValueTask<ReadOnlySequence<byte>> ReadBody(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length > GreatestBody)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Looks up and writes the answer. A fault with an entry was a read, too: a key that nobody has.</summary>
    private Fault? Answer(HttpRequest http, LookUpPlan plan, Caller caller, in ReadOnlySequence<byte> body, AnswerBuffer answer, out AuditEntry? entry)
    {
        entry = null;
        Span<byte> buffer = stackalloc byte[LookUpRequest.LongestKey];
        if (LookUpRequest.Read(body, plan, buffer, out var request) is { } wrong)
        {
            return wrong;
        }

        var resource = plan.Read.Resource;
        var key = buffer[..request.KeyLength];
        var found = index.TryFind(resource.Id, key, out var row);
        entry = new AuditEntry(
            request.Match is null ? "serving.look-up" : "serving.match", caller.SignedIn ? caller.AccountId : "anonymous",
            caller.Organisation, caller.Application, resource.Code,
            Items: ItemsOf(plan, request), Rows: found ? 1 : 0, Purpose: request.Purpose ?? ReadGate.PurposeOf(http), KeyDigest: trail.Digest(key));
        if (!found)
        {
            return ServingFaults.NotFound(resource.Code);
        }

        using (row)
        {
            if (request.Match is { } match)
            {
                LookUpAnswer.WriteMatch(answer, row, match);
            }
            else
            {
                LookUpAnswer.WriteRow(answer, row, request.Fields is { } fields ? LookUpPlan.FieldsOf(fields) : plan.Fields);
            }
        }

        return null;
    }

    private static IReadOnlyList<string> ItemsOf(LookUpPlan plan, in LookUpRequest request) =>
        request.Match is { } match ? [.. match.Select(m => m.Column.Name)]
        : request.Fields is { } fields ? [.. fields.Select(f => f.Name)]
        : plan.Items;
}

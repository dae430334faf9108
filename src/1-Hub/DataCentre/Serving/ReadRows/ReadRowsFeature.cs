using System.Buffers;
using System.Text.Json;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Serving.ReadRows;

/// <summary><c>GET /api/v1/resources/{code}/rows</c>: a page of rows.</summary>
internal static class ReadRowsFeature
{
    // Anonymous as a route: open rows are everybody's. ReadRights decides row by resource and column by reader.
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/resources/{code}/rows", Handle)
        .AllowAnonymous().WithName("readRows").WithTags("resources")
        .WithSummary("读取资源的行 / Rows of a resource")
        .WithQuery(RowQuery.FieldsParameter, RowQuery.OrderParameter, QueryParameter.Limit(RowQuery.DefaultLimit, RowQuery.GreatestLimit), QueryParameter.Cursor, QueryParameter.Purpose)
        .WithFreeQuery(RowQuery.Columns)
        .Produces<RowsAnswer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(410);

    private static async Task<IResult> Handle(string code, Caller caller, HttpContext context, ReadGate gate, RowPages pages, CancellationToken ct)
    {
        if (!(await gate.Open(code, caller, ct)).Try(out var read, out var fault) || !RowQuery.Parse(read, context.Request.Query).Try(out var query, out fault))
        {
            return fault.ToProblem();
        }

        var total = await pages.Count(read, query, ct);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        await using var json = new Utf8JsonWriter(buffer, CellJson.Options);
        json.WriteStartObject();
        WriteTotal(json, total);
        WriteMasked(json, query.Fields);
        json.WriteStartArray("items"u8);
        var names = query.Fields.Select(f => JsonEncodedText.Encode(f.Name)).ToArray();
        var page = await pages.Read(read, query, data =>
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                CellJson.Write(json, data, i, query.Fields[i].AnswerKind);
            }

            json.WriteEndObject();
        }, ct);
        if (!page.Try(out var next, out fault))
        {
            return fault.ToProblem();
        }

        json.WriteEndArray();
        json.WriteString("next"u8, next.Cursor);
        json.WriteEndObject();
        await json.FlushAsync(ct);
        await gate.Note(read, caller, "serving.read-rows", query.Fields, next.Rows, ReadGate.PurposeOf(context.Request), filters: query.Filters);
        return new Written(buffer);
    }

    private static void WriteTotal(Utf8JsonWriter json, RowTotal total)
    {
        if (total.Rows is { } rows)
        {
            json.WriteNumber("total"u8, rows);
        }
        else
        {
            json.WriteNull("total"u8);
            json.WriteBoolean("totalIsEstimate"u8, true);
        }
    }

    private static void WriteMasked(Utf8JsonWriter json, IReadOnlyList<ReadableColumn> fields)
    {
        if (fields.Any(f => f.Masked))
        {
            json.WriteStartArray("masked"u8);
            foreach (var field in fields.Where(f => f.Masked))
            {
                json.WriteStringValue(field.Name);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>JSON that stands ready.</summary>
    internal sealed class Written(ArrayBufferWriter<byte> body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.WrittenCount;
            httpContext.Response.Headers.CacheControl = "no-store";
            return httpContext.Response.Body.WriteAsync(body.WrittenMemory).AsTask();
        }
    }
}

/// <summary>Answer of the rows interface, for its description.</summary>
/// <param name="Total">Rows that meet the filters; null when counting them took too long.</param>
/// <param name="TotalIsEstimate">Present and true when the total is not exact.</param>
/// <param name="Masked">Columns that this reader sees masked; left out when there are none.</param>
/// <param name="Items">Rows.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
internal sealed record RowsAnswer(
    long? Total, bool? TotalIsEstimate, IReadOnlyList<string>? Masked, IReadOnlyList<IReadOnlyDictionary<string, object?>> Items, string? Next);

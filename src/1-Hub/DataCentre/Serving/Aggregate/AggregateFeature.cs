using System.Buffers;
using System.Data.Common;
using System.Text.Json;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.ReadRows;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Serving.Aggregate;

/// <summary><c>GET /api/v1/resources/{code}/aggregate</c>: counts and sums by group.</summary>
internal static class AggregateFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/resources/{code}/aggregate", Handle)
        .AllowAnonymous().WithName("aggregateRows").WithTags("resources")
        .WithSummary("按组统计 / Aggregates by group")
        .WithQuery(
            new QueryParameter("by", "分组：列名，或 year、quarter、month、week、day(日期列)，逗号隔开；默认整体一组 / Groups: columns, or year, quarter, month, week or day(date column), comma between; one group by default"),
            new QueryParameter("measure", "统计：count，或 count、sum、avg、min、max、distinct(列)，逗号隔开；默认 count / Measures: count, or count, sum, avg, min, max or distinct(column), comma between; count by default") { Example = "count" },
            new QueryParameter("order", "排序：分组或统计，.desc 为降序 / Order: groups or measures, .desc for descending") { Example = "count.desc" },
            QueryParameter.Limit(AggregateQuery.UsualLimit, AggregateQuery.GreatestLimit), QueryParameter.Purpose)
        .WithFreeQuery(RowQuery.Columns)
        .Produces<AggregateAnswer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(410);

    private static async Task<IResult> Handle(string code, Caller caller, HttpContext context, ReadGate gate, ITableStore tables, CancellationToken ct)
    {
        if (!(await gate.Open(code, caller, ct)).Try(out var read, out var fault) || !AggregateQuery.Parse(read, context.Request.Query).Try(out var query, out fault))
        {
            return fault.ToProblem();
        }

        var terms = query.By.Concat(query.Measures).ToArray();
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        await using var json = new Utf8JsonWriter(buffer, CellJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        var names = terms.Select(t => JsonEncodedText.Encode(t.Name)).ToArray();
        var more = await Run(read, query, tables, data =>
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                CellJson.Write(json, data, i, terms[i].Kind);
            }

            json.WriteEndObject();
        }, ct);
        json.WriteEndArray();
        json.WriteBoolean("more"u8, more);
        json.WriteEndObject();
        await json.FlushAsync(ct);

        var columns = terms.Select(t => t.Column).Concat(query.Filters.Select(f => f.Column)).OfType<ReadableColumn>().Distinct();
        await gate.Note(read, caller, "serving.aggregate", columns, null, ReadGate.PurposeOf(context.Request), string.Join(',', terms.Select(t => t.Name)), query.Filters);
        return new ReadRowsFeature.Written(buffer);
    }

    /// <summary>Runs it, one call of <paramref name="row"/> a group; returns whether the limit left groups out.</summary>
    internal static async Task<bool> Run(Readable read, AggregateQuery query, ITableStore tables, Action<DbDataReader> row, CancellationToken ct)
    {
        if (read.Table is not { } table)
        {
            return false;
        }

        var groups = Enumerable.Range(1, query.By.Count).Select(i => i.ToString(null, null)).ToArray();
        var sql = new RowSql()
            .Add("select ").Add(string.Join(", ", query.By.Concat(query.Measures).Select(t => t.Sql)))
            .Add($" from {table.TableName}").Where(query.Filters, [], null);
        if (groups.Length > 0)
        {
            sql.Add(" group by ").Add(string.Join(", ", groups));
        }

        // Ordered by place, so that the name of a term never stands in the statement; by the groups themselves after that.
        var terms = query.By.Concat(query.Measures).ToList();
        var order = query.Order.Select(o => $"{terms.IndexOf(o.Term) + 1} {(o.Descending ? "desc" : "asc")} nulls last").Concat(groups.Select(g => $"{g} asc nulls last")).ToArray();
        if (order.Length > 0)
        {
            sql.Add(" order by ").Add(string.Join(", ", order));
        }

        sql.Add($" limit {query.Limit + 1}");
        await using var reader = await tables.Read(sql.Text, sql.Parameters, ct);
        for (var rows = 0; await reader.Data.ReadAsync(ct); rows++)
        {
            if (rows == query.Limit)
            {
                return true;
            }

            row(reader.Data);
        }

        return false;
    }
}

/// <summary>Answer of the aggregates, for its description.</summary>
/// <param name="Items">Groups, with terms named as they were asked for.</param>
/// <param name="More">Whether the limit left groups out.</param>
internal sealed record AggregateAnswer(IReadOnlyList<IReadOnlyDictionary<string, object?>> Items, bool More);

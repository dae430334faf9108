using System.Globalization;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Microsoft.AspNetCore.Http;

namespace CityHub.DataCentre.Serving.Download;

internal enum DownloadFormat
{
    Csv,
    Ndjson,
    Parquet,
    Xlsx,
}

/// <summary>A download as it was asked for.</summary>
/// <param name="Bom">CSV begins with a byte order mark; spreadsheet programs then know that it is UTF-8.</param>
/// <param name="Defuse">Text that a spreadsheet would run as a formula gets a <c>'</c> before it (CSV alone: a text cell of XLSX is never run); programs may turn it off. Columns of numbers and days are never touched, so -5 stays -5.</param>
/// <param name="Limit">Rows at most, the first in order; null for all.</param>
internal sealed record DownloadRequest(
    DownloadFormat Format, IReadOnlyList<ReadableColumn> Fields, IReadOnlyList<RowFilter> Filters, IReadOnlyList<RowOrder> Order, bool Bom, bool Defuse, long? Limit)
{
    /// <summary>Bytes after which a stream goes out.</summary>
    public const int FlushAfter = 64 * 1024;

    private static readonly Words Formats = new("csv、ndjson、parquet 或 xlsx", "csv, ndjson, parquet or xlsx");
    private static readonly Words WholeNumber = new("大于 0 的整数", "a whole number above 0");
    private static readonly Words Truth = new(" true 或 false", "true or false");

    public static Outcome<DownloadRequest> Parse(Readable read, IQueryCollection query)
    {
        var format = query["format"].ToString() is { Length: > 0 } text ? text : "csv";
        if (!Enum.TryParse<DownloadFormat>(format, ignoreCase: true, out var kind) || !char.IsLetter(format[0]))
        {
            return ServingFaults.WrongParameter("format", format, Formats);
        }

        foreach (var name in (string[])["bom", "defuse"])
        {
            if (query[name].ToString() is not ("" or "true" or "false") and var wrong)
            {
                return ServingFaults.WrongParameter(name, wrong, Truth);
            }
        }

        long? limit = null;
        if (query["limit"].ToString() is { Length: > 0 } most)
        {
            if (!long.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) || rows < 1)
            {
                return ServingFaults.WrongParameter("limit", most, WholeNumber);
            }

            limit = rows;
        }

        // A page's cursor means nothing to a file, and a file may be longer than a page.
        return RowQuery.Parse(read, query.Where(p => p.Key is not ("limit" or "cursor")))
            .Then<DownloadRequest>(q => new DownloadRequest(kind, q.Fields, q.Filters, q.Order, query["bom"] == "true", query["defuse"] != "false", limit));
    }

    /// <summary>Names of the columns that this reader gets masked.</summary>
    public IReadOnlyList<string> Masked { get; } = [.. Fields.Where(f => f.Masked).Select(f => f.Name)];

    public string Extension => Format switch
    {
        DownloadFormat.Ndjson => "ndjson",
        DownloadFormat.Parquet => "parquet",
        DownloadFormat.Xlsx => "xlsx",
        _ => "csv",
    };

    public string ContentType => Format switch
    {
        DownloadFormat.Ndjson => "application/x-ndjson; charset=utf-8",
        DownloadFormat.Parquet => "application/vnd.apache.parquet",
        DownloadFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/csv; charset=utf-8; header=present",
    };

    /// <summary>The rows with the reader's masks, ordered as gathered unless asked otherwise.</summary>
    public RowSql Sql(Readable read, RowSql sql)
    {
        if (read.Table is { } table)
        {
            return sql.Add("select ").Add(string.Join(", ", Fields.Select(MaskSql.Select))).Add($" from {table.TableName}")
                .Where(Filters, Order, null).OrderBy(Order).Add(Limit is { } most ? $" limit {most}" : "");
        }

        // Nothing gathered yet: a file with its header and no rows.
        return sql.Add("select ").Add(string.Join(", ", Fields.Select(f => $"null::{SqlType(f)} as {f.Sql}"))).Add(" where false");
    }

    private static string SqlType(ReadableColumn field) => field.AnswerKind switch
    {
        ColumnKind.Integer => "bigint",
        ColumnKind.Decimal => $"decimal({field.Type.Precision}, {field.Type.Scale})",
        ColumnKind.Double => "double",
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "timestamp",
        ColumnKind.Boolean => "boolean",
        _ => "varchar",
    };
}

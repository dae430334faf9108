using System.Globalization;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CityHub.DataCentre.Serving.Download;

/// <summary><c>GET /api/v1/resources/{code}/download</c>: the rows as a file, streamed at any size.</summary>
internal static class DownloadFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/resources/{code}/download", Handle)
        .AllowAnonymous().WithName("downloadRows").WithTags("resources")
        .WithSummary("下载资源的行 / Download rows as a file")
        .WithQuery(
            new QueryParameter("format", "格式，默认 csv / Format, csv by default") { Words = [.. Enum.GetNames<DownloadFormat>().Select(f => f.ToLowerInvariant())] },
            RowQuery.FieldsParameter, RowQuery.OrderParameter, new QueryParameter("limit", "只取前若干行；默认全部 / The first rows only; all by default") { Whole = (1, int.MaxValue) },
            new QueryParameter("bom", "CSV 带字节序标记，供表格软件；默认否 / A byte order mark before CSV, for spreadsheets; false by default") { Truth = true },
            new QueryParameter("defuse", "像公式的文字前加 '，默认是 / A ' before a text that looks like a formula; true by default") { Truth = true }, QueryParameter.Purpose)
        .WithFreeQuery(RowQuery.Columns)
        .WithDescription("In CSV a text that a spreadsheet would run as a formula (= + - @ tab CR first) gets a ' before it; numbers and days never do. Gathering takes it away again from a CSV that comes back unchanged; for one that is to be edited first, or is read by a program, defuse=false leaves it out. In XLSX text is text and needs none. A file with masked columns is not gathered again: masks would stand in for values.")
        .Produces(200).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(410);

    // Characters; Excel's own limit.
    private const int LongestCell = 32_767;

    private static async Task Handle(string code, Caller caller, HttpContext context, ReadGate gate, ITableStore tables, TemporaryFiles files, IGuardedFiles guarded)
    {
        var ct = context.RequestAborted;
        if (!(await gate.Open(code, caller, ct)).Try(out var read, out var fault) || !DownloadRequest.Parse(read, context.Request.Query).Try(out var request, out fault))
        {
            await fault.ToProblem().ExecuteAsync(context);
            return;
        }

        if (request.Format == DownloadFormat.Parquet)
        {
            await Parquet(context, read, caller, request, gate, tables, files, guarded);
            return;
        }

        if (request.Format == DownloadFormat.Xlsx && await TooLong(read, request, tables, ct) is { } text)
        {
            await ServingFaults.TextTooLong(text).ToProblem().ExecuteAsync(context);
            return;
        }

        var sql = request.Sql(read, new RowSql());
        await using var reader = await tables.Read(sql.Text, sql.Parameters, ct);
        var data = reader.Data;

        // How many rows there will be is not known before they are sent: the entry says which rows, not how many.
        await Note(context, read, caller, request, gate, request.Filters.Count == 0 ? Math.Min(read.Table?.Rows ?? 0, request.Limit ?? long.MaxValue) : null);
        Head(context, read, request);
        var to = new FingerprintPipe(context.Response.BodyWriter);
        var (cellGuarded, masked) = (false, request.Masked);
        switch (request.Format)
        {
            case DownloadFormat.Ndjson:
                await NdjsonRows.Write(request, data, to, ct);
                break;
            case DownloadFormat.Xlsx:
                await using (var stream = new PipeOnlyStream(to))
                {
                    await new XlsxRows(request).Write(data, stream, ct);
                }

                break;
            default:
                var rows = new CsvRows(request);
                await rows.Write(data, to, ct);
                (cellGuarded, masked) = (rows.Guarded, rows.HasRows ? masked : []);
                break;
        }

        // The answer ends only after this, so whoever has the whole file has one that is known.
        if (cellGuarded || masked.Count > 0)
        {
            await guarded.Remember(to.Fingerprint.ToString(), to.Fingerprint.Bytes, masked, ct);
        }
    }

    /// <summary>The first column with a text that no cell of a workbook can hold; cut, it would come back as another.</summary>
    private static async Task<string?> TooLong(Readable read, DownloadRequest request, ITableStore tables, CancellationToken ct)
    {
        var maybe = request.Fields.Where(f => f is { Masked: false, Type.Kind: ColumnKind.Text } && f.Item.Length is null or > LongestCell).ToList();
        if (maybe.Count == 0)
        {
            return null;
        }

        var longest = string.Join(", ", maybe.Select(f => $"max(length({f.Sql}))"));
        var sql = request.Sql(read, new RowSql().Add($"select {longest} from (")).Add(")");
        await using var reader = await tables.Read(sql.Text, sql.Parameters, ct);
        return await reader.Data.ReadAsync(ct) ? maybe.Where((_, i) => reader.Data.GetValue(i) is not DBNull and var most && Convert.ToInt64(most, CultureInfo.InvariantCulture) > LongestCell).FirstOrDefault()?.Name : null;
    }

    // Parquet ends with its directory, which the engine writes: into a file first, gone when the answer ends, however it ends.
    private static async Task Parquet(
        HttpContext context, Readable read, Caller caller, DownloadRequest request, ReadGate gate, ITableStore tables, TemporaryFiles files,
        IGuardedFiles guarded)
    {
        var ct = context.RequestAborted;
        var path = files.New();
        try
        {
            var sql = request.Sql(read, new RowSql().Add("copy (")).Add($") to '{path.Replace("'", "''", StringComparison.Ordinal)}' (format parquet, compression zstd)");
            await using (var copy = await tables.Read(sql.Text, sql.Parameters, ct))
            {
                var rows = await copy.Data.ReadAsync(ct) ? copy.Data.GetInt64(0) : 0;
                await Note(context, read, caller, request, gate, rows);
            }

            if (request.Masked.Count > 0)
            {
                await guarded.Remember(await Fingerprint.Of(path, ct), new FileInfo(path).Length, request.Masked, ct);
            }

            Head(context, read, request);
            context.Response.ContentLength = new FileInfo(path).Length;
            await context.Response.SendFileAsync(path, ct);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task Note(HttpContext context, Readable read, Caller caller, DownloadRequest request, ReadGate gate, long? rows) =>
        gate.Note(read, caller, "serving.download", request.Fields, rows, ReadGate.PurposeOf(context.Request), request.Extension, request.Filters);

    private static void Head(HttpContext context, Readable read, DownloadRequest request)
    {
        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName($"{read.Resource.Title}-{ResourceCode.InAddress(read.Resource.Code)}.{request.Extension}");
        name.FileName = $"{ResourceCode.InAddress(read.Resource.Code)}.{request.Extension}";
        context.Response.ContentType = request.ContentType;
        context.Response.Headers.ContentDisposition = name.ToString();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }
}

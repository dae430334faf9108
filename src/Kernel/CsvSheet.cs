using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CityHub.Kernel;

/// <summary>A list as a file for a spreadsheet: UTF-8 with its mark, one row a line, formulas defused, sent while it is read.</summary>
/// <param name="fileName">Plain ASCII.</param>
/// <param name="heads">Names of the columns.</param>
/// <param name="rows">Cells as text; null when missing.</param>
public sealed class CsvSheet(string fileName, IReadOnlyList<string> heads, IAsyncEnumerable<IReadOnlyList<string?>> rows) : IResult
{
    /// <summary>Its content type, for descriptions.</summary>
    public const string ContentType = "text/csv";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.ContentType = $"{ContentType}; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        // The mark tells spreadsheets that it is UTF-8.
        await using var writer = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Line(heads));
        await foreach (var row in rows.WithCancellation(httpContext.RequestAborted))
        {
            await writer.WriteAsync(Line(row));
        }
    }

    /// <summary>A whole line.</summary>
    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>A cell that no spreadsheet runs as a formula, whoever wrote it: an apostrophe makes it text.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A number as programs read it; null when missing.</summary>
    public static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>An instant as programs read it; null when missing.</summary>
    public static string? Text(DateTimeOffset? value) => value?.ToString("O", CultureInfo.InvariantCulture);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityHub.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace CityHub.DataCentre.Serving.Query;

/// <summary>The last row of a page: values of the order columns (null when missing), then its place of birth.</summary>
internal sealed record PagePlace(IReadOnlyList<object?> Values, int Run, long Line);

/// <summary>
/// The opaque <c>cursor</c>: the place, encrypted and signed, bound to resource, filters and order, so that it can neither be read, altered
/// nor carried over to another query.
/// </summary>
internal sealed class PageCursor(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("CityHub.DataCentre.Serving.PageCursor.v1");

    public string Write(string resourceId, RowQuery query, PagePlace place)
    {
        string?[] texts = [Mark(resourceId, query), Text(place.Run), Text(place.Line), .. place.Values.Select(v => v is null ? null : ColumnValue.Write(v))];
        return Base64Url.EncodeToString(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(texts)));
    }

    /// <summary>The place; null when the query carries no cursor.</summary>
    public Outcome<PagePlace?> Read(string resourceId, RowQuery query)
    {
        if (query.Cursor is null)
        {
            return (Outcome<PagePlace?>)(PagePlace?)null;
        }

        try
        {
            var texts = JsonSerializer.Deserialize<string?[]>(_protector.Unprotect(Base64Url.DecodeFromChars(query.Cursor)))!;
            if (texts[0] != Mark(resourceId, query))
            {
                return ServingFaults.BadCursor;
            }

            var values = query.Order.Select((o, i) => texts[3 + i] is { } text ? ColumnValue.Parse(o.Column.Name, o.Column.Type.Kind, text).Value.Value : null);
            return new PagePlace([.. values], int.Parse(texts[1]!, null), long.Parse(texts[2]!, null));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return ServingFaults.BadCursor;
        }
    }

    private static string Mark(string resourceId, RowQuery query)
    {
        var text = new StringBuilder(resourceId);
        foreach (var filter in query.Filters)
        {
            text.Append('\u001e').Append(filter.Column.Name).Append('\u001f').Append((int)filter.Operator);
            foreach (var value in filter.Values)
            {
                text.Append('\u001f').Append(ColumnValue.Write(value));
            }
        }

        foreach (var order in query.Order)
        {
            text.Append('\u001d').Append(order.Column.Name).Append(order.Descending ? '-' : '+');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 0, 12);
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

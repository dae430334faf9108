using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using CityHub.Kernel.Search;

namespace CityHub.Storage.Search.Finding;

/// <summary>Where a page ends: the values that the order goes by, so that entries that come or go meanwhile move no page.</summary>
internal sealed record Place(string Order, bool Approximate, IReadOnlyList<string> Values)
{
    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes((string[])[Order, Approximate ? "~" : "", .. Values]));

    /// <summary>What a request goes by, as its cursors name it.</summary>
    public static string OrderOf(SearchRequest request) => $"{request.ByFacet ?? request.Order.ToString()}{(request.Turned ? "-" : "")}";

    /// <summary>Whether it goes by a text; else by a number.</summary>
    public static bool GoesByText(SearchRequest request) => request.ByFacet is not null || request.Order is SearchOrder.Code or SearchOrder.Title;

    public static Place? Read(string text, SearchRequest request)
    {
        var order = OrderOf(request);
        try
        {
            return JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text)) is [var o, { } approximate, { } first, { } second] && o == order
                && long.TryParse(second, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                && (request.Order is not SearchOrder.Relevance || request.ByFacet is not null || int.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                && (GoesByText(request) || long.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                ? new(order, approximate.Length > 0, [first, second]) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}

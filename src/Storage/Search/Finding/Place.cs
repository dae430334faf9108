using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using CityHub.Kernel.Search;

namespace CityHub.Storage.Search.Finding;

/// <summary>Where a page ends: the values that the order goes by, so that entries that come or go meanwhile move no page.</summary>
internal sealed record Place(SearchOrder Order, bool Approximate, IReadOnlyList<string> Values)
{
    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes((string[])[Order.ToString(), Approximate ? "~" : "", .. Values]));

    public static Place? Read(string text, SearchOrder order)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text)) is [var o, { } approximate, { } first, { } second] && o == order.ToString()
                && long.TryParse(second, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                && (order is not SearchOrder.Relevance || int.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                && (order is SearchOrder.Code or SearchOrder.Title || long.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                ? new(order, approximate.Length > 0, [first, second]) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}

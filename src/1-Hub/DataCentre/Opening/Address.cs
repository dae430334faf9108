namespace CityHub.DataCentre.Opening;

/// <summary>Addresses with their query: what is null or empty is left out.</summary>
internal static class Address
{
    public static string Of(string path, params (string Name, string? Value)[] query)
    {
        var given = query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value!)}").ToArray();
        return given.Length == 0 ? path : $"{path}?{string.Join('&', given)}";
    }
}

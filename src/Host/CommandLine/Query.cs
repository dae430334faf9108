namespace CityHub.Host.CommandLine;

/// <summary>An address with what was given; what was not given is left out.</summary>
internal static class Query
{
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> given)
    {
        var terms = given.Where(g => !string.IsNullOrEmpty(g.Value)).Select(g => $"{g.Name}={Uri.EscapeDataString(g.Value!)}").ToList();
        return terms.Count == 0 ? path : $"{path}?{string.Join('&', terms)}";
    }
}

using System.Text;

namespace CityHub.Web;

/// <summary>A list's address: it carries the words, the chosen filters and the order, so it can be kept and sent. Changing one leaves the page number behind.</summary>
public sealed class FilterAddress
{
    private const string Cursor = "cursor";
    private readonly string _path;
    private readonly List<(string Name, string Value)> _query;

    private FilterAddress(string path, List<(string Name, string Value)> query) => (_path, _query) = (path, query);

    /// <summary>Reads an address, with or without its host.</summary>
    public static FilterAddress Of(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var local = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.PathAndQuery : address.Split('#')[0];
        var mark = local.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? [] : local[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair).Where(p => !string.IsNullOrWhiteSpace(p.Value)).ToList();
        return new(mark < 0 ? local : local[..mark], query);
    }

    /// <summary>The path without the query.</summary>
    public string Path => _path;

    /// <summary>Every parameter, for the hidden fields of a form.</summary>
    public IReadOnlyList<(string Name, string Value)> Pairs => _query;

    /// <summary>The values of a parameter.</summary>
    public IReadOnlyList<string> All(string name) => [.. _query.Where(q => q.Name == name).Select(q => q.Value).Distinct()];

    /// <summary>The value of a parameter, or null.</summary>
    public string? One(string name) => _query.FirstOrDefault(q => q.Name == name).Value;

    /// <summary>The chosen values of these parameters.</summary>
    public Dictionary<string, IReadOnlyList<string>> Chosen(IEnumerable<string> names) => names.Where(n => All(n).Count > 0).ToDictionary(n => n, All);

    /// <summary>The address with this value alone; null takes the parameter out.</summary>
    public string With(string name, string? value) => Text([.. _query.Where(q => q.Name != name && q.Name != Cursor), .. value is null ? [] : new[] { (name, value) }]);

    /// <summary>The address with this value added, or taken out when it is there.</summary>
    public string Toggled(string name, string value) =>
        Text(All(name).Contains(value)
            ? _query.Where(q => q != (name, value) && q.Name != Cursor)
            : [.. _query.Where(q => q.Name != Cursor), (name, value)]);

    /// <summary>The address with only these parameters.</summary>
    public string Only(params string[] names) => Text(_query.Where(q => names.Contains(q.Name)));

    /// <inheritdoc/>
    public override string ToString() => Text(_query.Where(q => q.Name != Cursor));

    private string Text(IEnumerable<(string Name, string Value)> query)
    {
        var text = new StringBuilder(_path);
        var mark = '?';
        foreach (var (name, value) in query)
        {
            text.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        return text.ToString();
    }

    private static (string Name, string Value) Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (Plain(text), "") : (Plain(text[..equals]), Plain(text[(equals + 1)..]));
    }

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

using System.Globalization;
using System.Reflection;
using CityHub.DataCentre.Catalogue;

namespace CityHub.DataCentre.Quality.Standards;

/// <summary>标准库: data elements and code lists out of the CSV files beside this class, and the divisions of the reference folder.</summary>
internal sealed class StandardsLibrary : IStandards
{
    private readonly Dictionary<string, DataElement> _elements;
    private readonly Dictionary<string, CodeList> _lists;
    private readonly Dictionary<string, CodeList> _listsBySlug;

    public StandardsLibrary(string referenceFolder)
    {
        var assembly = typeof(StandardsLibrary).Assembly;
        CodeLists =
        [
            .. assembly.GetManifestResourceNames().Where(n => n.StartsWith("standards/Lists/", StringComparison.Ordinal))
                .Select(name => ReadList(assembly, name))
                .Concat(Divisions.Read(referenceFolder))
                .OrderBy(l => l.Code, StringComparer.Ordinal),
        ];
        Elements = [.. Lines(assembly, "standards/elements.csv").Skip(1).Select(ReadElement).OrderBy(e => e.Code, StringComparer.Ordinal)];
        (_elements, _lists) = (Elements.ToDictionary(e => e.Code), CodeLists.ToDictionary(l => l.Code));
        _listsBySlug = CodeLists.ToDictionary(l => Slug(l.Code));
    }

    public IReadOnlyList<DataElement> Elements { get; }

    public IReadOnlyList<CodeList> CodeLists { get; }

    public DataElement? Element(string code) => _elements.GetValueOrDefault(code);

    public CodeList? CodeList(string code) => _lists.GetValueOrDefault(code) ?? _listsBySlug.GetValueOrDefault(code);

    /// <summary>A list's code as it stands in an address: <c>GB/T 2261.1</c> is <c>gbt-2261.1</c>.</summary>
    public static string Slug(string code) => code.Replace("/", "", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant();

    private static DataElement ReadElement(string line)
    {
        var cell = line.Split(',');
        return new(cell[0], new(cell[1], cell[2]), (ItemType)cell[3][0], Number(cell[4]), cell[6].Length > 0 ? cell[6] : null,
            cell[11].Length > 0 ? cell[11] : "CityHub", Number(cell[5]), Number(cell[8]) ?? 1, Enum.Parse<MaskKind>(cell[9], ignoreCase: true))
        {
            Rules = cell[7].Split(';', StringSplitOptions.RemoveEmptyEntries),
            Aliases = cell[10].Split('|', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    private static CodeList ReadList(Assembly assembly, string resource)
    {
        var lines = Lines(assembly, resource);
        string Head(string name) => lines.First(l => l.StartsWith($"# {name}: ", StringComparison.Ordinal))[(name.Length + 4)..];
        return new(Head("code"), new(Head("zh"), Head("en")), Head("source"),
        [
            .. lines.SkipWhile(l => l.StartsWith('#')).Skip(1)
                .Select(l => l.Split(',', 2)).Select(c => new CodeMeaning(c[0], c[1])).OrderBy(c => c.Code, StringComparer.Ordinal),
        ]);
    }

    private static List<string> Lines(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r'))];
    }

    private static int? Number(string text) => text.Length > 0 ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

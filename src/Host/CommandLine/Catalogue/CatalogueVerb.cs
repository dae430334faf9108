using System.CommandLine;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue</c>: its entries found, shown, registered; many at once in and out as a file.</summary>
internal static class CatalogueVerb
{
    public static Command Make() => new("catalogue", "The catalogue / 目录")
    {
        FindEntries.Search(), FindEntries.List(), ShowEntry.Make(), RegisterEntry.Make(), ImportEntries.Make(), PublishEntries.Make(), ExportEntries.Make(), ExportEntries.Template(),
    };

    /// <summary>An entry's address: its code has a slash, which addresses write as a dash.</summary>
    public static string Address(string code) => $"/api/v1/catalogue/{Uri.EscapeDataString(code.Replace('/', '-'))}";
}

using System.Text;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Quality.Standards;
using CsCheck;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>The real standards library, over the reference folder at the repository's root.</summary>
internal static class Library
{
    public static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly Lazy<string> LazyFolder = new(() =>
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityHub.slnx")))
            {
                return Path.Combine(folder.FullName, "reference");
            }
        }

        throw new InvalidOperationException("not inside the repository");
    });

    private static readonly Lazy<StandardsLibrary> LazyStandards = new(() => new StandardsLibrary(ReferenceFolder));

    public static string ReferenceFolder => LazyFolder.Value;

    public static StandardsLibrary Standards => LazyStandards.Value;

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static bool Holds(this CellRule rule, string value) => rule.Holds(Encoding.UTF8.GetBytes(value));

    /// <summary>The first rule that brings what is meant out of a data element.</summary>
    public static CellRule RuleOf(string element, string code) =>
        RuleCompiler.Compile([new("x", "x", Standards.Element(element)!.Type, DataElement: element)], Standards, Today).Cells[0].Single(r => r.Code == code);
}

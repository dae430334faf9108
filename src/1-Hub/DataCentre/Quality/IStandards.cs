using CityHub.DataCentre.Catalogue;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality;

/// <summary>数据元: a named, typed piece of data that brings its rules to every item that refers to it.</summary>
/// <param name="Code">Own stable code that items refer to, for example <c>DE01001</c>: two digits for the kind of thing, three for the element.</param>
/// <param name="Name">Name in both languages.</param>
/// <param name="Type">Type that an item should have.</param>
/// <param name="Length">Characters; null when free.</param>
/// <param name="CodeList">Code list that it takes its values from; null when none.</param>
/// <param name="Basis">Standard and clause.</param>
/// <param name="Scale">Decimal places; null when not a fixed-point number.</param>
/// <param name="Grade">Grade that an item should have at least.</param>
/// <param name="Mask">How its values are usually hidden.</param>
internal sealed record DataElement(
    string Code, Words Name, ItemType Type, int? Length, string? CodeList, string Basis, int? Scale = null, int Grade = 1,
    MaskKind Mask = MaskKind.None)
{
    /// <summary>Rules beyond length and code list, as elements.csv writes them: <c>gb11643</c>, <c>range:0..100</c>, <c>after:DE05005</c>.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Other names that columns with this element carry, lower-case.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>One code of a code list.</summary>
/// <param name="Code">The code as it stands in data.</param>
/// <param name="Name">What it means.</param>
internal sealed record CodeMeaning(string Code, string Name);

/// <summary>代码表: the codes that an item may take.</summary>
/// <param name="Code">Code that items refer to, for example <c>GB/T 2260</c>.</param>
/// <param name="Name">Name in both languages.</param>
/// <param name="Source">Standard, edition and where the rows come from.</param>
/// <param name="Codes">All codes, ordered by code.</param>
internal sealed record CodeList(string Code, Words Name, string Source, IReadOnlyList<CodeMeaning> Codes);

/// <summary>The standards library as the catalogue's editor and checks ask it.</summary>
internal interface IStandards
{
    /// <summary>The data element, or null.</summary>
    DataElement? Element(string code);

    /// <summary>The code list, or null.</summary>
    CodeList? CodeList(string code);

    /// <summary>Every data element, ordered by code.</summary>
    IReadOnlyList<DataElement> Elements { get; }

    /// <summary>Every code list, ordered by code.</summary>
    IReadOnlyList<CodeList> CodeLists { get; }
}

using CityHub.Kernel;

namespace CityHub.DataCentre.Quality;

/// <summary>A rule on one cell. Called for non-empty cells from several threads at once: no state, no allocation.</summary>
/// <param name="code">Stable code that stands with a refused row, for example <c>check-digit.gb11643</c>.</param>
/// <param name="title">Name of the rule.</param>
/// <param name="basis">Standard and clause; null for a rule of the schema itself.</param>
internal abstract class CellRule(string code, Words title, string? basis)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>Name.</summary>
    public Words Title { get; } = title;

    /// <summary>Standard and clause.</summary>
    public string? Basis { get; } = basis;

    /// <summary>Whether the cell keeps the rule. The bytes are valid UTF-8, unquoted, not empty.</summary>
    public abstract bool Holds(ReadOnlySpan<byte> cell);

    /// <summary>Why a value breaks the rule, in words: "末位应为 6" / "the last character should be 6".</summary>
    public abstract Words Explain(string value);
}

/// <summary>The cells of one row by ordinal of the schema's columns; empty means missing.</summary>
internal readonly unsafe ref struct RowCells(byte** starts, int* lengths)
{
    /// <summary>The cell's text.</summary>
    public ReadOnlySpan<byte> this[int column] => new(starts[column], lengths[column]);
}

/// <summary>A rule over several cells of one row (agreement of id number with birth date and sex).</summary>
/// <param name="code">Stable code.</param>
/// <param name="title">Name.</param>
/// <param name="basis">Standard and clause.</param>
/// <param name="column">Ordinal of the column that a refusal names.</param>
internal abstract class RowRule(string code, Words title, string? basis, int column)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>Name.</summary>
    public Words Title { get; } = title;

    /// <summary>Standard and clause.</summary>
    public string? Basis { get; } = basis;

    /// <summary>Column that a refusal names.</summary>
    public int Column { get; } = column;

    /// <summary>Whether the row keeps the rule; a row that lacks the cells keeps it.</summary>
    public abstract bool Holds(in RowCells cells);
}

/// <summary>
/// The rules of a resource, compiled: for each column in schema order the cell rules, and the row rules. Type, required and unique key are
/// enforced by the loader itself under the codes <c>type</c>, <c>required</c>, <c>unique</c>.
/// </summary>
internal sealed record RuleSet(IReadOnlyList<IReadOnlyList<CellRule>> Cells, IReadOnlyList<RowRule> Rows)
{
    /// <summary>No rules for this many columns.</summary>
    public static RuleSet None(int columns) => new([.. Enumerable.Range(0, columns).Select(_ => (IReadOnlyList<CellRule>)[])], []);
}

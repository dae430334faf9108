namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>画像: what the columns of a resource hold after a run.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Rows">Rows then.</param>
/// <param name="Columns">By column.</param>
internal sealed record TableProfile(int Run, long Rows, IReadOnlyList<ColumnDetail> Columns)
{
    /// <summary>Share of cells with a value; null without rows or columns.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? FilledCells => Rows == 0 || Columns.Count == 0 ? null : 1 - (Columns.Sum(c => (double)c.Missing) / (Rows * (double)Columns.Count));
}

/// <summary>What one column holds. Values of masked items are not kept: only their shape is.</summary>
/// <param name="Column">Name.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Exact">Whether they were counted; estimated (HyperLogLog) otherwise.</param>
/// <param name="Sampled">Rows that top values, patterns and lengths were read from; null for all of them.</param>
/// <param name="Top">Most frequent values.</param>
/// <param name="Histogram">Numbers and dates by interval, always of all rows.</param>
/// <param name="Patterns">Shapes of text, see <see cref="CharacterPattern"/>.</param>
/// <param name="Shortest">Least number of characters; null for what is no text.</param>
/// <param name="Longest">Greatest number.</param>
internal sealed record ColumnDetail(
    string Column, long Missing, long Distinct, bool Exact, long? Sampled, IReadOnlyList<ValueCount> Top, IReadOnlyList<HistogramBin> Histogram,
    IReadOnlyList<ValueCount> Patterns, int? Shortest, int? Longest);

/// <summary>A value, or a pattern, and how often it stands in the column.</summary>
public sealed record ValueCount(string Value, long Count);

/// <summary>An interval: from, up to but not including, and how many values lie in it. The last one includes its end.</summary>
public sealed record HistogramBin(string From, string To, long Count);

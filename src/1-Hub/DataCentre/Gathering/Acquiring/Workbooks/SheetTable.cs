using CityHub.DataCentre.Gathering.Acquiring.Text;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>Where the table stands in a sheet: titles and notes above it are not data.</summary>
/// <param name="HeaderRows">Rows to skip, the header included.</param>
/// <param name="Width">Columns.</param>
/// <param name="Names">Names of the columns; empty strings where the header names none.</param>
/// <param name="HasHeader">Whether the names come from the sheet.</param>
internal sealed record SheetTable(int HeaderRows, int Width, IReadOnlyList<string> Names, bool HasHeader)
{
    /// <summary>The header is the first row that fills most of the table's width.</summary>
    public static SheetTable Find(IReadOnlyList<string?[]> top, bool? hasHeader)
    {
        var width = top.Count == 0 ? 0 : top.Max(r => r.Length);
        if (width == 0)
        {
            return new(0, 0, [], false);
        }

        var first = 0;
        while (first < top.Count - 1 && Filled(top[first]) * 2 <= width)
        {
            first++;
        }

        if (Filled(top[first]) * 2 <= width)
        {
            first = top.ToList().FindIndex(r => r.Length > 0);
        }

        var names = Pad(top[first], width);
        var header = hasHeader ?? HeaderGuess.IsHeader(names, top.Skip(first + 1).Where(r => r.Length > 0).Select(r => Pad(r, width)));
        return new(first + (header ? 1 : 0), width, header ? [.. names.Select(n => n.ReplaceLineEndings(" ").Trim())] : new string[width].Select(_ => "").ToArray(), header);
    }

    private static int Filled(string?[] row) => row.Count(c => !string.IsNullOrWhiteSpace(c));

    private static string[] Pad(string?[] row, int width) => [.. Enumerable.Range(0, width).Select(i => i < row.Length ? row[i] ?? "" : "")];
}

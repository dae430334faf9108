using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>A column of a table.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Right">Figures stand to the right.</param>
/// <param name="Yields">Cut when the terminal is too narrow; others are not, as they are copied.</param>
/// <param name="Drops">Left out when cutting is not enough; the last one first.</param>
internal sealed record TextColumn(Words Head, bool Right = false, bool Yields = false, bool Drops = false);

/// <summary>A table for a terminal: Chinese counted as two cells, cut to the terminal's width, whole when it goes into a file.</summary>
internal sealed class TextTable(params IReadOnlyList<TextColumn> columns)
{
    private const string Between = "  ";
    private const int Least = 10;

    /// <summary>Cells of the terminal, or of <c>COLUMNS</c>; null for a file or a pipe.</summary>
    public static int? Room { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns > 0 ? columns
        : Console.IsOutputRedirected ? null
        : Console.WindowWidth is > 0 and var window ? window : 80;

    public void Print(IEnumerable<IReadOnlyList<string?>> rows)
    {
        foreach (var line in Lines(rows, Room))
        {
            Console.WriteLine(line);
        }
    }

    internal IEnumerable<string> Lines(IEnumerable<IReadOnlyList<string?>> rows, int? room)
    {
        List<string[]> cells = [[.. columns.Select(c => Verbs.Say(c.Head.Zh, c.Head.En))], .. rows.Select(row => row.Select(cell => TextWidth.Plain(cell ?? "")).ToArray())];
        var widths = Enumerable.Range(0, columns.Count).Select(c => cells.Max(row => TextWidth.Of(row[c]))).ToArray();
        var shown = Enumerable.Range(0, columns.Count).ToList();
        while (room is { } most && !Narrow(widths, shown, most) && shown.FindLastIndex(c => columns[c].Drops) is >= 0 and var dropped)
        {
            shown.RemoveAt(dropped);
        }

        return cells.Select(row => string.Join(Between, shown.Select(c => Padded(TextWidth.Cut(row[c], widths[c]), widths[c], columns[c].Right))).TrimEnd());
    }

    /// <summary>Takes from the widest column that yields, cell by cell, until the line fits or nothing more can be taken.</summary>
    private bool Narrow(int[] widths, List<int> shown, int most)
    {
        var over = shown.Sum(c => widths[c]) + (Between.Length * (shown.Count - 1)) - most;
        for (; over > 0 && shown.Where(c => columns[c].Yields && widths[c] > Least).ToList() is { Count: > 0 } wide; over--)
        {
            widths[wide.MaxBy(c => widths[c])]--;
        }

        return over <= 0;
    }

    private static string Padded(string cell, int width, bool right)
    {
        var blanks = new string(' ', Math.Max(0, width - TextWidth.Of(cell)));
        return right ? blanks + cell : cell + blanks;
    }
}

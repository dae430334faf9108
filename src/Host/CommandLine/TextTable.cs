using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>A column of a table.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Right">Figures stand to the right.</param>
/// <param name="Yields">Cut when the terminal is too narrow; others are not, as they are copied.</param>
internal sealed record TextColumn(Words Head, bool Right = false, bool Yields = false);

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
        Narrow(widths, room);
        return cells.Select(row => string.Join(Between, row.Select((cell, c) => Padded(TextWidth.Cut(cell, widths[c]), widths[c], columns[c].Right))).TrimEnd());
    }

    /// <summary>Takes from the widest column that yields, cell by cell, until the line fits.</summary>
    private void Narrow(int[] widths, int? room)
    {
        var yielding = Enumerable.Range(0, widths.Length).Where(c => columns[c].Yields).ToList();
        while (room is { } cells && widths.Sum() + (Between.Length * (widths.Length - 1)) > cells
            && yielding.Where(c => widths[c] > Least).ToList() is { Count: > 0 } wide)
        {
            widths[wide.MaxBy(c => widths[c])]--;
        }
    }

    private static string Padded(string cell, int width, bool right)
    {
        var blanks = new string(' ', Math.Max(0, width - TextWidth.Of(cell)));
        return right ? blanks + cell : cell + blanks;
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>
/// The merged cells of a sheet. They stand after the rows, so a first pass over the unpacked bytes looks for them; that pass also meets a zip
/// bomb before anything is written.
/// </summary>
internal sealed partial class MergedCells
{
    private const int AreasLimit = 100_000;

    private readonly Dictionary<long, List<(int Left, int Right, int Area)>> _byRow = [];
    private readonly Dictionary<int, string?> _values = [];

    public static MergedCells None { get; } = new();

    public static MergedCells Read(Stream part)
    {
        var merged = new MergedCells();
        var buffer = new byte[1 << 18];
        var kept = 0;
        int read;
        var areas = 0;
        while ((read = part.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var data = buffer.AsSpan(0, kept + read);
            var at = 0;
            while (data[at..].IndexOf("<mergeCell "u8) is >= 0 and var next)
            {
                var close = data[(at + next)..].IndexOf((byte)'>');
                if (close < 0)
                {
                    at += next;
                    break;
                }

                if (areas < AreasLimit && Reference().Match(Encoding.UTF8.GetString(data.Slice(at + next, close))) is { Success: true } found)
                {
                    merged.Add(found, areas++);
                }

                at += next + close;
            }

            // What may be the beginning of an element is kept for the next block.
            var open = data[at..].LastIndexOf((byte)'<');
            kept = open < 0 || data.Length - at - open > 200 ? 0 : data.Length - at - open;
            data[^kept..].CopyTo(buffer);
        }

        return merged;
    }

    /// <summary>Column number from 0 of a reference like <c>AB12</c>.</summary>
    public static int Column(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetter(c))
            {
                break;
            }

            column = (column * 26) + (char.ToUpperInvariant(c) - 'A' + 1);
        }

        return column - 1;
    }

    public void Fill(long row, List<string?> cells)
    {
        if (!_byRow.Remove(row, out var areas))
        {
            return;
        }

        foreach (var (left, right, area) in areas)
        {
            if (!_values.TryGetValue(area, out var value))
            {
                _values[area] = value = left < cells.Count ? cells[left] : null;
            }

            while (cells.Count <= right && value is not null)
            {
                cells.Add(null);
            }

            for (var i = left; i <= right && value is not null; i++)
            {
                cells[i] = value;
            }
        }
    }

    private void Add(Match reference, int area)
    {
        var (left, right) = (Column(reference.Groups[1].Value), Column(reference.Groups[3].Value));
        var (top, bottom) = (Row(reference.Groups[2].Value), Row(reference.Groups[4].Value));

        // A title over the whole table is one value, not a row of data: only its first cell keeps it.
        if (top == bottom || right - left > 200 || bottom - top > 100_000)
        {
            return;
        }

        for (var row = top; row <= bottom; row++)
        {
            if (!_byRow.TryGetValue(row, out var areas))
            {
                _byRow[row] = areas = [];
            }

            areas.Add((left, right, area));
        }
    }

    private static long Row(string digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("ref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\"", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

using System.Text;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>Whole cells by which people and programs say that there is no value. In a column of text they may be values: only the other values tell.</summary>
internal static class MissingWords
{
    private static readonly byte[][] All =
    [
        .. new[] { "NA", "N/A", "NULL", "NONE", "NAN", "NIL", "\\N", "-", "--", "—", "——", "无", "缺失", "缺测", "未知", "不详" }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly int Longest = All.Max(w => w.Length);

    /// <summary>Whether a cell is one of them; Latin letters in any case.</summary>
    public static bool Has(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > Longest || cell.Length == 0 || char.IsAsciiDigit((char)cell[0]))
        {
            return false;
        }

        foreach (var word in All)
        {
            if (word.Length == cell.Length && (word[0] < 0x80 ? Ascii.EqualsIgnoreCase(word, cell) : cell.SequenceEqual(word)))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Guarding;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>A refused record's text, cut as its file was.</summary>
internal static class RawRecord
{
    public static List<string> Cells(string raw, CsvDialect dialect)
    {
        var (delimiter, quote) = ((char)dialect.Delimiter, (char)dialect.Quote);
        var cells = new List<string>();
        var cell = new StringBuilder();
        var at = 0;
        while (true)
        {
            cell.Clear();
            if (quote != 0 && at < raw.Length && raw[at] == quote)
            {
                at++;
                while (at < raw.Length && (raw[at] != quote || (at + 1 < raw.Length && raw[at + 1] == quote)))
                {
                    at += raw[at] == quote ? 1 : 0;
                    cell.Append(raw[at++]);
                }

                at++;
            }

            while (at < raw.Length && raw[at] != delimiter)
            {
                cell.Append(raw[at++]);
            }

            cells.Add(cell.ToString());
            if (at >= raw.Length)
            {
                // What a connector could not read carries its reason first; people are shown the original.
                return cells is [var first, var original, ..] && first.StartsWith(Acquiring.Spooled.Mark, StringComparison.Ordinal) ? [original] : cells;
            }

            at++;
        }
    }

    /// <summary>Text that a spreadsheet program shows and does not run; numbers stay as they are.</summary>
    public static string Defuse(string cell) =>
        FormulaGuard.Needs(cell)
        && !decimal.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? "'" + cell : cell;

    /// <summary>The text as it was before <see cref="Defuse"/>.</summary>
    public static string Arm(string cell) => FormulaGuard.IsGuarded(cell) ? cell[1..] : cell;
}

using System.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Guarding;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>The form of a text table: dialect and header.</summary>
internal sealed record CsvForm(CsvDialect Dialect, IReadOnlyList<string> Header, bool HasHeader)
{
    /// <summary>Whether cells begin like those that a download guards against formulas.</summary>
    public bool LooksGuarded { get; init; }
}

/// <summary>
/// Finds delimiter, quote and header from the first megabytes of a UTF-8 file: the delimiter that cuts most records into the same number
/// of fields, more than one; lines of titles above the table are skipped; the header is the first record when it does not look like its columns.
/// </summary>
internal static class CsvSniffer
{
    private const int HeadBytes = 1 << 20;
    private const int Records = 400;

    private static readonly byte[] Delimiters = [(byte)',', (byte)'\t', (byte)';', (byte)'|'];

    public static Outcome<CsvForm> Find(string path, string name, SourceForm given, GatheringOptions options, bool countRecords = false)
    {
        var head = new byte[HeadBytes];
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            head = head[..RandomAccess.Read(file, head, 0)];
        }

        if (head.AsSpan().TrimStart("\uFEFF"u8).Trim("\r\n \t"u8).IsEmpty)
        {
            return SourceFaults.Empty(name);
        }

        var best = (given.Delimiter is { } d ? [(byte)d] : Delimiters)
            .SelectMany(delimiter => QuotesIn(head).Select(quote => Try(head, delimiter, quote)))
            .MaxBy(c => c.Score)!;
        if (best.Width > options.ColumnLimit)
        {
            return SourceFaults.TooManyColumns(best.Width, options.ColumnLimit);
        }

        if (best.Rows.Count == 0)
        {
            // Nothing could be cut: one endless record. The loader says which.
            return best.Problem ?? SourceFaults.RecordTooLong(1, HeadBytes);
        }

        var first = best.Rows.FindIndex(r => r.Length == best.Width);
        var above = (int)best.Records[first] - 1;
        var hasHeader = given.Header ?? HeaderGuess.IsHeader(best.Rows[first], best.Rows.Skip(first + 1).Where(r => r.Length == best.Width));
        var dialect = new CsvDialect(best.Delimiter, best.Quote, above + (hasHeader ? 1 : 0), countRecords);
        var header = hasHeader ? best.Rows[first].Select(n => n.Trim().TrimStart('\uFEFF')).ToArray() : Enumerable.Repeat("", best.Width).ToArray();
        return new CsvForm(dialect, header, hasHeader) { LooksGuarded = best.Rows.Skip(first + 1).Any(r => r.Any(FormulaGuard.IsGuarded)) };
    }

    // Double quotes unless they only stand inside of fields (inches); single quotes only when they enclose fields and double ones do not.
    private static byte[] QuotesIn(ReadOnlySpan<byte> head)
    {
        var (opened, _, inside) = Count(head, (byte)'"');
        if (inside > 0 && opened == 0)
        {
            return [0];
        }

        var (singleOpened, singleClosed, singleInside) = Count(head, (byte)'\'');
        return opened == 0 && singleOpened > 10 && singleInside == 0 && Math.Abs(singleOpened - singleClosed) <= 1 ? [(byte)'\''] : [(byte)'"'];
    }

    private static (int Opened, int Closed, int Inside) Count(ReadOnlySpan<byte> head, byte quote)
    {
        int opened = 0, closed = 0, inside = 0, at = 0;
        while (head[at..].IndexOf(quote) is >= 0 and var next)
        {
            at += next;
            var begins = at == 0 || IsEdge(head[at - 1]);
            var ends = at + 1 == head.Length || IsEdge(head[at + 1]);
            opened += begins ? 1 : 0;
            closed += ends ? 1 : 0;
            inside += begins || ends || head[at - 1] == quote || head[at + 1] == quote ? 0 : 1;
            at++;
        }

        return (opened, closed, inside);
    }

    private static bool IsEdge(byte b) => b is (byte)',' or (byte)'\t' or (byte)';' or (byte)'|' or (byte)'\n' or (byte)'\r' or 0xBF;

    private static Candidate Try(byte[] head, byte delimiter, byte quote)
    {
        var rows = new List<string[]>();
        var records = new List<long>();
        using var reader = new CsvReader(new MemoryStream(head), delimiter, quote);
        while (rows.Count < Records && reader.Read())
        {
            if (reader.Blank)
            {
                continue;
            }

            var row = new string[reader.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Encoding.UTF8.GetString(reader[i]);
            }

            rows.Add(row);
            records.Add(reader.Record);
        }

        // The last record of a cut head may be cut, too.
        if (head.Length == HeadBytes && rows.Count is > 1 and < Records)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        if (rows.Count == 0)
        {
            return new(delimiter, quote, 1, 0, rows, records, reader.Problem);
        }

        var mode = rows.GroupBy(r => r.Length).MaxBy(g => (g.Count(), g.Key))!;
        var share = mode.Count() / (double)rows.Count;
        return new(delimiter, quote, mode.Key, mode.Key == 1 ? 0.01 : share + (Math.Log2(mode.Key) / 100), rows, records, reader.Problem);
    }

    private sealed record Candidate(byte Delimiter, byte Quote, int Width, double Score, List<string[]> Rows, List<long> Records, Fault? Problem);
}

/// <summary>Tells a header from a first row of data.</summary>
internal static class HeaderGuess
{

    public static bool IsHeader(string[] first, IEnumerable<string[]> rows)
    {
        var typed = first.Count(IsTyped);
        var named = first.Where(n => n.Trim().Length > 0).ToArray();
        if (named.Length == 0 || named.Length * 2 < first.Length)
        {
            return false;
        }

        var sample = rows.Take(100).ToArray();
        var doubled = named.Distinct(StringComparer.Ordinal).Count() < named.Length;
        if (doubled && !NamesTwice(first, sample))
        {
            return false;
        }

        var differing = 0;
        var alike = 0;
        for (var i = 0; i < first.Length; i++)
        {
            var below = sample.Select(r => r[i]).Where(v => v.Length > 0).ToArray();
            if (below.Length == 0 || first[i].Length == 0)
            {
                continue;
            }

            if (below.All(IsTyped))
            {
                differing += IsTyped(first[i]) ? 0 : 1;
                alike += IsTyped(first[i]) ? 1 : 0;
            }
            else if (below.Contains(first[i], StringComparer.Ordinal))
            {
                alike++;
            }
        }

        return differing > 0 ? differing >= alike : typed == 0 && alike == 0 && first.All(n => n.Length <= 60);
    }

    // A header may name two columns alike; a row of data may hold one value twice. Below a header the two mostly differ, and its names are words.
    private static bool NamesTwice(string[] first, string[][] sample)
    {
        foreach (var columns in first.Index().Where(f => f.Item.Trim().Length > 0).GroupBy(f => f.Item, f => f.Index).Where(g => g.Count() > 1))
        {
            int one = columns.First(), other = columns.ElementAt(1);
            var filled = sample.Where(r => r[one].Length > 0 || r[other].Length > 0).ToArray();
            if (sample.Length == 0 || !columns.Key.Any(char.IsLetter) || MissingWords.Has(Encoding.UTF8.GetBytes(columns.Key.Trim()))
                || (!filled.All(r => IsTyped(r[one])) && filled.Count(r => r[one] != r[other]) * 2 <= filled.Length))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTyped(string cell)
    {
        Span<byte> bytes = stackalloc byte[64];
        return cell.Length is > 0 and <= 26 && Encoding.UTF8.TryGetBytes(cell, bytes, out var count)
            && CellShape.Of(bytes[..count], CellShapes.All) != CellShapes.None;
    }
}

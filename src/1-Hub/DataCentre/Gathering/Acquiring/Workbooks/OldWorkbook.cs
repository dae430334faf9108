using System.Globalization;
using System.Text;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>An XLS file (BIFF8 and before; read by ExcelDataReader) as CSV, one record a spreadsheet row. At most 65,536 rows of 256 columns.</summary>
internal static class OldWorkbook
{
    private const int TopRows = 60;

    public static Outcome<AcquiredFile> Copy(Source source, string copy, Disk disk, GatheringOptions options, CancellationToken ct)
    {
        try
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            using var stream = new FileStream(source.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding("gb18030"), LeaveOpen = true });
            return Copy(reader, source, copy, disk, options, ct);
        }
        catch (InvalidPasswordException)
        {
            return WorkbookFaults.Encrypted(source.Name);
        }
        catch (Exception broken) when (broken is ExcelReaderException or EndOfStreamException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException or InvalidCastException or NullReferenceException)
        {
            // The library says a broken file in several ways.
            return WorkbookFaults.OldBroken(source.Name);
        }
    }

    private static Outcome<AcquiredFile> Copy(IExcelDataReader reader, Source source, string copy, Disk disk, GatheringOptions options, CancellationToken ct)
    {
        var names = new List<string>();
        do
        {
            if (reader.VisibleState == "visible")
            {
                names.Add(reader.Name);
            }
        }
        while (reader.NextResult());
        reader.Reset();
        if (names.Count == 0)
        {
            return SourceFaults.Empty(source.Name);
        }

        var said = source.Form.Sheet is { Length: > 0 } named ? named : null;
        if (said is not null && !names.Contains(said))
        {
            return WorkbookFaults.SheetMissing(said, names);
        }

        var notes = new List<Words>();
        foreach (var wanted in said is null ? names : [said])
        {
            while (reader.Name != wanted)
            {
                reader.NextResult();
            }

            if (reader.FieldCount > options.ColumnLimit)
            {
                return SourceFaults.TooManyColumns(reader.FieldCount, options.ColumnLimit);
            }

            var table = Write(new OldSheet(reader), source.Form.Header, copy, disk, ct);
            if (table.Width == 0)
            {
                notes.Add(TableNotes.EmptySheet(wanted));
                continue;
            }

            notes.Add(new($"工作表“{wanted}”，{table.Width} 列；公式错误按空值读取", $"Sheet '{wanted}', {English.Of(table.Width, "column")}; formula errors are read as empty"));
            notes.AddRange(TableNotes.Titles(table.HeaderRows, table.HasHeader));
            return new AcquiredFile(copy, new CsvDialect((byte)',', (byte)'"', table.HeaderRows, CountRecords: true), table.Names, table.HasHeader, "xls", "UTF-8",
                source.Path!, names, notes)
            { Sheet = wanted };
        }

        return SourceFaults.Empty(said is null ? source.Name : $"{source.Name} · {said}");
    }

    private static SheetTable Write(OldSheet sheet, bool? hasHeader, string copy, Disk disk, CancellationToken ct)
    {
        var top = new List<string?[]>();
        using var rows = sheet.Rows().GetEnumerator();
        while (top.Count < TopRows && rows.MoveNext())
        {
            top.Add(rows.Current);
        }

        var table = SheetTable.Find(top, hasHeader);
        using var to = new SpoolStream(copy, disk);
        var csv = new CsvWriter(to);
        foreach (var (i, row) in top.Index())
        {
            Put(csv, row, table.Width, evenWhenBlank: i < table.HeaderRows);
        }

        while (rows.MoveNext())
        {
            ct.ThrowIfCancellationRequested();
            Put(csv, rows.Current, table.Width, evenWhenBlank: false);
        }

        csv.Flush();
        return table;
    }

    private static void Put(CsvWriter csv, string?[] row, int width, bool evenWhenBlank)
    {
        for (var i = 0; (row.Length > 0 || evenWhenBlank) && i < Math.Max(row.Length, width); i++)
        {
            csv.Field(i < row.Length ? row[i] : null);
        }

        csv.End();
    }
}

/// <summary>Rows of the reader's sheet as canonical text, every row up to the last, merged cells filled.</summary>
internal sealed class OldSheet(IExcelDataReader reader)
{
    public IEnumerable<string?[]> Rows()
    {
        // A title over the whole table is one value, not a row of data: only its first cell keeps it.
        var merged = (reader.MergeCells ?? []).Where(m => m.FromRow < m.ToRow || m.FromColumn > 0 || m.ToColumn < reader.FieldCount - 1).ToArray();
        var values = new string?[merged.Length];
        var given = 0;
        while (reader.Read())
        {
            for (; given < reader.Depth; given++)
            {
                yield return [];
            }

            given++;
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Text(i);
            }

            foreach (var (m, range) in merged.Index().Where(m => reader.Depth >= m.Item.FromRow && reader.Depth <= m.Item.ToRow))
            {
                values[m] = reader.Depth == range.FromRow && range.FromColumn < row.Length ? row[range.FromColumn] : values[m];
                for (var c = range.FromColumn; c <= range.ToColumn && c < row.Length; c++)
                {
                    row[c] = values[m];
                }
            }

            var width = row.Length;
            while (width > 0 && string.IsNullOrEmpty(row[width - 1]))
            {
                width--;
            }

            yield return row[..width];
        }
    }

    private string? Text(int column) =>
        reader.GetValue(column) switch
        {
            null => null,
            string text => text,
            bool yes => yes ? "true" : "false",
            DateTime at => DateStyles.Instant(at),
            TimeSpan time => DateStyles.Time(time),
            double number => DateStyles.Filled(DateStyles.Number(number.ToString("R", CultureInfo.InvariantCulture)), DateStyles.ZerosOf(reader.GetNumberFormatString(column))),
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        };
}

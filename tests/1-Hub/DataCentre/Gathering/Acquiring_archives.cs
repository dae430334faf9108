using System.IO.Compression;
using System.Text;
using CityHub.DataCentre.Gathering.Acquiring;
using NPOI.HSSF.UserModel;
using NPOI.SS.Util;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Acquiring_archives_and_old_workbooks : GatheringBench
{
    [Fact]
    public async Task reads_the_files_of_a_zip_one_after_the_other_and_names_entry_and_line()
    {
        var path = Zip(("2026-01.csv", "编号,名称\n1,甲\n2,乙\n"), ("2026-02.csv", "名称,编号\n\n丙,3\n"), ("说明.txt", "两个月"), ("__MACOSX/._x", "x"));

        var file = (await Acquire(path)).Value;

        Assert.Equal(["编号", "名称"], file.Header);
        Assert.Equal(["2026-01.csv", "2026-02.csv"], file.Sheets);
        var cells = Cells(file);
        Assert.Equal([["1", "甲"], ["2", "乙"], ["3", "丙"]], cells.Where(c => c.Length == 2));
        var third = cells.FindIndex(c => c[0] == "3") + 1;
        Assert.Equal("2026-02.csv:3", file.Place(third));
        Assert.Equal("2026-01.csv:2", file.Place(2));
    }

    [Theory]
    [InlineData("gb18030")]
    [InlineData("utf-8")]
    public async Task reads_chinese_names_in_gbk_and_in_utf8_without_the_flag(string encoding)
    {
        var names = encoding == "utf-8" ? Encoding.Latin1 : Acquiring_text.Gb();
        var path = Path.Combine(Folder, "n.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create, names))
        {
            // Latin-1 letters that are the bytes of UTF-8: what a program without the flag writes.
            var name = encoding == "utf-8" ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("重庆/市场主体.csv")) : "重庆/市场主体.csv";
            using var to = zip.CreateEntry(name).Open();
            to.Write("a,b\n1,2\n"u8);
        }

        Assert.Equal(["重庆/市场主体.csv"], (await Acquire(path)).Value.Sheets);
    }

    [Fact]
    public async Task reads_ndjson_geojson_and_xls_inside()
    {
        foreach (var (name, bytes) in new (string, byte[])[]
        {
            ("a.ndjson", Encoding.UTF8.GetBytes("{\"a\":1,\"b\":2}\n")), ("a.json", Encoding.UTF8.GetBytes("[{\"a\":1,\"b\":2}]")),
            ("a.xls", Book(b => { Row(b, 0, "a", "b"); Row(b, 1, 1.0, 2.0); })),
        })
        {
            var file = (await Acquire(ZipBytes((name, bytes)), new SourceForm(Header: true))).Value;

            Assert.Equal(["a", "b"], file.Header);
            Assert.Equal(["1", "2"], Cells(file)[^1]);
            Assert.StartsWith("zip/", file.Format, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task does_not_mix_files_with_other_columns()
    {
        var path = Zip(("a.csv", "编号,名称\n1,甲\n"), ("b.csv", "代码,金额\nx,1\n"));

        Assert.Equal("gathering.zip-entries-differ", (await Acquire(path)).Fault?.Code);
        Assert.Equal(["代码", "金额"], (await Acquire(path, new SourceForm(Sheet: "b.csv"))).Value.Header);
        Assert.Equal("gathering.zip-entry-missing", (await Acquire(path, new SourceForm(Sheet: "c.csv"))).Fault?.Code);
        var shown = (await Acquire(path, SourceForm.Open with { Looking = true })).Value;
        Assert.Equal(("a.csv", 2), (shown.Sheet, shown.Sheets.Count));
    }

    [Fact]
    public async Task refuses_an_archive_within_an_archive_by_name_and_by_content()
    {
        var inner = File.ReadAllBytes(Zip(("a.csv", "a,b\n1,2\n")));

        Assert.Equal("gathering.zip-nested", (await Acquire(ZipBytes(("x.zip", inner)))).Fault?.Code);
        Assert.Equal("gathering.zip-nested", (await Acquire(ZipBytes(("x.csv", inner)))).Fault?.Code);
    }

    [Fact]
    public async Task refuses_an_encrypted_archive()
    {
        var bytes = File.ReadAllBytes(Zip(("a.csv", "a,b\n1,2\n")));
        // PKWARE APPNOTE 4.4.4: bit 0 of the general purpose flag, in the local and in the central header.
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;

        Assert.Equal("gathering.zip-encrypted", (await Acquire(Write("e.zip", bytes))).Fault?.Code);
    }

    [Fact]
    public async Task stops_at_a_bomb()
    {
        var path = Path.Combine(Folder, "bomb.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var to = zip.CreateEntry("a.csv", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            zeros.AsSpan().Fill((byte)'0');
            for (var i = 0; i < 100; i++)
            {
                to.Write(zeros);
            }
        }

        Assert.Equal("gathering.zip-bomb", (await Acquire(path)).Fault?.Code);
    }

    [Fact]
    public async Task says_that_a_half_written_zip_is_broken_and_that_one_without_data_has_none()
    {
        var bytes = File.ReadAllBytes(Zip(("a.csv", "a,b\n1,2\n")));

        Assert.Equal("gathering.zip-broken", (await Acquire(Write("h.zip", bytes[..(bytes.Length / 2)]))).Fault?.Code);
        Assert.Equal("gathering.zip-no-data", (await Acquire(Zip(("a.pdf", "%PDF")))).Fault?.Code);
    }

    [Fact]
    public async Task reads_an_old_workbook_that_another_library_wrote()
    {
        var bytes = Book(b =>
        {
            var sheet = (HSSFSheet)b.GetSheetAt(0);
            Row(b, 0, "2026 年统计");
            sheet.AddMergedRegion(new CellRangeAddress(0, 0, 0, 3));
            Row(b, 2, "编号", "名称", "日期", "数量");
            Row(b, 3, "0012", "渝中区", new DateTime(2026, 4, 8), 12.5);
            Row(b, 5, "0013", "江北区, \"新\"", new DateTime(2026, 4, 9, 10, 30, 0), 0.1 + 0.2);
        });

        var file = (await Acquire(Write("o.xls", bytes))).Value;

        Assert.Equal(("xls", 3, true), (file.Format, file.Dialect.HeaderRecords, file.Dialect.CountRecords));
        Assert.Equal(["编号", "名称", "日期", "数量"], file.Header);
        Assert.Equal(["0012", "渝中区", "2026-04-08", "12.5"], Cells(file)[3]);
        Assert.Equal(["0013", "江北区, \"新\"", "2026-04-09 10:30:00", "0.3"], Cells(file)[5]);
    }

    [Fact]
    public async Task reads_the_sheet_that_is_named_and_refuses_one_that_is_not_there()
    {
        var bytes = Book(b =>
        {
            Row(b, 0, "a", "b");
            b.CreateSheet("二");
            b.GetSheet("二").CreateRow(0).CreateCell(0).SetCellValue("列");
            b.GetSheet("二").CreateRow(1).CreateCell(0).SetCellValue("值");
        });
        var path = Write("s.xls", bytes);

        Assert.Equal("值", Cells((await Acquire(path, new SourceForm(Sheet: "二", Header: true))).Value)[1][0]);
        Assert.Equal("gathering.sheet-missing", (await Acquire(path, new SourceForm(Sheet: "三"))).Fault?.Code);
    }

    [Fact]
    public async Task passes_over_an_empty_sheet_and_keeps_the_zeros_that_a_format_shows()
    {
        var path = Write("z.xls", Book(b =>
        {
            var sheet = b.CreateSheet("二");
            sheet.CreateRow(0).CreateCell(0).SetCellValue("编号");
            var code = sheet.CreateRow(1).CreateCell(0);
            code.SetCellValue(2);
            code.CellStyle = b.CreateCellStyle();
            code.CellStyle.DataFormat = b.CreateDataFormat().GetFormat("000000");
        }));

        var file = (await Acquire(path, new SourceForm(Header: true))).Value;

        Assert.Equal(("二", "000002"), (file.Sheet, Cells(file)[1][0]));
        Assert.Contains(file.Notes, n => n.Zh == "工作表“一”是空的，跳过");
        Assert.Equal("gathering.source-empty", (await Acquire(path, new SourceForm(Sheet: "一"))).Fault?.Code);
    }

    [Fact]
    public async Task answers_every_cut_of_an_old_workbook_with_a_fault_or_its_rows()
    {
        var whole = Book(b =>
        {
            for (var i = 0; i < 200; i++)
            {
                Row(b, i, $"编号{i}", i * 1.5);
            }
        });

        foreach (var cut in Enumerable.Range(1, 24).Select(i => whole.Length * i / 25))
        {
            var outcome = await Acquire(Write("cut.xls", whole[..cut]));
            Assert.True(outcome.Succeeded || outcome.Fault!.Code.StartsWith("gathering.", StringComparison.Ordinal));
        }
    }

    internal static byte[] Book(Action<HSSFWorkbook> fill)
    {
        var book = new HSSFWorkbook();
        book.CreateSheet("一");
        fill(book);
        using var to = new MemoryStream();
        book.Write(to);
        return to.ToArray();
    }

    internal static void Row(HSSFWorkbook book, int at, params object[] cells)
    {
        var row = book.GetSheetAt(0).CreateRow(at);
        foreach (var (i, value) in cells.Index())
        {
            var cell = row.CreateCell(i);
            switch (value)
            {
                case string text:
                    cell.SetCellValue(text);
                    break;
                case double number:
                    cell.SetCellValue(number);
                    break;
                case DateTime date:
                    cell.SetCellValue(date);
                    cell.CellStyle = book.CreateCellStyle();
                    cell.CellStyle.DataFormat = (short)(date.TimeOfDay == TimeSpan.Zero ? 14 : 22);
                    break;
            }
        }
    }

    private string Zip(params (string Name, string Text)[] entries) => ZipBytes([.. entries.Select(e => (e.Name, Encoding.UTF8.GetBytes(e.Text)))]);

    private string ZipBytes(params (string Name, byte[] Bytes)[] entries)
    {
        var path = Path.Combine(Folder, $"{Guid.NewGuid():N}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var to = zip.CreateEntry(name).Open();
            to.Write(bytes);
        }

        return path;
    }
}

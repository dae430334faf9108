using System.IO.Compression;
using System.Text;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;
using MiniExcelLibs;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Acquiring_workbooks : GatheringBench
{
    [Fact]
    public async Task reads_what_another_library_wrote()
    {
        var path = Path.Combine(Folder, "m.xlsx");
        MiniExcel.SaveAs(path, new[]
        {
            new { 编号 = "0012", 名称 = "渝中区", 日期 = new DateTime(2026, 4, 8), 数量 = 12.5, 有效 = true },
            new { 编号 = "0013", 名称 = "江北区, \"新\"", 日期 = new DateTime(2026, 4, 9, 10, 30, 0), 数量 = 3.0, 有效 = false },
        });

        var file = (await Acquire(path)).Value;

        Assert.Equal(["编号", "名称", "日期", "数量", "有效"], file.Header);
        Assert.Equal(["0012", "渝中区", "2026-04-08", "12.5"], Cells(file)[1][..4]);
        Assert.Equal(["0013", "江北区, \"新\"", "2026-04-09 10:30:00", "3"], Cells(file)[2][..4]);
    }

    [Fact]
    public async Task numbers_records_like_the_rows_that_a_person_sees()
    {
        // A merged title in row 1, the header in row 3, a blank row 5.
        var path = Book("""
            <row r="1"><c r="A1" t="inlineStr"><is><t>2026 年统计</t></is></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><t>区县</t></is></c><c r="B3" t="inlineStr"><is><t>人数</t></is></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>渝中区</t></is></c><c r="B4"><v>588717</v></c></row>
            <row r="6"><c r="A6" t="inlineStr"><is><t>江北区</t></is></c><c r="B6"><v>925785</v></c></row>
            """);

        var file = (await Acquire(path)).Value;

        Assert.Equal(["区县", "人数"], file.Header);
        Assert.Equal(3, file.Dialect.HeaderRecords);
        Assert.True(file.Dialect.CountRecords);
        Assert.Equal(6, Cells(file).Count);
        Assert.Equal(["江北区", "925785"], Cells(file)[5]);
    }

    [Theory]
    [InlineData("<c r=\"B2\" s=\"1\"><v>45755</v></c>", "2025-04-08")]
    [InlineData("<c r=\"B2\" s=\"1\"><v>45755.4375</v></c>", "2025-04-08 10:30:00")]
    [InlineData("<c r=\"B2\" s=\"1\"><v>1</v></c>", "1900-01-01")]
    [InlineData("<c r=\"B2\"><v>0.1</v></c>", "0.1")]
    [InlineData("<c r=\"B2\"><v>0.30000000000000004</v></c>", "0.3")]
    [InlineData("<c r=\"B2\"><v>1.2E-5</v></c>", "0.000012")]
    [InlineData("<c r=\"B2\"><v>-1234567</v></c>", "-1234567")]
    [InlineData("<c r=\"B2\" t=\"b\"><v>1</v></c>", "true")]
    [InlineData("<c r=\"B2\" t=\"e\"><v>#N/A</v></c>", "#N/A")]
    [InlineData("<c r=\"B2\" t=\"str\"><f>A1</f><v>公式</v></c>", "公式")]
    [InlineData("<c r=\"B2\" s=\"1\"><v>45755.437505787037</v></c>", "2025-04-08 10:30:00.5")]
    [InlineData("<c r=\"B2\" s=\"1\"><v>45755.437500011575</v></c>", "2025-04-08 10:30:00.001")]
    [InlineData("<c r=\"B2\" s=\"1\"><v>45755.437500000007</v></c>", "2025-04-08 10:30:00")] // what binary arithmetic leaves over
    [InlineData("<c r=\"B2\" s=\"2\"><v>0.437505787037037</v></c>", "10:30:00.5")]
    [InlineData("<c r=\"B2\" s=\"2\"><v>0.99999999999</v></c>", "00:00:00")]
    [InlineData("<c r=\"B2\" s=\"3\"><v>0.0073148148148148</v></c>", "00:10:32")] // mm:ss, minutes and no months
    [InlineData("<c r=\"B2\" s=\"4\"><v>0.0073171296296296</v></c>", "00:10:32.2")] // mm:ss.0
    [InlineData("<c r=\"B2\" s=\"1\"><v>2958465.9999999999</v></c>", "2958466")] // the day after the last
    [InlineData("<c r=\"B2\" s=\"5\"><v>2</v></c>", "000002")] // a code, as the spreadsheet shows it
    [InlineData("<c r=\"B2\" s=\"5\"><v>1234567</v></c>", "1234567")]
    [InlineData("<c r=\"B2\" s=\"5\"><v>-2</v></c>", "-2")]
    [InlineData("<c r=\"B2\"><v>500101199001011234</v></c>", "500101199001011234")]
    [InlineData("<c r=\"B2\"><v>-500101199001011234</v></c>", "-500101199001011234")]
    [InlineData("<c r=\"B2\"><v>91500000000000000000000012</v></c>", "91500000000000000000000012")]
    [InlineData("<c r=\"B2\"><v>0012</v></c>", "0012")]
    [InlineData("<c r=\"B2\"><v>5.0010119900101101E+17</v></c>", "500101199001011000")] // of a spreadsheet, which lost the rest
    [InlineData("<c r=\"B2\"><v>106.55073600000001</v></c>", "106.550736")]
    [InlineData("<c r=\"B2\"><v>1.23456789012345E-20</v></c>", "1.23456789012345E-20")]
    [InlineData("<c r=\"B2\" t=\"inlineStr\"><is><t>a_x000D_\nb_x0041_c_x00e9_</t></is></c>", "a\r\nbAcé")]
    [InlineData("<c r=\"B2\" t=\"inlineStr\"><is><t>_x005F_x0041_ _x41_ _x004G_ _X0041_</t></is></c>", "_x0041_ _x41_ _x004G_ _X0041_")]
    [InlineData("<c r=\"B2\" t=\"inlineStr\"><is><t>_xD83D__xDE42_</t></is></c>", "🙂")]
    [InlineData("<c r=\"B2\" t=\"inlineStr\"><is><t>a_x0000_</t></is></c>", "a_x0000_")] // no text holds a NUL
    [InlineData("<c r=\"B2\" t=\"inlineStr\"><is><r><t>_x00</t></r><r><t>41__x0042_</t></r></is></c>", "_x0041_B")]
    [InlineData("<c r=\"B2\" t=\"str\"><f>A1</f><v>_x0041_</v></c>", "A")]
    [InlineData("<c r=\"B2\" t=\"s\"><v>1</v></c>", "行\r\n_x0041_")]
    [InlineData("<c r=\"B2\" t=\"inlineStr\"><is><r><t>重</t></r><r><t>庆</t></r><rPh><t>chong</t></rPh></is></c>", "重庆")]
    public async Task writes_a_cell_as_canonical_text(string cell, string text)
    {
        var file = (await Acquire(Book($"""
            <row r="1"><c r="A1" t="inlineStr"><is><t>名</t></is></c><c r="B1" t="inlineStr"><is><t>值</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c>{cell}</row>
            """), new SourceForm(Header: true))).Value;

        Assert.Equal(text, Cells(file)[1][1]);
    }

    [Fact]
    public async Task takes_the_first_sheet_that_holds_something_unless_one_is_named()
    {
        var path = Path.Combine(Folder, "cover.xlsx");
        MiniExcel.SaveAs(path, new Dictionary<string, object> { ["说明"] = Array.Empty<object>(), ["数据"] = new[] { new { 编号 = "0012", 名称 = "渝中区" } } });

        var file = (await Acquire(path)).Value;
        var named = await Acquire(path, new SourceForm(Sheet: "说明"));

        Assert.Equal("数据", file.Sheet);
        Assert.Equal(["编号", "名称"], file.Header);
        Assert.Contains(file.Notes, n => n.Zh.Contains("“说明”是空的", StringComparison.Ordinal));
        Assert.Equal("gathering.source-empty", named.Fault!.Code);
    }

    [Fact]
    public async Task fills_cells_merged_downwards()
    {
        var file = (await Acquire(Book("""
            <row r="1"><c r="A1" t="inlineStr"><is><t>区县</t></is></c><c r="B1" t="inlineStr"><is><t>街道</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>渝中区</t></is></c><c r="B2" t="inlineStr"><is><t>七星岗</t></is></c></row>
            <row r="3"><c r="B3" t="inlineStr"><is><t>解放碑</t></is></c></row>
            """, "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>"))).Value;

        Assert.Equal(["渝中区", "解放碑"], Cells(file)[2]);
    }

    [Fact]
    public async Task refuses_a_zip_bomb_before_anything_is_written()
    {
        var path = Path.Combine(Folder, "bomb.xlsx");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Parts(zip);
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            sheet.Write("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>"u8);
            var zeros = new byte[1 << 20];
            zeros.AsSpan().Fill((byte)'0');
            for (var i = 0; i < 200; i++)
            {
                sheet.Write(zeros);
            }
        }

        Assert.InRange(new FileInfo(path).Length, 0, 1 << 20);
        Assert.Equal("gathering.workbook-bomb", (await Acquire(path)).Fault?.Code);
    }

    [Theory]
    [InlineData("b.xlsx", new byte[] { 0x50, 0x4B, 3, 4, 1, 2, 3, 4, 5 })]
    [InlineData("b.zip", new byte[] { 0x50, 0x4B, 3, 4, 1, 2, 3, 4, 5 })]
    [InlineData("o.xls", new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 })]
    [InlineData("p.parquet", new byte[] { 0x50, 0x41, 0x52, 0x31, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("j.json", new byte[] { (byte)'[', (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'x', (byte)'}', (byte)']' })]
    public async Task says_what_is_wrong_with_a_broken_file_in_words_of_its_own(string name, byte[] bytes)
    {
        var fault = (await Acquire(Write(name, bytes))).Fault!;

        // A library's sentence would show as a run of English words, or as the full stop that it brings.
        Assert.DoesNotMatch("[A-Za-z]+ [a-z]+ [a-z]+", fault.Say(Language.Chinese));
        Assert.DoesNotMatch("[.。]。|[.] [\\u4e00-\\u9fff]", fault.Say(Language.Chinese));
        Assert.DoesNotContain("End of Central Directory", fault.Say(Language.English), StringComparison.Ordinal);
        Assert.Contains("再试", fault.Say(Language.Chinese).Replace("重新汇聚", "再试", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task refuses_a_broken_zip_an_old_workbook_and_a_document_that_declares_entities()
    {
        Assert.Equal("gathering.workbook-broken", (await Acquire(Write("b.xlsx", [0x50, 0x4B, 3, 4, 1, 2, 3, 4, 5]))).Fault?.Code);
        Assert.Equal("gathering.xls-broken", (await Acquire(Write("o.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))).Fault?.Code);
        var path = Path.Combine(Folder, "e.xlsx");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Parts(zip);
            Entry(zip, "xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet>&a;</worksheet>");
        }

        Assert.Equal("gathering.workbook-broken", (await Acquire(path)).Fault?.Code);
    }

    [Fact]
    public async Task names_the_sheets_when_the_wanted_one_is_not_there()
    {
        var fault = (await Acquire(Book("<row r=\"1\"/>"), new SourceForm(Sheet: "没有"))).Fault;

        Assert.Equal("gathering.sheet-missing", fault?.Code);
        Assert.Contains("数据", fault!.Detail!.Zh, StringComparison.Ordinal);
    }

    private string Book(string rows, string after = "")
    {
        var path = Path.Combine(Folder, Guid.NewGuid().ToString("N") + ".xlsx");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Parts(zip);
        Entry(zip, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData>{after}</worksheet>");
        return path;
    }

    private static void Parts(ZipArchive zip)
    {
        Entry(zip, "xl/workbook.xml", """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
            <sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        Entry(zip, "xl/_rels/workbook.xml.rels", """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>
            """);
        Entry(zip, "xl/styles.xml", """
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="172" formatCode="000000"/><numFmt numFmtId="170" formatCode="mm:ss"/><numFmt numFmtId="171" formatCode="mm:ss.0"/></numFmts>
            <cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="21"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs></styleSheet>
            """);
        Entry(zip, "xl/sharedStrings.xml", """
            <sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si><si><r><t>行_x000D_&#10;</t></r><r><t>_x005F_x0041_</t></r></si></sst>
            """);
    }

    private static void Entry(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}

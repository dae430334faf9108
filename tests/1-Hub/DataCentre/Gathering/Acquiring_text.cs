using System.Text;
using CityHub.DataCentre.Gathering.Acquiring;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Acquiring_text : GatheringBench
{
    private const string People = "姓名,区县,人数\n张三,渝中区,12\n李四,\"大渡口区,江北区\",7\n王五,沙坪坝区,\n";

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(People) },
        { "UTF-8", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(People)] },
        { "GB18030", Gb().GetBytes(People) },
        { "UTF-16 LE", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(People)] },
        { "UTF-16 BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(People)] },
        { "UTF-16 LE", Encoding.Unicode.GetBytes(People) },
        { "UTF-16 BE", Encoding.BigEndianUnicode.GetBytes(People) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public async Task gives_the_same_table_in_every_encoding(string encoding, byte[] bytes)
    {
        var file = (await Acquire(Write("people.csv", bytes))).Value;

        Assert.Equal(encoding, file.Encoding);
        Assert.Equal(["姓名", "区县", "人数"], file.Header);
        Assert.Equal(1, file.Dialect.HeaderRecords);
        Assert.Equal([["姓名", "区县", "人数"], ["张三", "渝中区", "12"], ["李四", "大渡口区,江北区", "7"], ["王五", "沙坪坝区", ""]], Cells(file));
    }

    [Fact]
    public async Task uses_a_utf8_file_in_place_and_copies_nothing()
    {
        var path = Write("people.csv", People);

        Assert.Equal(path, (await Acquire(path)).Value.Path);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n", ',', 3, true)]
    [InlineData("a\tb\tc\n1\t2\t3\n", '\t', 3, true)]
    [InlineData("名称;数量\n甲,乙;3\n丙,丁;4\n", ';', 2, true)]
    [InlineData("x|y\n1|2\n", '|', 2, true)]
    [InlineData("500103,渝中区,59\n500104,大渡口区,42\n", ',', 3, false)]
    [InlineData("名称\n甲\n乙\n", ',', 1, true)]
    public async Task finds_delimiter_and_header(string text, char delimiter, int width, bool hasHeader)
    {
        var file = (await Acquire(Write("t.csv", text))).Value;

        Assert.Equal((delimiter, width, hasHeader), ((char)file.Dialect.Delimiter, file.Header.Count, file.HasHeader));
    }

    [Fact]
    public async Task skips_a_title_above_the_table()
    {
        var file = (await Acquire(Write("t.csv", "2026年一季度统计\n区县,人数\n渝中区,1\n江北区,2\n"))).Value;

        Assert.Equal(["区县", "人数"], file.Header);
        Assert.Equal(2, file.Dialect.HeaderRecords);
    }

    [Fact]
    public async Task does_not_take_an_inch_mark_for_a_quote()
    {
        var file = (await Acquire(Write("t.tsv", "件\t尺寸\n管\t5\" 长\n板\t12\" 宽\n"))).Value;

        Assert.Equal(0, file.Dialect.Quote);
        Assert.Equal("5\" 长", Cells(file)[1][1]);
    }

    [Fact]
    public async Task names_line_and_byte_of_what_does_not_fit_the_encoding()
    {
        // 0x81 0x20 is no GB18030 character: line 3, after "1\n" twice and "乙," (2 + 1 bytes each).
        byte[] bytes = [.. Gb().GetBytes("名,数\n甲,1\n乙,"), 0x81, 0x20, .. Gb().GetBytes("\n丙,3\n")];

        var fault = (await Acquire(Write("t.csv", bytes), new SourceForm("GB18030"))).Fault;

        Assert.Equal("gathering.undecodable", fault?.Code);
        Assert.Equal(3L, fault?.Facts["line"]);
        Assert.Equal(14L, fault?.Facts["offset"]);
    }

    [Fact]
    public async Task says_on_which_line_a_utf8_file_turns_into_gb18030()
    {
        var lines = new StringBuilder("区县,说明\n");
        for (var i = 0; i < 400_000; i++)
        {
            lines.Append("500103,解放碑街道\n");
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(lines.ToString()), .. Gb().GetBytes("500104,大渡口区跃进村街道\n")];
        var path = Write("t.csv", bytes);

        var fault = (await Acquire(path, everyLine: true)).Fault;

        Assert.Equal("gathering.mixed-encodings", fault?.Code);
        Assert.Equal(400_002L, fault?.Facts["line"]);
    }

    [Fact]
    public async Task finds_gb18030_that_begins_after_megabytes_of_ascii()
    {
        var text = "code,name\n" + string.Concat(Enumerable.Repeat("500103,x\n", 700_000)) + "500104,大渡口区\n";

        var file = (await Acquire(Write("t.csv", text, Gb()), everyLine: true)).Value;

        Assert.Equal("GB18030", file.Encoding);
        Assert.Equal("大渡口区", Cells(file)[^1][1]);
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task reads_line_ends_of_cr_alone_in_every_encoding(string encoding, byte[] bytes)
    {
        var wide = encoding.StartsWith("UTF-16", StringComparison.Ordinal);
        byte[] old = [.. bytes.Select((b, i) => b == '\n' && (!wide || bytes[i % 2 == 0 ? i + 1 : i - 1] == 0) ? (byte)'\r' : b)];

        var file = (await Acquire(Write("people.csv", old))).Value;

        Assert.Equal((encoding, 1), (file.Encoding, file.Dialect.HeaderRecords));
        Assert.Equal([["姓名", "区县", "人数"], ["张三", "渝中区", "12"], ["李四", "大渡口区,江北区", "7"], ["王五", "沙坪坝区", ""]], Cells(file));
        Assert.Contains(file.Notes, n => n.En.Contains("CR alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task reads_megabytes_of_cr_lines_that_hold_lf_in_their_cells()
    {
        var rows = string.Concat(Enumerable.Range(1, 300_000).Select(i => $"{i},\"甲\n乙\"\r"));

        var file = (await Acquire(Write("t.csv", "n,text\r" + rows), everyLine: true)).Value;

        var cells = Cells(file);
        Assert.Equal(("UTF-8", 300_001), (file.Encoding, cells.Count));
        Assert.All(cells.Skip(1).Index(), c => Assert.Equal([$"{c.Index + 1}", "甲\n乙"], c.Item));
    }

    [Fact]
    public async Task leaves_a_lone_cr_in_a_cell_of_a_file_with_other_line_ends()
    {
        var path = Write("t.csv", "n,text\n1,\"甲\r乙\"\n2,丙\r丁\n");

        var file = (await Acquire(path)).Value;

        Assert.Equal(path, file.Path);
        Assert.Equal([["n", "text"], ["1", "甲\r乙"], ["2", "丙\r丁"]], Cells(file));
    }

    [Fact]
    public async Task names_the_line_of_a_broken_byte_where_lines_end_in_cr()
    {
        byte[] bytes = [.. Gb().GetBytes("名,数\r甲,1\r乙,"), 0x81, 0x20, .. Gb().GetBytes("\r丙,3\r")];

        Assert.Equal(3L, (await Acquire(Write("t.csv", bytes), new SourceForm("GB18030"))).Fault?.Facts["line"]);
    }

    [Theory]
    [InlineData("a,b,a\n1,2,3\n4,5,6\n", true)]
    [InlineData("a,b,a\n1,2,1\n4,5,4\n", true)]
    [InlineData("区县,名称,区县\n渝中区,甲,江北区\n南岸区,乙,巴南区\n", true)]
    [InlineData("张三,北京,北京\n李四,上海,上海\n", false)]
    [InlineData("NA,NA,x\n1,2,y\n3,4,z\n", false)]
    [InlineData("-,-,x\n1,2,y\n3,4,z\n", false)]
    public async Task tells_a_header_that_names_a_column_twice_from_a_row_that_holds_a_value_twice(string text, bool hasHeader) =>
        Assert.Equal(hasHeader, (await Acquire(Write("t.csv", text))).Value.HasHeader);

    [Fact]
    public async Task does_not_take_the_guard_before_formulas_for_a_quote()
    {
        var file = (await Acquire(Write("t.csv", "a,b\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"{i},'+86 {i}\n"))))).Value;

        Assert.Equal("'+86 20", Cells(file)[20][1]);
        Assert.Contains(file.Notes, n => n.En.Contains("defuse=false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task refuses_nul_bytes_with_their_line()
    {
        var fault = (await Acquire(Write("t.csv", "a,b\n1,2\n3,\0\n"u8.ToArray()))).Fault;

        Assert.Equal("gathering.not-text", fault?.Code);
        Assert.Equal(3L, fault?.Facts["line"]);
    }

    [Fact]
    public async Task refuses_ten_thousand_columns()
    {
        var fault = (await Acquire(Write("t.csv", string.Join(',', Enumerable.Range(0, 10_000)) + "\n"))).Fault;

        Assert.Equal("gathering.too-many-columns", fault?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    public async Task refuses_an_empty_file(string text) => Assert.Equal("gathering.source-empty", (await Acquire(Write("t.csv", text))).Fault?.Code);

    [Fact]
    public async Task refuses_a_file_that_is_not_there() =>
        Assert.Equal("gathering.source-missing", (await Acquire(Path.Combine(Folder, "no.csv"))).Fault?.Code);

    internal static Encoding Gb() => CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Json;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Acquiring_json : GatheringBench
{
    private const string Mark = Spooled.Mark;

    [Fact]
    public async Task gathers_the_union_of_columns_of_all_lines()
    {
        var file = (await Acquire(Write("a.ndjson", "{\"编号\":1}\n{\"编号\":2,\"名称\":\"渝中, \\\"老城\\\"\"}\n{\"名称\":\"江北\",\"面积\":220.77}\n"))).Value;

        Assert.Equal(["编号", "名称", "面积"], file.Header);
        Assert.Equal("ndjson", file.Format);
        Assert.Equal([["1", "", ""], ["2", "渝中, \"老城\"", ""], ["", "江北", "220.77"]], Cells(file));
    }

    [Fact]
    public async Task finds_a_column_that_only_the_last_of_many_lines_holds()
    {
        var lines = string.Concat(Enumerable.Range(1, 5000).Select(i => $"{{\"n\":{i}}}\n")) + "{\"n\":5001,\"late\":\"x\"}\n";

        var file = (await Acquire(Write("a.ndjson", lines))).Value;

        Assert.Equal(["n", "late"], file.Header);
        Assert.Equal(["5000", ""], Cells(file)[4999]);
        Assert.Equal(["5001", "x"], Cells(file)[5000]);
    }

    [Fact]
    public async Task flattens_objects_keeps_arrays_as_text_and_every_digit()
    {
        var file = (await Acquire(Write("a.json", """[{"a":{"b":1,"c":{"d":true}},"e":[1, {"x":null}],"f":123456789012345678901234567890,"g":1e400,"h":0.10,"i":null,"j":""}]"""))).Value;

        Assert.Equal(["a.b", "a.c.d", "e", "f", "g", "h", "i", "j"], file.Header);
        Assert.Equal(["1", "true", "[1, {\"x\":null}]", "123456789012345678901234567890", "1e400", "0.10", "", ""], Cells(file)[0]);
    }

    [Fact]
    public async Task numbers_records_by_line_and_by_element()
    {
        var lines = (await Acquire(Write("a.ndjson", "{\"a\":1,\"b\":1}\n\n\r\n{\"a\":4,\"b\":1}\n"))).Value;
        Assert.Equal(["4", "1"], Cells(lines)[3]);
        Assert.True(lines.Dialect.CountRecords);

        var items = (await Acquire(Write("b.json", "[\n {\n \"a\": 1,\n \"b\": 2},\n\n {\"a\": 3, \"b\": 4}\n]\n"))).Value;
        Assert.Equal([["1", "2"], ["3", "4"]], Cells(items));
    }

    [Theory]
    [InlineData("{\"code\":0,\"data\":{\"total\":2,\"rows\":[{\"a\":1},{\"a\":2}]},\"tags\":[1,2]}", null, "data.rows", "1,2")]
    [InlineData("{\"x\":[{\"a\":1}],\"y\":[{\"a\":9}]}", "y", "y", "9")]
    [InlineData("{\"x.y\":[{\"a\":5}]}", null, "/x.y", "5")]
    [InlineData("{\"x\":{\"rows\":[[{\"a\":1}]]},\"rows\":[{\"a\":3}]}", null, "rows", "3")]
    public async Task finds_the_array_in_a_document(string json, string? path, string found, string rows)
    {
        var file = (await Acquire(Write("d.json", json), new SourceForm(Sheet: path))).Value;

        Assert.Equal(found, file.Sheet);
        Assert.Equal(rows, string.Join(',', Cells(file).Select(r => r[0])));
    }

    [Fact]
    public async Task does_not_guess_among_several_arrays_unless_a_person_looks_on()
    {
        var path = Write("d.json", "{\"x\":[{\"a\":1}],\"y\":[{\"a\":9}]}");

        Assert.Equal("gathering.json-several-arrays", (await Acquire(path)).Fault?.Code);
        Assert.Equal("gathering.json-path-missing", (await Acquire(path, new SourceForm(Sheet: "z"))).Fault?.Code);
        var shown = (await Acquire(path, SourceForm.Open with { Looking = true })).Value;
        Assert.Equal(["x", "y"], shown.Sheets);
        Assert.Equal("x", shown.Sheet);
    }

    [Theory]
    [InlineData("utf-8-bom", "UTF-8")]
    [InlineData("utf-16", "UTF-16 LE")]
    [InlineData("utf-16BE", "UTF-16 BE")]
    [InlineData("gb18030", "GB18030")]
    public async Task reads_every_encoding_of_a_text_table(string encoding, string name)
    {
        var wanted = encoding == "gb18030" ? Acquiring_text.Gb() : encoding == "utf-8-bom" ? new UTF8Encoding(true) : Encoding.GetEncoding(encoding);
        const string Lines = "{\"名称\":\"重庆市渝中区人民政府\",\"编号\":1}\n{\"名称\":\"重庆市江北区人民政府\",\"编号\":2}\n";

        var file = (await Acquire(Write("e.ndjson", [.. wanted.GetPreamble(), .. wanted.GetBytes(Lines)]), everyLine: true)).Value;

        Assert.Equal(name, file.Encoding);
        Assert.Equal([["重庆市渝中区人民政府", "1"], ["重庆市江北区人民政府", "2"]], Cells(file));
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":}", Flaws.Syntax)]
    [InlineData("{\"a\":1", Flaws.Syntax)]
    [InlineData("{\"a\":1} {\"a\":2}", Flaws.Syntax)]
    [InlineData("[1,2]", Flaws.NotObject)]
    [InlineData("7", Flaws.NotObject)]
    [InlineData("{\"a\":1,\"a\":2}", Flaws.Duplicate)]
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}", Flaws.Duplicate)]
    [InlineData("{\"a\":\"\\u0000\"}", Flaws.Text)]
    [InlineData("{\"a\":\"\\ud800\"}", Flaws.Text)]
    public async Task puts_a_line_that_is_no_row_aside_with_its_reason_and_goes_on(string line, string flaw)
    {
        var file = (await Acquire(Write("f.ndjson", "{\"a\":1,\"b\":2}\n" + line + "\n{\"a\":3,\"b\":4}\n"))).Value;

        var cells = Cells(file);
        Assert.Equal(["1", "2"], cells[0]);
        Assert.StartsWith(Mark + flaw, cells[1][0], StringComparison.Ordinal);
        Assert.Equal(line, cells[1][1]);
        Assert.NotEqual(file.Header.Count, cells[1].Length);
        Assert.Equal("3", cells[2][0]);
    }

    [Fact]
    public async Task puts_a_line_aside_that_is_nested_too_deeply()
    {
        var file = (await Acquire(Write("f.ndjson", "{\"a\":1,\"b\":2}\n{\"a\":" + new string('[', 70) + new string(']', 70) + "}\n"))).Value;

        Assert.StartsWith(Mark + Flaws.Depth, Cells(file)[1][0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":2}", "gathering.json-truncated", null)]
    [InlineData("[{\"a\":1},\n{\"a\":", "gathering.json-truncated", null)]
    [InlineData("{\"rows\":[{\"a\":1}", "gathering.json-truncated", null)]
    [InlineData("[{\"a\":1}\n{\"a\":2}]", "gathering.json-broken", 2L)]
    [InlineData("[{\"a\":1},\n{\"a\":2},\n]", "gathering.json-broken", 3L)]
    [InlineData("[{'a':1}]", "gathering.json-broken", 1L)]
    [InlineData("{\"rows\":[{\"a\":1}],\"rows\":[{\"a\":2}]}", "gathering.json-several-arrays", null)]
    [InlineData("{\"rows\":[1,2,3]}", null, null)]
    [InlineData("[]", "gathering.source-empty", null)]
    [InlineData("[{}]", "gathering.source-empty", null)]
    public async Task says_what_is_wrong_with_a_document_and_where(string json, string? code, long? line)
    {
        var outcome = await Acquire(Write("g.json", json));

        Assert.Equal(code, outcome.Fault?.Code);
        Assert.Equal(line, outcome.Fault?.Facts?.GetValueOrDefault("line") is long at && line is not null ? at : null);
    }

    [Theory]
    [InlineData("g.json", "[{\"a\":1},{\"a\":", "gathering.json-truncated", 1L, 15L)]
    [InlineData("g.json", "[{\"a\":", "gathering.json-truncated", 1L, 7L)]
    [InlineData("g.json", "{\"a\": 1", "gathering.json-truncated", 1L, 8L)]
    [InlineData("g.json", "{\"a\": 1\n", "gathering.json-truncated", 2L, 1L)]
    [InlineData("g.json", "{\"a\":1,}", "gathering.json-broken", 1L, 8L)]
    [InlineData("g.json", "{\n\"a\":1,\n}\n", "gathering.json-broken", 3L, 1L)]
    [InlineData("g.json", "{\"a\":1}}", "gathering.json-broken", 1L, 8L)]
    [InlineData("g.json", "[{\"a\":1}] x", "gathering.json-broken", 1L, 11L)]
    [InlineData("g.json", "[{\"a\":1,}]", "gathering.json-broken", 1L, 9L)]
    [InlineData("g.json", "[{\"a\":1,\"a\":2}]", "gathering.json-no-record", 1L, 2L)]
    [InlineData("g.json", "[\n 1,2]", "gathering.json-no-record", 2L, 2L)]
    [InlineData("g.ndjson", "\n {\"a\": 1\n", "gathering.json-broken", 2L, 9L)]
    [InlineData("g.ndjson", "{\"a\":1,}\n{\"a\":", "gathering.json-broken", 1L, 8L)]
    [InlineData("g.ndjson", "[1,2]\n", "gathering.json-no-record", 1L, 1L)]
    [InlineData("g.txt", "{\"a\":1,}", "gathering.json-broken", 1L, 8L)]
    public async Task says_line_and_byte_of_what_is_broken_instead_of_calling_the_source_empty(string name, string json, string code, long line, long column)
    {
        var outcome = await Acquire(Write(name, json));

        Assert.Equal((code, line, column), (outcome.Fault?.Code, outcome.Fault?.Facts?["line"], outcome.Fault?.Facts?["column"]));
    }

    [Fact]
    public async Task refuses_a_document_that_is_nested_too_deeply() =>
        Assert.Equal("gathering.json-too-deep", (await Acquire(Write("g.json", "{\"a\":" + new string('[', 100) + new string(']', 100) + "}"))).Fault?.Code);

    [Fact]
    public async Task names_the_line_of_a_byte_that_is_not_utf8()
    {
        var bytes = new List<byte>();
        for (var i = 1; i <= 200; i++)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes($"{{\"名称\":\"重庆市第{i}号\"}}\n"));
        }

        bytes.AddRange([(byte)'{', (byte)'"', (byte)'n', (byte)'"', (byte)':', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)'}', (byte)'\n']);

        var fault = (await Acquire(Write("h.ndjson", [.. bytes]), everyLine: true)).Fault;

        Assert.True(fault?.Code is "gathering.undecodable" or "gathering.mixed-encodings", fault?.Code);
        Assert.Equal(201L, fault!.Facts!["line"]);
    }

    [Fact]
    public async Task refuses_keys_without_end()
    {
        var json = "[{" + string.Join(',', Enumerable.Range(0, 9000).Select(i => $"\"k{i}\":1")) + "}]";

        Assert.Equal("gathering.too-many-columns", (await Acquire(Write("i.json", json))).Fault?.Code);
    }

    [Fact]
    public async Task takes_csv_that_begins_with_a_brace_for_csv() =>
        Assert.Equal("csv", (await Acquire(Write("j.csv", "{id},{name}\n1,甲\n2,乙\n"))).Value.Format);

    [Fact]
    public void reads_back_what_another_writer_wrote()
    {
        // JsonNode writes, the spool reads: cell by cell the same.
        string[] names = ["编号", "name", "a b", "x,y", "\"q\"", "𠮷", "line\nend"];
        var name = Gen.Int[0, names.Length - 1].Select(i => names[i]);
        var text = Gen.OneOf(Gen.Const(""), Gen.Const("龘𠮷 , \" \r\n"), Gen.String[Gen.Char['!', 'z'], 0, 20], Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)));
        Gen.Select(name, text).List[0, 5].List[1, 30].Sample(
            rows =>
            {
                var expected = rows.Select(r => r.GroupBy(c => c.Item1).ToDictionary(g => g.Key, g => g.First().Item2)).ToList();
                var options = new JsonSerializerOptions { Encoder = expected.Count % 2 == 0 ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null };
                var lines = string.Concat(expected.Select(r => new JsonObject(r.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))).ToJsonString(options) + "\n"));
                var outcome = Acquire(Write($"p-{Guid.NewGuid():N}.ndjson", lines)).Result;
                if (expected.All(r => r.Count == 0))
                {
                    return outcome.Fault?.Code == "gathering.source-empty";
                }

                var header = outcome.Value.Header;
                var cells = Cells(outcome.Value);
                return header.ToHashSet().SetEquals(expected.SelectMany(r => r.Keys)) && cells.Count == expected.Count
                    && expected.Index().All(r => header.Index().All(h => cells[r.Index][h.Index] == r.Item.GetValueOrDefault(h.Item, "")));
            }, iter: 60, threads: 1);
    }

    [Fact]
    public void answers_every_cut_of_a_document_with_a_fault_or_its_rows_and_never_otherwise()
    {
        var whole = Encoding.UTF8.GetBytes("{\"meta\":{\"总数\":3},\"rows\":[{\"a\":1,\"b\":{\"c\":\"重庆\"}},{\"a\":[1,2],\"b\":null},{\"a\":\"\\u91cd\"}],\"end\":true}");
        Gen.Select(Gen.Int[1, whole.Length - 1], Gen.Bool, Gen.Byte).Sample(
            (cut, damage, with) =>
            {
                byte[] bytes = damage ? [.. whole[..cut], with, .. whole[(cut + 1)..]] : whole[..cut];
                var outcome = Acquire(Write($"q-{Guid.NewGuid():N}.json", bytes)).Result;
                return damage || (outcome.Fault is { Detail: not null } fault && fault.Code.StartsWith("gathering.", StringComparison.Ordinal));
            }, iter: 300, threads: 1);
    }
}

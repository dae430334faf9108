using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring.Workbooks;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Serving.Download;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.Tables;
using CsCheck;
using MiniExcelLibs;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

public sealed class Downloading_rows : IAsyncLifetime
{
    private static readonly IReadOnlyList<InformationItem> Items =
    [
        new("代码", "code", ItemType.Character, Key: true), new("说明", "note", ItemType.Memo), new("数", "n", ItemType.Integer), new("额", "amount", ItemType.Money),
        new("比", "ratio", ItemType.Double), new("日", "day", ItemType.Date), new("时", "at", ItemType.DateTime), new("真", "flag", ItemType.Logical),
    ];

    // The source, as a department would hand it in.
    private const string Source =
        "code,note,n,amount,ratio,day,at,flag\r\n" +
        "000123,\"说\"\"是\"\"，a,b\",-5,0.10,0.1,2000-02-29,2026-04-08 10:00:00,true\r\n" +
        "500103,\"两\r\n行\",9007199254740993,9999999999999999.99,1E+300,0001-01-01,1969-12-31 23:59:59.999999,false\r\n" +
        "01E5,𠮷🙂 ,,,,,,\r\n";

    private const string Values = """
        values ('000123', '说"是"，a,b', -5, 0.10, 0.1, date '2000-02-29', timestamp '2026-04-08 10:00:00', true, 1, 2),
        ('500103', '两' || chr(13) || chr(10) || '行', 9007199254740993, 9999999999999999.99, 1e300, date '0001-01-01', timestamp '1969-12-31 23:59:59.999999', false, 1, 3),
        ('01E5', '𠮷🙂 ', null, null, null, null, null, null, 2, 1)
        """;

    private const string Url = "/api/v1/resources/1-1/download?format=";
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _stage = await ServingStage.Start();
        _stage.Tables.Fill(_stage.Catalogue.Add("1/1", Items), Values);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task as_csv_gives_the_source_back_byte_by_byte()
    {
        Assert.Equal(Encoding.UTF8.GetBytes(Source), await _stage.As("own").GetByteArrayAsync(Url + "csv"));
        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Source)], await _stage.As("own").GetByteArrayAsync(Url + "csv&bom=true"));
    }

    [Fact]
    public async Task as_csv_takes_fields_filters_and_order()
    {
        Assert.Equal("n,code\r\n9007199254740993,500103\r\n-5,000123\r\n", await _stage.As("own").GetStringAsync(Url + "csv&fields=n,code&n=not.null&order=code.desc"));
    }

    [Fact]
    public async Task as_ndjson_writes_what_the_rows_interface_writes()
    {
        var lines = (await _stage.As("own").GetStringAsync(Url + "ndjson")).Split('\n');

        Assert.Equal("""{"code":"000123","note":"说\"是\"，a,b","n":-5,"amount":0.10,"ratio":0.1,"day":"2000-02-29","at":"2026-04-08T10:00:00","flag":true}""", lines[0]);
        // The encoder writes characters beyond the basic plane as escapes: the same text.
        Assert.Equal("𠮷🙂 ", System.Text.Json.JsonDocument.Parse(lines[2]).RootElement.GetProperty("note").GetString());
        Assert.EndsWith(""" "n":null,"amount":null,"ratio":null,"day":null,"at":null,"flag":null}""".Trim(), lines[2], StringComparison.Ordinal);
        Assert.Equal((4, ""), (lines.Length, lines[3]));
    }

    [Theory, InlineData("csv", 3), InlineData("ndjson", 2)]
    public async Task gives_the_first_rows_when_a_limit_is_set(string format, int lines) =>
        Assert.Equal(lines, (await _stage.As("own").GetStringAsync(Url + format + "&limit=2")).Replace("两\r\n行", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

    [Theory, InlineData("csv"), InlineData("parquet")]
    public async Task refuses_to_write_no_column_at_all(string format) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.As("own").GetAsync(Url + format + "&fields=,")).StatusCode);

    [Theory, InlineData("0"), InlineData("-1"), InlineData("all")]
    public async Task refuses_a_limit_that_is_no_number_of_rows(string limit) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.As("own").GetAsync(Url + "csv&limit=" + limit)).StatusCode);

    [Fact]
    public async Task as_parquet_keeps_every_value_and_type_and_leaves_no_file_behind()
    {
        var path = Path.Combine(_stage.Folder, "answer.parquet");
        Directory.CreateDirectory(_stage.Folder);
        await File.WriteAllBytesAsync(path, await _stage.As("own").GetByteArrayAsync(Url + "parquet"));

        await using var reader = await _stage.Tables.Read($"select count(*), count(*) filter (where t.code is not null) from (from read_parquet('{path}')) p left join (select * exclude (_run, _line) from t_r1_1) t on t is not distinct from p", [], default);
        await reader.Data.ReadAsync();
        Assert.Equal((3L, 3L), (reader.Data.GetInt64(0), reader.Data.GetInt64(1)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_stage.Folder, "tmp", "downloads")));
    }

    [Fact]
    public async Task as_xlsx_keeps_codes_as_text_and_numbers_exact()
    {
        using var file = new MemoryStream(await _stage.As("own").GetByteArrayAsync(Url + "xlsx"));
        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();

        Assert.Equal(Items.Select(i => i.Column), rows[0].Keys);
        Assert.Equal(["000123", "500103", "01E5"], rows.Select(r => r["code"]));
        Assert.Equal(["说\"是\"，a,b", "两\r\n行", "𠮷🙂 "], rows.Select(r => r["note"]));
        Assert.Equal((-5d, 0.1d, new DateTime(2000, 2, 29), new DateTime(2026, 4, 8, 10, 0, 0), true), (rows[0]["n"], rows[0]["amount"], rows[0]["day"], rows[0]["at"], rows[0]["flag"]));
        // More than 15 digits, and days before March 1900, would come out wrong as numbers.
        Assert.Equal(("9007199254740993", "9999999999999999.99", "0001-01-01"), (rows[1]["n"], rows[1]["amount"], rows[1]["day"]));
        Assert.All(new[] { "n", "amount", "ratio", "day", "at", "flag" }, name => Assert.Null(rows[2][name]));
    }

    [Fact]
    public async Task as_xlsx_goes_on_in_another_sheet_when_one_is_full()
    {
        _stage.Tables.Run("create table many as select 'c' || lpad(i::varchar, 4, '0') as code from range(8) r(i) order by i");
        var fields = new[] { new ReadableColumn(Items[0], new(ColumnKind.Text), 0, MaskKind.None) };
        await using var reader = await _stage.Tables.Read("select code from many order by 1", [], default);
        using var file = new MemoryStream();
        await new XlsxRows(new(DownloadFormat.Xlsx, fields, [], [], false, true, null), rowsPerSheet: 4).Write(reader.Data, file, default);

        Assert.Equal(["1", "2", "3"], file.GetSheetNames());
        Assert.Equal(["c0006", "c0007"], file.Query(useHeaderRow: true, sheetName: "3").Select(r => (string)((IDictionary<string, object>)r)["code"]));
    }

    [Fact]
    public async Task defuses_formulas_in_text_but_leaves_numbers_alone()
    {
        _stage.Tables.Fill(_stage.Catalogue.Add("1/2", [Items[0], Items[2]]),
            "values ('=1+2', -5, 1, 1), ('+86', -6, 1, 2), ('-x', null, 1, 3), ('@a', null, 1, 4), (chr(9) || 't', null, 1, 5), (chr(13) || 'r', null, 1, 6), ('a=b', null, 1, 7)");
        const string two = "/api/v1/resources/1-2/download?format=";

        Assert.Equal("code,n\r\n'=1+2,-5\r\n'+86,-6\r\n'-x,\r\n'@a,\r\n'\tt,\r\n\"'\rr\",\r\na=b,\r\n", await _stage.As("own").GetStringAsync(two + "csv"));
        Assert.StartsWith("code,n\r\n=1+2,-5\r\n", await _stage.As("own").GetStringAsync(two + "csv&defuse=false"), StringComparison.Ordinal);
        using var file = new MemoryStream(await _stage.As("own").GetByteArrayAsync(two + "xlsx"));
        Assert.Equal(["=1+2", "+86", "-x", "@a", "\tt", "\rr", "a=b"], file.Query(useHeaderRow: true).Select(r => (string)((IDictionary<string, object>)r)["code"]));
    }

    [Fact]
    public async Task writes_what_begins_like_a_formula_into_a_workbook_as_text_that_stays_text_when_it_is_edited()
    {
        _stage.Tables.Fill(_stage.Catalogue.Add("1/2", [Items[0]]), "values ('=1+2', 1, 1), ('''quoted', 1, 2), ('a=b', 1, 3)");
        using var zip = new ZipArchive(new MemoryStream(await _stage.As("own").GetByteArrayAsync("/api/v1/resources/1-2/download?format=xlsx")));
        string Part(string name)
        {
            using var part = new StreamReader(zip.GetEntry(name)!.Open());
            return part.ReadToEnd();
        }

        var sheet = Part("xl/worksheets/sheet1.xml");
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
        Assert.Contains("<c s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+2<", sheet, StringComparison.Ordinal);
        Assert.Contains("<c s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">'quoted<", sheet, StringComparison.Ordinal);
        Assert.Contains("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">a=b<", sheet, StringComparison.Ordinal);
        Assert.EndsWith("<xf quotePrefix=\"1\"/></cellXfs></styleSheet>", Part("xl/styles.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void escapes_what_the_reader_of_workbooks_gives_back_whatever_the_text() =>
        Quality.Library.OneOf('_', '_', 'x', '0', '4', '1', 'F', 'f', '\r', '\n', '\u0001', '\uFFFE', '<').Array[0, 30].Sample(signs =>
        {
            var written = new StringBuilder();
            XlsxParts.Escape(written, new string(signs));
            return EscapedText.Decode(WebUtility.HtmlDecode(written.ToString())) == new string(signs);
        });

    [Fact]
    public async Task guards_what_looks_guarded_once_more_so_that_every_text_can_be_told()
    {
        _stage.Tables.Fill(_stage.Catalogue.Add("1/3", [Items[0]]), "values ('''=1', 1, 1), ('''''-x', 1, 2), ('''quoted', 1, 3), ('''', 1, 4)");

        Assert.Equal("code\r\n''=1\r\n'''-x\r\n'quoted\r\n'\r\n", await _stage.As("own").GetStringAsync("/api/v1/resources/1-3/download?format=csv"));
    }

    [Fact]
    public async Task notes_the_fingerprint_of_a_guarded_file_and_of_no_other()
    {
        _stage.Tables.Fill(_stage.Catalogue.Add("1/4", [Items[0], Items[2]]), "select case when i % 7 = 0 then '=x' else 'y' end, -i, 1, i from range(60000) r(i)");
        var address = "/api/v1/resources/1-4/download?format=csv";

        var file = await _stage.As("own").GetByteArrayAsync(address);
        await _stage.As("own").GetByteArrayAsync(address + "&defuse=false");
        await _stage.As("own").GetByteArrayAsync(address + "&code=y");
        await _stage.As("own").GetByteArrayAsync(address + "&fields=n");

        var path = Path.Combine(_stage.Folder, "guarded.csv");
        Directory.CreateDirectory(_stage.Folder);
        await File.WriteAllBytesAsync(path, file);
        Assert.Equal([await Fingerprint.Of(path, default)], _stage.Guarded.Fingerprints);
    }

    [Fact]
    public async Task writes_what_xml_forbids_as_spreadsheets_expect_it()
    {
        var text = new StringBuilder();
        XlsxParts.Escape(text, "a\u0001<b>&_x0041_\n_x_");
        _stage.Tables.Fill(_stage.Catalogue.Add("1/3", [Items[0]]), "values ('a' || chr(1) || '_x0041_', 1, 1)");
        using var zip = new ZipArchive(new MemoryStream(await _stage.As("own").GetByteArrayAsync("/api/v1/resources/1-3/download?format=xlsx")));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());

        Assert.Equal("a_x0001_&lt;b&gt;&amp;_x005F_x0041_\n_x_", text.ToString());
        Assert.Contains("a_x0001__x005F_x0041_", await sheet.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task masks_names_the_file_in_chinese_and_waits_for_the_audit_trail()
    {
        People.Put(_stage);
        _stage.Trail.Held = true;
        var asked = _stage.As("own").GetAsync(People.Url + "/download?format=csv&fields=id_number,income&purpose=test");
        var entry = await _stage.Trail.Arrived.Task;
        await Task.Delay(100);

        Assert.False(asked.IsCompleted);
        Assert.Equal(("serving.download", 5L, "test", "csv"), (entry.Act, entry.Rows, entry.Purpose, entry.Detail));
        _stage.Trail.Release();
        using var answer = await asked;
        Assert.Equal("attachment; filename=\"306001-000001.csv\"; filename*=UTF-8''" + Uri.EscapeDataString("居民-306001-000001.csv"), answer.Content.Headers.ContentDisposition!.ToString().Replace("filename=306001-000001.csv", "filename=\"306001-000001.csv\"", StringComparison.Ordinal));
        Assert.StartsWith("id_number,income\r\n500103********0018,1200.50\r\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pdf", "serving.wrong-parameter")]
    [InlineData("1", "serving.wrong-parameter")]
    [InlineData("csv&bom=yes", "serving.wrong-parameter")]
    [InlineData("csv&fields=nobody", "serving.unknown-column")]
    [InlineData("xlsx&n=five", "serving.wrong-value")]
    public async Task refuses_what_it_cannot_do(string query, string fault) =>
        Assert.Equal(fault, (await _stage.As("own").Json(Url + query)).GetProperty("code").GetString());

    [Fact]
    public async Task gives_a_header_alone_before_anything_was_gathered()
    {
        _stage.Catalogue.Add("1/4", Items);

        Assert.Equal("code,n\r\n", await _stage.As("own").GetStringAsync("/api/v1/resources/1-4/download?format=csv&fields=code,n"));
        Assert.NotEmpty(await _stage.As("own").GetByteArrayAsync("/api/v1/resources/1-4/download?format=parquet"));
    }

    [Fact]
    public async Task streams_a_large_file_whole()
    {
        _stage.Tables.Fill(_stage.Catalogue.Add("1/5", [Items[0], Items[2]]), "select lpad(i::varchar, 9, '0'), i, 1, i from range(200000) r(i)");

        var lines = (await _stage.As("own").GetStringAsync("/api/v1/resources/1-5/download")).Split("\r\n");

        Assert.Equal(200_002, lines.Length);
        Assert.All(lines[1..^1].Select((l, i) => (l, i)), p => Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{p.i:D9},{p.i}"), p.l));
    }
}

public sealed class The_profile_of_a_resource : IAsyncLifetime
{
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ServingStage.Start();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task counts_what_is_missing_and_hides_the_ends_of_masked_columns()
    {
        var resource = People.Put(_stage);
        _stage.Tables.Run($"insert into runs values ('r1', '{resource.Id}', 1, 4, 3, 0, 0, 1, '{{\"type\":1}}', 3, now()::timestamp - interval 2 day), ('r2', '{resource.Id}', 2, 2, 2, 0, 0, 0, '{{}}', 5, timestamp '2026-01-01 00:00:00')");

        var profile = await _stage.As("own").Json(People.Url + "/profile");

        var columns = profile.GetProperty("columns").EnumerateArray().ToDictionary(c => c.GetProperty("column").GetString()!);
        Assert.Equal(5, profile.GetProperty("rows").GetInt32());
        Assert.Equal((1, 3, "1200.50"), (columns["born"].GetProperty("missing").GetInt32(), columns["district"].GetProperty("distinctApproximately").GetInt32(), "1200.50"));
        Assert.Equal(("010112", "500112"), (columns["district"].GetProperty("minimum").GetString(), columns["district"].GetProperty("maximum").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, columns["name"].GetProperty("minimum").ValueKind);
        // 6 of 45 cells are empty: born, income, household, active, order, secret once each.
        Assert.Equal(39 / 45d, profile.GetProperty("completeness").GetDouble(), 12);
        Assert.Equal((2, false), (profile.GetProperty("lastRun").GetProperty("number").GetInt32(), profile.GetProperty("onTime").GetBoolean()));
    }
}

using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality.Rules;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Xunit;
using static CityHub.DataCentre.Tests.Gathering.Loading.LoadingRoom;

namespace CityHub.DataCentre.Tests.Gathering.Loading;

public sealed class Loading_a_file
{
    [Fact]
    public async Task keeps_rows_lines_and_keys()
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File("id,name\n001,张三\n002,\"李,\"\"四\"\"\"\r\n\n003,\"two\nlines\"\n004,\n"), ["id", "name"], ["id"]);

        var result = await room.Loaded(plan);

        Assert.Equal((4, 4, 0, 4), (result.Read, result.Kept, result.Refused, result.RowsNow));
        Assert.Equal(["001|张三|1|2", "002|李,\"四\"|1|3", "003|two\nlines|1|5", "004|∅|1|7"], await room.People("*"));
        Assert.Equal("002|李,\"四\"", room.Find("002"));
        Assert.Equal("004|∅", room.Find("004"));
        Assert.Null(room.Find("005"));
        await room.Packer.Pack("people", default);
        Assert.Equal("003|two\nlines", room.Find("003"));
        Assert.Equal("004|∅", room.Find("004"));
    }

    [Theory, InlineData("0"), InlineData("key-")]
    public async Task refuses_a_later_row_with_the_same_key_and_keeps_its_text(string prefix)
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File($"id,name\n{prefix}1,a\n{prefix}2,b\n{prefix}1,\"c\"\n{prefix}1,d\n{prefix}3,e\n"), ["id", "name"], ["id"]);

        var result = await room.Loaded(plan);

        Assert.Equal((5, 3, 2), (result.Read, result.Kept, result.Refused));
        Assert.Equal([$"{prefix}1|a", $"{prefix}2|b", $"{prefix}3|e"], await room.People("id, name"));
        Assert.Equal([$"4|{prefix}1,\"c\"|open", $"5|{prefix}1,d|open"], await room.Rows("select line, raw, state from refused_rows order by line"));
        Assert.Equal([$"4|unique|id|{prefix}1", $"5|unique|id|{prefix}1"], await room.Rows("select line, rule, item, value from refusals order by line"));
        Assert.Equal(2, result.RefusedByRule["unique"]);
    }

    [Fact]
    public async Task reads_numbers_with_commas_between_thousands_and_nothing_that_only_resembles_them()
    {
        await using var room = new LoadingRoom();
        string[] good = ["1,000", "-12,345", "+1,234,567", "999"], bad = ["1,00", "1000,000", "0,123", ",123", "1,000,", "1,,000", "1,0000", "1,000.", "1.000,5", "12,345,678,901,234,567,890"];
        var rows = good.Concat(bad).Select((v, i) => $"{i},\"{v}\",\"{v}\",\"{v}\"\n").Append("98,\"9\",\"1,000.25\",\"1,000.5\"\n").Append("99,\"9\",\"1,000,000.5\",\"1\"\n");
        var plan = Plan(room.File("k,n,m,d\n" + string.Concat(rows)), ["k", "n", "m", "d"], ["k"]) with
        {
            Columns = [Column("k", 0), Column("n", 1, new(ColumnKind.Integer)), Column("m", 2, new(ColumnKind.Decimal, 9, 2)), Column("d", 3, new(ColumnKind.Double))],
            Rules = new([[], [NumberRangeRule.Of(null, "1000000")!], [], []], []),
        };

        var result = await room.Loaded(plan);

        Assert.Equal(["0|1000|1000.00|1000.0", "1|-12345|-12345.00|-12345.0", "3|999|999.00|999.0", "98|9|1000.25|1000.5", "99|9|1000000.50|1.0"],
            await room.People("k, n::varchar, m::varchar, d::varchar"));
        Assert.Equal((bad.Length + 1, 1L), (result.Refused, result.RefusedByRule["range"])); // 1,234,567 is more than a million
    }

    [Fact]
    public async Task reads_every_type_and_the_index_prints_what_sql_prints()
    {
        await using var room = new LoadingRoom();
        var path = room.File("""
            k,n,m,d,day,at,yes
            1,-42,12.5,1e3,2024-02-29,2024-01-02 03:04,是
            2,9223372036854775807,-0.05,-0.25,2024/12/31,2024-01-02T03:04:05.5,N
            3,0,999.99,7,20000229,2024-01-02T00:00:00Z,TRUE
            4,7,1.50,0,0001-01-01,2024-01-01 23:30:00-05:00,0
            5,,,,,,
            """);
        var plan = Plan(path, ["k", "n", "m", "d", "day", "at", "yes"], ["k"]) with
        {
            Columns =
            [
                Column("k", 0, new(ColumnKind.Integer)), Column("n", 1, new(ColumnKind.Integer)), Column("m", 2, new(ColumnKind.Decimal, 5, 2)),
                Column("d", 3, new(ColumnKind.Double)), Column("day", 4, new(ColumnKind.Date)), Column("at", 5, new(ColumnKind.Timestamp)),
                Column("yes", 6, new(ColumnKind.Boolean)),
            ],
        };

        var result = await room.Loaded(plan);

        Assert.Equal(5, result.Kept);
        string[] expected =
        [
            "1|-42|12.50|1000.0|2024-02-29|2024-01-02 03:04:00|true",
            "2|9223372036854775807|-0.05|-0.25|2024-12-31|2024-01-02 03:04:05.5|false",
            "3|0|999.99|7.0|2000-02-29|2024-01-02 08:00:00|true",
            "4|7|1.50|0.0|0001-01-01|2024-01-02 12:30:00|false",
            "5|∅|∅|∅|∅|∅|∅",
        ];
        Assert.Equal(expected, await room.People("k::varchar, n::varchar, m::varchar, d::varchar, day::varchar, \"at\"::varchar, yes::varchar"));
        Assert.Equal(expected, Enumerable.Range(1, 5).Select(k => room.Find($"{k}")));
        await room.Packer.Pack("people", default);
        Assert.Equal(expected, Enumerable.Range(1, 5).Select(k => room.Find($"{k}")));
    }

    [Theory]
    [InlineData(ColumnKind.Integer, "12a"), InlineData(ColumnKind.Integer, "9223372036854775808"), InlineData(ColumnKind.Integer, "1.0")]
    [InlineData(ColumnKind.Decimal, "1000.00"), InlineData(ColumnKind.Decimal, "1.005"), InlineData(ColumnKind.Decimal, "1,0"), InlineData(ColumnKind.Decimal, "-")]
    [InlineData(ColumnKind.Double, "abc"), InlineData(ColumnKind.Double, "NaN"), InlineData(ColumnKind.Date, "2023-02-29"), InlineData(ColumnKind.Date, "2023-13-01")]
    [InlineData(ColumnKind.Date, "2023-1/1"), InlineData(ColumnKind.Date, "2023/2/30"), InlineData(ColumnKind.Date, "2023年1月"), InlineData(ColumnKind.Timestamp, "2023/1/1 8:5"), InlineData(ColumnKind.Timestamp, "2023-01-01 24:00"), InlineData(ColumnKind.Timestamp, "2023-01-01 10:00 CST")]
    [InlineData(ColumnKind.Boolean, "maybe")]
    public async Task refuses_a_value_that_is_not_of_its_type_even_in_the_last_row(ColumnKind kind, string value)
    {
        await using var room = new LoadingRoom();
        var good = kind switch { ColumnKind.Date => "2024-01-01", ColumnKind.Timestamp => "2024-01-01 10:00", _ => "1" };
        var path = room.File($"k;v\n{string.Concat(Enumerable.Range(0, 99).Select(i => $"{i};{good}\n"))}99;{value}");
        var plan = Plan(path, ["k", "v"], ["k"]) with
        {
            Dialect = Csv with { Delimiter = (byte)';' },
            Columns = [Column("k", 0), Column("v", 1, new(kind, 5, 2))],
        };

        var result = await room.Loaded(plan);

        Assert.Equal((100, 99, 1), (result.Read, result.Kept, result.Refused));
        Assert.Equal([$"101|type|v|{value}"], await room.Rows("select line, rule, item, value from refusals"));
    }

    [Fact]
    public async Task refuses_missing_values_that_are_required_and_records_of_other_width()
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File("id,name\n1,a\n2,\n,c\n4\n5,e,x\nNA,f\n"), ["id", "name"], ["id"]);
        plan = plan with { Columns = [Column("id", 0), Column("name", 1, required: true)], MissingWords = ["NA"] };

        var result = await room.Loaded(plan);

        Assert.Equal((6, 1, 5), (result.Read, result.Kept, result.Refused));
        Assert.Equal(
            ["3|required|name|", "4|required|id|", "5|field-count|∅|1", "6|field-count|∅|3", "7|required|id|"],
            await room.Rows("select line, rule, item, value from refusals order by line"));
        Assert.Equal(["2,", ",c", "4", "5,e,x", "NA,f"], await room.Rows("select raw from refused_rows order by line"));
    }

    [Fact]
    public async Task refuses_text_after_a_closing_quote_since_nobody_can_say_what_was_meant()
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File("id,name\n1,\"a\"\"b\"\n2,\"重庆\"火锅\"店\"\n3,a\"b\"\n4,\"c\" \n\"5\"x,\"d\"\n6,\"\"\"e\"f\n"), ["id", "name"], ["id"]);

        var result = await room.Loaded(plan);

        Assert.Equal((6, 3, 3), (result.Read, result.Kept, result.Refused));
        Assert.Equal(["3|quotes|∅|2", "6|quotes|∅|1", "7|quotes|∅|2"], await room.Rows("select line, rule, item, value from refusals order by line"));
        Assert.Equal(["1|a\"b", "3|a\"b\"", "4|c "], await room.People("id, name"));
    }

    [Fact]
    public async Task counts_records_instead_of_lines_when_the_source_was_a_spreadsheet()
    {
        await using var room = new LoadingRoom();
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},\"a\nb\"\n"));
        var plan = Plan(room.File("id,name\n" + rows + "7,twice\n"), ["id", "name"], ["id"]) with { Dialect = Csv with { CountRecords = true } };

        await room.Loaded(plan);

        Assert.Equal(Enumerable.Range(2, 40).Select(i => $"{i}"), await room.People("_line"));
        Assert.Equal(["42|7,twice"], await room.Rows("select line, raw from refused_rows"));
    }

    [Fact]
    public async Task appends_what_is_new_and_refuses_keys_that_are_there()
    {
        await using var room = new LoadingRoom();
        string[] columns = ["id", "name"];
        await room.Loaded(Plan(room.File("id,name\n1,a\n2,b\n"), columns, ["id"]));

        var result = await room.Loaded(Plan(room.File("id,name\n2,other\n3,c\n"), columns, ["id"], LoadMode.Append, 2));

        Assert.Equal((2, 1, 1, 3), (result.Read, result.Kept, result.Refused, result.RowsNow));
        Assert.Equal(["1|a|1|2", "2|b|1|3", "3|c|2|3"], await room.People("*"));
        Assert.Equal(["2|2|2,other"], await room.Rows("select run, line, raw from refused_rows"));
        Assert.Equal("2|b", room.Find("2"));
        Assert.Equal("3|c", room.Find("3"));
        Assert.Equal((3L, 2), (room.Tables.Find("people")!.Rows, room.Tables.Find("people")!.LastRun));
    }

    [Fact]
    public async Task updates_known_keys_and_tells_changed_from_unchanged()
    {
        await using var room = new LoadingRoom();
        string[] columns = ["id", "name"];
        await room.Loaded(Plan(room.File("id,name\n1,a\n2,b\n3,\n"), columns, ["id"]));
        await room.Packer.Pack("people", default);

        var result = await room.Loaded(Plan(room.File("id,name\n2,changed\n3,\n4,new\n"), columns, ["id"], LoadMode.Upsert, 2));

        Assert.Equal((3, 3, 1, 1, 4), (result.Read, result.Kept, result.Changed, result.Unchanged, result.RowsNow));
        Assert.Equal(["1|a", "2|changed", "3|∅", "4|new"], await room.Rows($"select id, name from {room.Tables.Find("people")!.TableName} order by id"));
        Assert.Equal(["1|a", "2|changed", "3|∅", "4|new"], Enumerable.Range(1, 4).Select(i => room.Find($"{i}")));
        await room.Packer.Pack("people", default);
        Assert.Equal(["1|a", "2|changed", "3|∅", "4|new"], Enumerable.Range(1, 4).Select(i => room.Find($"{i}")));
    }

    [Theory]
    [InlineData("2024/1/3", "2024-01-03 00:00:00"), InlineData("2024-1-13", "2024-01-13 00:00:00"), InlineData("2024年1月3日", "2024-01-03 00:00:00")]
    [InlineData("2024/12/3 8:05", "2024-12-03 08:05:00"), InlineData("2024/1/3 18:05:06", "2024-01-03 18:05:06"), InlineData("2024年2月29日 8:05:06.5", "2024-02-29 08:05:06.5")]
    public async Task takes_dates_as_offices_write_them(string written, string meant)
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File($"id,moment\n1,{written}\n"), ["id", "moment"], ["id"]);
        await room.Loaded(plan with { Columns = [plan.Columns[0], Column("moment", 1, new(ColumnKind.Timestamp))] });
        Assert.Equal([meant], await room.Rows($"select moment::varchar from {room.Tables.Find("people")!.TableName}"));

        plan = Plan(room.File($"id,day\n1,{written.Split(' ')[0]}\n"), ["id", "day"], ["id"], LoadMode.Replace, 2);
        await room.Loaded(plan with { Columns = [plan.Columns[0], Column("day", 1, new(ColumnKind.Date))] });
        Assert.Equal([meant[..10]], await room.Rows($"select day::varchar from {room.Tables.Find("people")!.TableName}"));
    }

    [Fact]
    public async Task leaves_alone_what_an_upsert_does_not_bring()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File("id,name,note\n1,a,x\n2,b,y\n"), ["id", "name", "note"], ["id"]));
        await room.Packer.Pack("people", default);

        var plan = Plan(room.File("id,note\n1,x\n2,changed\n3,new\n"), ["id", "name", "note"], ["id"], LoadMode.Upsert, 2);
        var result = await room.Loaded(plan with { FieldCount = 2, Columns = [plan.Columns[0], plan.Columns[1] with { SourceOrdinal = -1 }, plan.Columns[2] with { SourceOrdinal = 1 }] });

        Assert.Equal((3, 3, 1, 1, 3), (result.Read, result.Kept, result.Changed, result.Unchanged, result.RowsNow));
        Assert.Equal(["1|a|x", "2|b|changed", "3|∅|new"], await room.Rows($"select id, name, note from {room.Tables.Find("people")!.TableName} order by id"));
        await room.Packer.Pack("people", default);
        Assert.Equal(["1|a|x", "2|b|changed", "3|∅|new"], Enumerable.Range(1, 3).Select(i => room.Find($"{i}")));
    }

    [Theory, InlineData("id,name\n", ""), InlineData("id,name\n,x\n,y\n", "2|,x|required 3|,y|required"), InlineData("id,name\n5,x,y\n", "2|5,x,y|field-count")]
    public async Task never_replaces_rows_by_nothing_and_keeps_what_was_refused_to_mend_the_file_by(string text, string refused)
    {
        await using var room = new LoadingRoom();
        string[] columns = ["id", "name"];
        await room.Loaded(Plan(room.File("id,name\n1,a\n2,b\n"), columns, ["id"]));

        var plan = Plan(room.File(text), columns, ["id"], LoadMode.Replace, 2);
        var fault = await room.Refused(plan with { Columns = [plan.Columns[0] with { Required = true }, plan.Columns[1]] });

        Assert.Equal(("loading.nothing-kept", 2L), (fault.Code, fault.Facts["rows"]));
        Assert.Equal(["1|a", "2|b"], await room.People("id, name"));
        Assert.Equal("1|a", room.Find("1"));
        Assert.Equal(refused, string.Join(' ', await room.Rows("select w.line, raw, rule from refused_rows w join refusals using (resource, run, line) where state = 'failed' order by 1")));
        Assert.Single(await room.Rows("select table_name from duckdb_tables() where table_name like 'rows_%'"));
    }

    [Fact]
    public async Task fills_an_empty_resource_with_nothing_and_keeps_what_was_refused()
    {
        await using var room = new LoadingRoom();

        Assert.Equal((1, 0, 1), (await room.Loaded(Plan(room.File("id,name\n5,x,y\n"), ["id", "name"], ["id"]))) is var r ? (r.Read, r.Kept, r.Refused) : default);
    }

    [Fact]
    public async Task replaces_so_that_earlier_keys_are_gone()
    {
        await using var room = new LoadingRoom();
        string[] columns = ["id", "name"];
        await room.Loaded(Plan(room.File("id,name\n1,a\n2,b\n"), columns, ["id"]));
        await room.Packer.Pack("people", default);

        await room.Loaded(Plan(room.File("id,name\n2,new\n"), columns, ["id"], LoadMode.Replace, 2));

        Assert.Null(room.Find("1"));
        Assert.Equal("2|new", room.Find("2"));
        Assert.Equal(["2|new"], await room.People("id, name"));
        await room.Restart();
        Assert.Null(room.Find("1"));
        Assert.Single(await room.Rows("select table_name from duckdb_tables() where table_name like 'rows_%'"));
    }

    [Fact]
    public async Task joins_keys_of_several_columns()
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File("a,day,v\nx,20240101,1\nx,2024-01-02,2\nx,2024/01/01,3\n"), ["a", "day", "v"], ["a", "day"]);
        plan = plan with { Columns = [Column("a", 0), Column("day", 1, new(ColumnKind.Date)), Column("v", 2)] };

        var result = await room.Loaded(plan);

        Assert.Equal((2, 1), (result.Kept, result.Refused));
        Assert.Equal("x|2024-01-02|2", room.Find("x\u001f2024-01-02"));
        Assert.Equal(["4|unique|a|x,2024/01/01"], await room.Rows("select line, rule, item, value from refusals"));
    }

    [Fact]
    public async Task happens_once_for_one_run_id()
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File("id\n1\n2\n2\n"), ["id"], ["id"], LoadMode.Append);

        var first = await room.Loaded(plan);
        await room.Restart();
        var second = await room.Loaded(plan);

        Assert.Equal(first with { RefusedByRule = second.RefusedByRule }, second);
        Assert.Equal(first.RefusedByRule, second.RefusedByRule);
        Assert.Equal(2, (await room.People("id")).Count);
        Assert.Null(room.Loader.Committed("another"));
    }

    [Fact]
    public async Task leaves_everything_as_it_was_when_the_commit_is_not_allowed()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File("id\n1\n"), ["id"], ["id"]));
        var withdrawn = new Fault("catalogue.withdrawn", 409, new("已撤销", "Withdrawn"));

        var fault = await room.Refused(
            Plan(room.File("id\n2\nx,y\n"), ["id"], ["id"], LoadMode.Replace, 2), () => Task.FromResult<Fault?>(withdrawn));

        Assert.Equal(withdrawn, fault);
        Assert.Equal(["1"], await room.People("id"));
        Assert.Equal("1", room.Find("1"));
        Assert.Empty(await room.Rows("select * from refused_rows"));
        Assert.Single(await room.Rows("select table_name from duckdb_tables() where table_name like 'rows_%'"));
        Assert.Empty(Directory.GetFiles(Path.Combine(room.Folder, "row-index", "incoming")));
    }

    [Fact]
    public async Task stops_when_cancelled_and_leaves_everything_as_it_was()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File("id\n1\n"), ["id"], ["id"]));
        using var stop = new CancellationTokenSource();
        var plan = Plan(room.File("id\n2\n"), ["id"], ["id"], LoadMode.Replace, 2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room.Load(plan, async () =>
        {
            await stop.CancelAsync();
            return null;
        }, stop.Token));

        Assert.Equal(["1"], await room.People("id"));
        Assert.Null(room.Loader.Committed(plan.RunId));
    }
}

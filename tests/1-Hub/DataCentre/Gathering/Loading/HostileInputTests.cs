using System.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using Xunit;
using static CityHub.DataCentre.Tests.Gathering.Loading.LoadingRoom;

namespace CityHub.DataCentre.Tests.Gathering.Loading;

/// <summary>Each kind of bad file gives a clear refusal that names the line, and leaves the earlier rows alone.</summary>
public sealed class A_hostile_file
{
    private static readonly string[] Columns = ["id", "name"];

    private static string Lines(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => $"{i:0000},名{i}\n"));

    private static async Task IsRefused(byte[] bytes, string code, long line, LoadLimits? limits = null)
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File("id,name\n1,before\n"), Columns, ["id"]));
        room.Limits = limits ?? room.Limits;

        var fault = await room.Refused(Plan(room.File(bytes), Columns, ["id"], LoadMode.Replace, 2));

        Assert.Equal(code, fault.Code);
        Assert.Equal(line, fault.Facts["line"]);
        Assert.Equal(["1|before"], await room.People("id, name"));
        Assert.Equal("1|before", room.Find("1"));
        Assert.Single(await room.Rows("select table_name from duckdb_tables() where table_name like 'rows_%'"));
    }

    [Theory, InlineData(1), InlineData(50), InlineData(300)]
    public Task with_a_quote_that_never_closes_names_the_line_where_it_opened(int before) =>
        IsRefused(Encoding.UTF8.GetBytes($"id,name\n{Lines(0, before)}x,\"open\n{Lines(1000, 300)}"), "loading.quote-never-closes", before + 2);

    [Fact]
    public Task with_a_quote_that_opens_after_good_quotes_names_the_right_line() =>
        IsRefused(Encoding.UTF8.GetBytes($"id,name\n1,\"a\nb\"\n2,\"c\"\"d\"\n3,\"open\n{Lines(1000, 300)}"), "loading.quote-never-closes", 5);

    [Theory, InlineData(10), InlineData(200)]
    public Task with_a_record_without_end_names_its_line(int before) =>
        IsRefused(
            [.. Encoding.UTF8.GetBytes($"id,name\n{Lines(0, before)}x,"), .. Enumerable.Repeat((byte)'a', 300_000), .. "\nlast,row\n"u8],
            "loading.record-too-long", before + 2, new LoadLimits(1000, 100_000, 2, 8, 1));

    [Fact]
    public Task with_a_row_of_100_megabytes_is_refused_at_the_real_limit() =>
        IsRefused([.. "id,name\n1,"u8, .. Enumerable.Repeat((byte)'a', 100_000_000), .. "\n"u8], "loading.record-too-long", 2, LoadLimits.Default);

    [Theory, InlineData(0), InlineData(77), InlineData(400)]
    public Task with_nul_bytes_names_the_line(int before) =>
        IsRefused([.. Encoding.UTF8.GetBytes($"id,name\n{Lines(0, before)}x,a"), 0, .. "b\n"u8, .. Encoding.UTF8.GetBytes(Lines(1000, 99))], "loading.nul-byte", before + 2);

    [Theory, InlineData(0), InlineData(77), InlineData(400)]
    public Task that_mixes_encodings_names_the_first_broken_line(int before) =>
        IsRefused(
            [.. Encoding.UTF8.GetBytes($"id,name\n{Lines(0, before)}x,"), 0xD5, 0xC5, 0xC8, 0xFD, .. "\n"u8, .. Encoding.UTF8.GetBytes(Lines(1000, 99)), 0xFF],
            "loading.not-utf8", before + 2);

    [Fact]
    public async Task whose_broken_bytes_lie_at_any_place_is_always_found()
    {
        await using var room = new LoadingRoom { Limits = new(7, 1000, 2, 8, 1) };
        var good = Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i},é中𝄞\n")));
        Assert.Equal(8, (await room.Loaded(Plan(room.File(good), Columns, ["id"]))).Kept);
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var bad in new byte[] { 0x80, 0xC3, 0xFF })
            {
                byte[] broken = [.. good[..i], bad, .. good[i..]];
                var whole = new UTF8Encoding(false, true);
                Assert.Throws<DecoderFallbackException>(() => whole.GetString(broken));

                var fault = await room.Refused(Plan(room.File(broken), Columns, ["id"], LoadMode.Replace, 2));

                Assert.Equal("loading.not-utf8", fault.Code);
                Assert.Equal((long)good.Take(i).Count(b => b == '\n') + 1, fault.Facts["line"]);
            }
        }
    }

    [Fact]
    public async Task with_stray_quotes_in_unquoted_fields_is_read_as_it_stands()
    {
        await using var room = new LoadingRoom();
        var rows = Enumerable.Range(0, 200).Select(i => (i % 3) switch { 0 => $"{i:000},5\" pipe", 1 => $"{i:000},\"quoted\n{i}\"", _ => $"{i:000},a\"b\"c\"" }).ToList();
        var plan = Plan(room.File("id,name\n" + string.Concat(rows.Select(r => r + "\n"))), Columns, ["id"]);

        var result = await room.Loaded(plan);

        Assert.Equal((200, 0), (result.Kept, result.Refused));
        Assert.Equal(rows.Select(r => r[4..].StartsWith('"') ? r[5..^1] : r[4..]), await room.Rows($"select name from {room.Tables.Find("people")!.TableName} order by id"));
        var line = 2;
        foreach (var row in rows)
        {
            Assert.Equal([$"{line}"], await room.Rows($"select _line from {room.Tables.Find("people")!.TableName} where id = '{row[..3]}'"));
            line += row.Contains('\n') ? 2 : 1;
        }
    }

    [Fact]
    public async Task with_10000_fields_gives_the_columns_that_are_wanted()
    {
        await using var room = new LoadingRoom();
        var header = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"c{i}"));
        var row = string.Join(',', Enumerable.Range(0, 10_000));
        var plan = Plan(room.File($"{header}\n{row}\n"), ["a", "b"], []) with { FieldCount = 10_000, Columns = [Column("a", 9_999), Column("b", 0)] };

        await room.Loaded(plan);

        Assert.Equal(["9999|0"], await room.People("a, b"));
    }

    [Fact]
    public async Task with_10000_columns_to_keep_is_refused()
    {
        await using var room = new LoadingRoom();
        var columns = Enumerable.Range(0, 10_000).Select(i => $"c{i}").ToArray();

        var fault = await room.Refused(Plan(room.File(string.Join(',', columns) + "\n"), columns, []));

        Assert.Equal("loading.too-many-columns", fault.Code);
    }

    [Fact]
    public async Task that_is_not_there_is_refused()
    {
        await using var room = new LoadingRoom();

        var fault = await room.Refused(Plan(Path.Combine(room.Folder, "none.csv"), Columns, ["id"]));

        Assert.Equal("loading.source-missing", fault.Code);
    }

    [Fact]
    public async Task that_vanishes_or_changes_while_it_is_read_is_refused()
    {
        await using var room = new LoadingRoom();
        var path = room.File("id,name\n" + Lines(0, 100));
        var plan = Plan(path, Columns, ["id"]);
        plan = plan with { Rules = new([[new Meddling(() => File.Delete(path))], []], []) };

        var fault = await room.Refused(plan);

        Assert.Equal("loading.source-changed", fault.Code);
        Assert.Null(room.Tables.Find("people"));
    }

    [Fact]
    public async Task without_rows_gives_an_empty_table()
    {
        await using var room = new LoadingRoom();
        foreach (var text in new[] { "id,name\n", "id,name", "", "\uFEFFid,name\r\n", "\n" })
        {
            var result = await room.Loaded(Plan(room.File(text), Columns, ["id"]));

            Assert.Equal((0, 0, 0), (result.Read, result.Kept, result.RowsNow));
            Assert.Equal(0, room.Tables.Find("people")!.Rows);
            Assert.Null(room.Find("1"));
        }
    }

    private sealed class Meddling(Action meddle) : DataCentre.Quality.CellRule("meddle", new Words("", ""), null)
    {
        private int _met;

        public override bool Holds(ReadOnlySpan<byte> cell)
        {
            if (Interlocked.Exchange(ref _met, 1) == 0)
            {
                meddle();
            }

            return true;
        }

        public override Words Explain(string value) => new("", "");
    }
}

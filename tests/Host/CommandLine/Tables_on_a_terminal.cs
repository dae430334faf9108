using CityHub.Host.CommandLine;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

public sealed class Tables_on_a_terminal
{
    private static readonly TextTable Table = new(new(new("代码", "Code")), new(new("名称", "Title"), Yields: true), new(new("行数", "Rows"), Right: true));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("重庆", 4)]
    [InlineData("𠮷龘", 4)]
    [InlineData("ｶ", 1)]
    [InlineData("Ａ", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("🚇", 2)]
    public void count_chinese_as_two_cells(string text, int cells) => Assert.Equal(cells, TextWidth.Of(text));

    [Fact]
    public void stand_in_columns_whatever_is_in_them()
    {
        var lines = Table.Lines([["306001/000001", "空气质量", "12"], ["1", "Bus stops", "3,456"]], room: null).ToList();

        Assert.Equal("306001/000001  空气质量      12", lines[1]);
        Assert.Equal("1              Bus stops  3,456", lines[2]);
    }

    [Fact]
    public void fit_into_80_cells_by_cutting_what_may_be_cut()
    {
        var lines = Table.Lines([["306001/000001", string.Concat(Enumerable.Repeat("空气质量小时监测数据", 10)), "1,000,000"]], room: 80).ToList();

        Assert.Equal(80, TextWidth.Of(lines[1]));
        Assert.StartsWith("306001/000001  空气质量", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("…  1,000,000", lines[1].Replace("…   ", "…  ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void leave_out_what_may_be_left_out_when_cutting_is_not_enough()
    {
        var table = new TextTable(new(new("运行", "Run")), new(new("状态", "State")), new(new("时间", "Time"), Drops: true), new(new("来源", "Source"), Yields: true, Drops: true));
        string[] row = [new('1', 26), "Succeeded", "2026-11-27 14:11", "people.csv"];

        Assert.Equal($"{row[0]}  Succeeded  2026-11-27 14:11  people.csv", table.Lines([row], room: 80).Last());
        Assert.Equal($"{row[0]}  Succeeded  2026-11-27 14:11", table.Lines([row], room: 60).Last());
        Assert.Equal($"{row[0]}  Succeeded", table.Lines([row], room: 40).Last());
    }

    [Fact]
    public void are_whole_in_a_file()
    {
        var title = new string('长', 200);

        Assert.Contains(title, Table.Lines([["1", title, "1"]], room: null).Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("red\u001b[31m", "red [31m")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("turned\u202eround", "turned round")]
    public void let_nothing_through_that_moves_the_terminal(string title, string shown) =>
        Assert.Contains(shown, Table.Lines([["1", title, "1"]], room: 80).Last(), StringComparison.Ordinal);
}

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

    [Fact]
    public async Task refuses_a_later_row_with_the_same_key_and_keeps_its_text()
    {
        await using var room = new LoadingRoom();
        var plan = Plan(room.File("id,name\n1,a\n2,b\n1,c\n1,d\n3,e\n"), ["id", "name"], ["id"]);

        var result = await room.Loaded(plan);

        Assert.Equal((5, 3, 2), (result.Read, result.Kept, result.Refused));
        Assert.Equal(["1|a", "2|b", "3|e"], await room.People("id, name"));
        Assert.Equal(["4|1,c|open", "5|1,d|open"], await room.Rows("select line, raw, state from refused_rows order by line"));
        Assert.Equal(["4|unique|id|1", "5|unique|id|1"], await room.Rows("select line, rule, item, value from refusals order by line"));
    }
}

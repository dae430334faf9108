using Xunit;
using static CityHub.DataCentre.Tests.Gathering.Loading.LoadingRoom;

namespace CityHub.DataCentre.Tests.Gathering.Loading;

public sealed class Starting_again
{
    private static readonly string[] Columns = ["id", "name"];

    private static string People => "id,name\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i:000},n{i}\n"));

    [Fact]
    public async Task builds_the_row_index_anew_from_the_table_when_it_is_lost()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File(People), Columns, ["id"]));
        await room.Packer.Pack("people", default);

        await room.Restart(whileClosed: () => Directory.Delete(Path.Combine(room.Folder, "row-index"), true));

        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal($"{i:000}|n{i}", room.Find($"{i:000}")));
        await room.Packer.Pack("people", default);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal($"{i:000}|n{i}", room.Find($"{i:000}")));
    }

    [Fact]
    public async Task goes_on_packing_where_it_was_stopped()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File(People), Columns, ["id"]));
        Assert.Equal(0, room.Tables.Entry("people")!.PackedRun);

        await room.Restart();
        room.Packer.Start();
        await room.Packed("people");

        Assert.Equal(1, room.Tables.Entry("people")!.PackedRun);
        Assert.Equal("007|n7", room.Find("007"));
    }

    [Fact]
    public async Task removes_files_and_tables_that_no_run_names()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File(People), Columns, ["id"]));
        await room.Tables.Execute("create table rows_999 as select 1 as x", [], default);
        var stray = Path.Combine(room.Folder, "row-index", "incoming", "999-x.sst");
        await File.WriteAllTextAsync(stray, "half a file", TestContext.Current.CancellationToken);

        await room.Restart();

        Assert.False(File.Exists(stray));
        Assert.Equal([room.Tables.Find("people")!.TableName], await room.Rows("select table_name from duckdb_tables() where table_name like 'rows_%'"));
    }

    [Fact]
    public async Task forgets_a_resource_that_was_dropped()
    {
        await using var room = new LoadingRoom();
        await room.Loaded(Plan(room.File("id,name\n1,a\n1,b\n"), Columns, ["id"]));

        await room.Tables.Drop("people", default);
        Assert.Null(room.Tables.Find("people"));
        Assert.Null(room.Find("1"));
        await room.Restart();

        Assert.Null(room.Tables.Find("people"));
        Assert.Empty(await room.Rows("select * from refused_rows"));
        Assert.Empty(await room.Rows("select * from retired"));
    }
}

using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using Xunit;

namespace CityHub.Storage.Tests.Tables;

/// <summary>What every table engine must answer; the DuckDB engine is the first.</summary>
public sealed class A_table_store : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-tables-").FullName;
    private readonly TableStore _store;

    public A_table_store()
    {
        _store = new TableStore(new HubSettings(_folder, _folder), new TableLimits(200, 2));
        _store.Recover();
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task takes_positional_parameters()
    {
        await using var reader = await _store.Read("select $2::integer - $1::integer, $3, $4::varchar", [1, 3, "张三", null], default);

        Assert.True(await reader.Data.ReadAsync());
        Assert.Equal((2, "张三", true), (reader.Data.GetInt32(0), reader.Data.GetString(1), reader.Data.IsDBNull(2)));
        Assert.False(await reader.Data.ReadAsync());
    }

    [Fact]
    public async Task streams_many_rows_to_several_readers_at_once()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 4).Select(async n =>
        {
            await using var reader = await _store.Read("select i from range($1) t(i)", [200_000 + n], default);
            long sum = 0;
            while (await reader.Data.ReadAsync())
            {
                sum += reader.Data.GetInt64(0);
            }

            return sum;
        }));

        Assert.Equal(Enumerable.Range(0, 4).Select(n => (200_000L + n) * (200_000 + n - 1) / 2), sums);
    }

    [Fact]
    public async Task tells_what_is_wrong_with_a_statement_and_goes_on()
    {
        await Assert.ThrowsAsync<TableException>(() => _store.Read("select nothing from nowhere", [], default));
        await Assert.ThrowsAsync<TableException>(() => _store.Execute("insert into nowhere values (1)", [], default));

        await using var reader = await _store.Read("select 1", [], default);
        Assert.True(await reader.Data.ReadAsync());
    }

    [Fact]
    public async Task tells_the_rows_that_a_statement_changed()
    {
        await _store.Execute("create table t as select i from range(10) t(i)", [], default);

        Assert.Equal(4, await _store.Execute("delete from t where i >= $1", [6], default));
    }

    [Fact]
    public void rolls_back_what_is_not_committed()
    {
        using (var work = _store.Begin())
        {
            work.Execute("create table t(i integer)");
        }

        using var after = _store.Begin();
        Assert.Throws<TableException>(() => after.Execute("insert into t values (1)"));
    }

    [Fact]
    public void takes_batches_from_several_threads()
    {
        using var work = _store.Begin();
        work.Execute($"create table t as select * from {TableWork.Batches}", new Counting(3, 10_000));

        Assert.Equal(3 * 10_000, work.Number("select count(*) from t"));
        Assert.Equal(3 * (10_000L * 9_999 / 2), work.Number("select sum(number)::bigint from t"));
        Assert.Equal(3 * 10_000, work.Number("select count(*) from t where text = 'number ' || number || ' and then some'"));
        Assert.Equal(3 * 5_000, work.Number("select count(*) from t where maybe is null"));
    }

    [Fact]
    public void lets_a_workers_exception_through_and_lives_on()
    {
        using (var work = _store.Begin())
        {
            var thrown = Assert.Throws<InvalidTimeZoneException>(
                () => work.Execute($"create table t as select * from {TableWork.Batches}", new Counting(2, 100_000, failAt: 50_000)));
            Assert.Equal("as planned", thrown.Message);
        }

        using var after = _store.Begin();
        Assert.Equal(1, after.Number("select 1"));
    }

    [Fact]
    public async Task forgets_tables_of_rows_that_no_run_made_visible()
    {
        await _store.Execute("create table rows_7 as select 1 as i", [], default);
        await _store.Execute("create table other as select 1 as i", [], default);

        _store.Recover();

        using var work = _store.Begin();
        Assert.Equal(["other"], work.Query("select table_name from duckdb_tables() where table_name in ('rows_7', 'other')").Select(r => r[0]));
        Assert.Null(_store.Find("anything"));
    }

    private sealed class Counting(int threads, int rows, int failAt = int.MaxValue) : IBatchSource
    {
        private int _workers;

        public IReadOnlyList<TableColumn> Columns { get; } =
            [new("number", new(ColumnKind.Integer)), new("text", new(ColumnKind.Text)), new("maybe", new(ColumnKind.Boolean))];

        public int Threads => threads;

        // The store may open fewer workers than it may; each takes a whole share until none is left.
        public IBatchWorker Open() => new Worker(this, rows, failAt);

        private sealed class Worker(Counting source, int rows, int failAt) : IBatchWorker
        {
            private int _next = int.MaxValue;

            public int Fill(in Batch batch)
            {
                if (_next >= rows)
                {
                    if (Interlocked.Increment(ref source._workers) > source.Threads)
                    {
                        return 0;
                    }

                    _next = 0;
                }

                var filled = 0;
                for (; filled < Batch.Capacity && _next < rows; filled++, _next++)
                {
                    if (_next == failAt)
                    {
                        throw new InvalidTimeZoneException("as planned");
                    }

                    batch.Set(0, filled, (long)_next);
                    batch.SetText(1, filled, System.Text.Encoding.UTF8.GetBytes($"number {_next} and then some"));
                    if (_next % 2 == 0)
                    {
                        batch.SetNull(2, filled);
                    }
                    else
                    {
                        batch.Set(2, filled, true);
                    }
                }

                return filled;
            }

            public void Dispose()
            {
                // Nothing of its own.
            }
        }
    }
}

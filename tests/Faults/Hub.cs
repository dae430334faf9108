using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityHub.Faults.Tests;

/// <summary>The engines on a data folder, started as the program starts them.</summary>
internal sealed class Hub : IAsyncDisposable
{
    public Hub(string folder)
    {
        var settings = new HubSettings(folder, folder);
        Tables = new TableStore(settings, new TableLimits(200, 2));
        Tables.Recover();
        Index = new RowIndex(settings, Tables);
        Packer = new Packer(Tables, Index, NullLogger<Packer>.Instance);
        Packer.Recover();
        Loader = new Loader(Tables, Index, Packer, new LoadLimits(1 << 16, 1 << 20, 2, 4096, 1));
    }

    public TableStore Tables { get; }

    public RowIndex Index { get; }

    public Packer Packer { get; }

    public Loader Loader { get; }

    /// <summary>A rule on the second column counts cells; the killed process dies in it.</summary>
    public static LoadPlan Plan(string runId, int run, string source, LoadMode mode, CellRule rule) => new(
        runId, run, "things", source, new((byte)',', (byte)'"', 1, false), 3,
        [.. new[] { "key", "name", "day" }.Select((c, i) => new LoadColumn(new(c, new(i == 2 ? ColumnKind.Date : ColumnKind.Text)), i, false))],
        ["key"], new([[], [rule], []], []), mode);

    public async ValueTask DisposeAsync()
    {
        await Packer.DisposeAsync();
        Index.Dispose();
        Tables.Dispose();
    }
}

/// <summary>Does something at the n-th cell.</summary>
internal sealed class CountingRule(long at, Action act) : CellRule("count", new Words("", ""), null)
{
    private long _cells;

    public override bool Holds(ReadOnlySpan<byte> cell)
    {
        if (Interlocked.Increment(ref _cells) == at)
        {
            act();
        }

        return !cell.StartsWith("bad"u8);
    }

    public override Words Explain(string value) => new("", "");
}

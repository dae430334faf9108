using System.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityHub.DataCentre.Tests.Gathering.Loading;

/// <summary>A loader over a data folder of its own, as the program would make it.</summary>
internal sealed class LoadingRoom : IAsyncDisposable
{
    private static readonly ColumnType Text = new(ColumnKind.Text);
    private int _files;

    public LoadingRoom(string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("cityhub-loading-").FullName;
        Open();
    }

    public string Folder { get; }

    public TableStore Tables { get; private set; } = null!;

    public RowIndex Index { get; private set; } = null!;

    public Packer Packer { get; private set; } = null!;

    /// <summary>Tiny blocks and segments, so that borders are crossed all the time.</summary>
    public LoadLimits Limits { get; set; } = new(97, 1 << 20, 2, 8, 1);

    public static CsvDialect Csv { get; } = new((byte)',', (byte)'"', 1, false);

    public Loader Loader => new(Tables, Index, Packer, Limits);

    public static LoadColumn Column(string name, int ordinal, ColumnType? type = null, bool required = false) => new(new(name, type ?? Text), ordinal, required);

    /// <summary>All text columns, in the order of the file.</summary>
    public static LoadPlan Plan(string path, string[] columns, string[] key, LoadMode mode = LoadMode.Replace, int run = 1) => new(
        Id.New(), run, "people", path, Csv, columns.Length, [.. columns.Select((c, i) => Column(c, i))], key, RuleSet.None(columns.Length), mode);

    public string File(string text) => File(Encoding.UTF8.GetBytes(text));

    public string File(byte[] bytes)
    {
        var path = Path.Combine(Folder, $"source-{++_files}.csv");
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public Task<Outcome<LoadResult>> Load(LoadPlan plan, Func<Task<Fault?>>? mayCommit = null, CancellationToken ct = default) =>
        Loader.Load(plan, new Progress<LoadProgress>(), mayCommit ?? (() => Task.FromResult<Fault?>(null)), ct);

    public async Task<LoadResult> Loaded(LoadPlan plan) => (await Load(plan)).Value;

    public async Task<Fault> Refused(LoadPlan plan, Func<Task<Fault?>>? mayCommit = null) => (await Load(plan, mayCommit)).Fault!;

    /// <summary>A query's rows; each value as text, ∅ for NULL, joined by '|'.</summary>
    public async Task<List<string>> Rows(string sql)
    {
        await using var reader = await Tables.Read(sql, [], default);
        var rows = new List<string>();
        while (await reader.Data.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.Data.FieldCount)
                .Select(i => reader.Data.IsDBNull(i) ? "∅" : Convert.ToString(reader.Data.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>The people in order of their lines.</summary>
    public Task<List<string>> People(string columns) => Rows($"select {columns} from {Tables.Find("people")!.TableName} order by _run, _line");

    /// <summary>What the index answers; null for nothing.</summary>
    public string? Find(string key)
    {
        if (!Index.TryFind("people", Encoding.UTF8.GetBytes(key), out var row))
        {
            return null;
        }

        using (row)
        {
            var fields = new List<string>();
            for (var i = 0; i < row.Count; i++)
            {
                var text = row.Field(i, out var isNull);
                fields.Add(isNull ? "∅" : Encoding.UTF8.GetString(text));
            }

            return string.Join('|', fields);
        }
    }

    /// <summary>Closes everything and starts again on the same folder.</summary>
    public async Task Restart(Action? whileClosed = null)
    {
        await Close();
        whileClosed?.Invoke();
        Open();
    }

    /// <summary>Waits until the packer is through with a resource.</summary>
    public async Task Packed(string resource)
    {
        while (Tables.Entry(resource) is { } entry && entry.PackedRun < entry.Visible.LastRun)
        {
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        Directory.Delete(Folder, true);
    }

    private void Open()
    {
        var settings = new HubSettings(Folder, Folder);
        Tables = new TableStore(settings, new TableLimits(200, 2));
        Tables.Recover();
        Index = new RowIndex(settings, Tables);
        Packer = new Packer(Tables, Index, NullLogger<Packer>.Instance);
        Packer.Recover();
    }

    private async Task Close()
    {
        await Packer.DisposeAsync();
        Index.Dispose();
        Tables.Dispose();
    }
}

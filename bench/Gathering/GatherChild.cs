using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Quality.Standards;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityHub.Bench.Gathering;

/// <summary>What one measured process does; it prints its seconds and its peak of memory.</summary>
internal static class GatherChild
{
    internal static readonly InformationItem[] People =
    [
        new("公民身份号码", "id_number", ItemType.Character, 18, Key: true, Required: true, DataElement: "DE01001"),
        new("姓名", "name", ItemType.Character, 50, Required: true, DataElement: "DE01002"),
        new("性别", "sex", ItemType.Character, 1, Required: true, DataElement: "DE01003"),
        new("出生日期", "birth_date", ItemType.Date, Required: true, DataElement: "DE01004"),
        new("民族", "nationality", ItemType.Character, 2, DataElement: "DE01005"),
        new("学历", "education", ItemType.Character, 2, DataElement: "DE01007"),
        new("婚姻状况", "marital_status", ItemType.Character, 2, DataElement: "DE01006"),
        new("区县代码", "division", ItemType.Character, 6, DataElement: "DE03001"),
        new("乡镇街道代码", "township", ItemType.Character, 9, DataElement: "DE03003"),
        new("居住地址", "address", ItemType.Character, 200, DataElement: "DE03005"),
        new("联系电话", "phone", ItemType.Character, 20, DataElement: "DE01012"),
        new("登记日期", "registered_on", ItemType.Date, DataElement: "DE04008"),
    ];

    public static int Baseline(string file, string database)
    {
        var clock = Stopwatch.StartNew();
        using (var connection = new DuckDBConnection($"Data Source={database}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            var columns = string.Join(", ", People.Select(i => $"'{i.Column}': '{TableText.TypeOf(i.ColumnType)}'"));
            command.CommandText = file.EndsWith(".ndjson", StringComparison.Ordinal)
                ? $"create table people as select * from read_json('{file}', format = 'newline_delimited', columns = {{{columns}}})"
                : $"create table people as select * from read_csv('{file}', header = true, delim = ',', quote = '\"', columns = {{{columns}}})";
            command.ExecuteNonQuery();
            command.CommandText = "checkpoint";
            command.ExecuteNonQuery();
        }

        return Say(clock, "");
    }

    public static async Task<int> Ours(string file, string folder, string reference)
    {
        var clock = Stopwatch.StartNew();
        var settings = new HubSettings(Directory.CreateDirectory(folder).FullName, reference);
        var rules = RuleCompiler.Compile(People, new StandardsLibrary(reference));
        using var tables = new TableStore(settings, TableLimits.Default);
        tables.Recover();
        using var index = new RowIndex(settings, tables);
        var packer = new Packer(tables, index, NullLogger<Packer>.Instance);
        var phases = new Phases(clock);
        var loader = new Loader(tables, index, packer, LoadLimits.Default);
        var (path, dialect, fields, ordinals) = await Acquired(file, settings);
        phases.Note("acquired");
        var outcome = await loader.Load(Plan(path, dialect, fields, ordinals, rules), phases, () => Task.FromResult<Fault?>(null), CancellationToken.None);
        if (outcome.Fault is { } fault)
        {
            Console.Error.WriteLine(fault);
            return 1;
        }

        phases.Note("loaded");
        await Checkpoint(tables);
        var result = outcome.Value;
        var end = Say(clock, string.Create(CultureInfo.InvariantCulture, $"kept {result.Kept}, refused {result.Refused} ({string.Join(", ", result.RefusedByRule.OrderBy(r => r.Key).Select(r => $"{r.Key} {r.Value}"))}); {phases}"));
        if (Environment.GetEnvironmentVariable("CITYHUB_BENCH_PACK") is not null)
        {
            clock.Restart();
            await packer.Pack("people", CancellationToken.None);
            var peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            Console.Error.WriteLine($"packed in {clock.Elapsed.TotalSeconds:0.0} s; {peak}");
        }

        await packer.DisposeAsync();
        return end;
    }

    internal static LoadPlan Plan(string file, RuleSet rules) => Plan(file, new((byte)',', (byte)'"', 1, false), People.Length, [.. Enumerable.Range(0, People.Length)], rules);

    private static LoadPlan Plan(string path, CsvDialect dialect, int fields, int[] ordinals, RuleSet rules) => new(
        Id.New(), 1, "people", path, dialect, fields,
        [.. People.Select((item, i) => new LoadColumn(new(item.Column, item.ColumnType), ordinals[i], item.Required))], ["id_number"], rules, LoadMode.Replace);

    /// <summary>The way of a run: a CSV file is loaded where it lies, lines of JSON are cut into a copy first.</summary>
    private static async Task<(string Path, CsvDialect Dialect, int Fields, int[] Ordinals)> Acquired(string file, HubSettings settings)
    {
        if (!file.EndsWith(".ndjson", StringComparison.Ordinal))
        {
            return (file, new((byte)',', (byte)'"', 1, false), People.Length, [.. Enumerable.Range(0, People.Length)]);
        }

        var options = new GatheringOptions();
        var acquired = await new Acquire(new Spool(settings, options), new NoneGuarded(), options)
            .File(new Source(Path.GetFileName(file), file, false, null, SourceForm.Open), Path.Combine(settings.DataFolder, "copy"), everyLine: false, null, CancellationToken.None);
        return (acquired.Value.Path, acquired.Value.Dialect, acquired.Value.Header.Count, [.. People.Select(i => MatchColumns.ByName(i, acquired.Value.Header).Ordinal)]);
    }

    /// <summary>The rows of a CSV file as objects, one a line; made once. Every value is text, as codes and dates are; an empty one is left out.</summary>
    public static string AsLines(string csv)
    {
        var lines = Path.ChangeExtension(csv, ".ndjson");
        if (File.Exists(lines))
        {
            return lines;
        }

        using (var to = File.Create(lines + ".part"))
        using (var reader = new CsvReader(File.OpenRead(csv), new((byte)',', (byte)'"', 1, false)))
        using (var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            while (reader.Read())
            {
                if (reader.Record == 1 || reader.Blank)
                {
                    continue;
                }

                json.WriteStartObject();
                for (var i = 0; i < Math.Min(reader.Count, People.Length); i++)
                {
                    if (reader[i].Length > 0)
                    {
                        json.WriteString(People[i].Column, reader[i]);
                    }
                }

                json.WriteEndObject();
                json.Flush();
                json.Reset();
                to.WriteByte((byte)'\n');
            }
        }

        File.Move(lines + ".part", lines);
        return lines;
    }

    internal static async Task Checkpoint(TableStore tables)
    {
        await using var reader = await tables.Read("checkpoint", [], CancellationToken.None);
    }

    private static int Say(Stopwatch clock, string note)
    {
        var seconds = clock.Elapsed.TotalSeconds;
        var peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Console.WriteLine(JsonSerializer.Serialize(new GatherBench.Measured(
            seconds, Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds, long.Parse(peak.Trim('\t'), CultureInfo.InvariantCulture) * 1024, note)));
        return 0;
    }

    /// <summary>When each phase began, s.</summary>
    private sealed class Phases(Stopwatch clock) : IProgress<LoadProgress>
    {
        private readonly List<string> _seen = [];
        private LoadPhase? _last;

        public void Report(LoadProgress value)
        {
            if (value.Phase != _last)
            {
                _last = value.Phase;
                Note(value.Phase.ToString());
            }
        }

        public void Note(string what)
        {
            lock (_seen)
            {
                _seen.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {clock.Elapsed.TotalSeconds:0.0}"));
            }
        }

        public override string ToString()
        {
            lock (_seen)
            {
                return string.Join(", ", _seen);
            }
        }
    }
}

/// <summary>A bench gathers only files that CityHub did not write.</summary>
internal sealed class NoneGuarded : IGuardedFiles
{
    public Task Remember(string fingerprint, long bytes, IReadOnlyList<string> masked, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<string>?> Wrote(string path, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>?>(null);
}

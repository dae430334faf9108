using System.Diagnostics;
using System.Globalization;
using CityHub.Bench.Gathering;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Quality.Profiling;
using CityHub.DataCentre.Quality.Standards;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityHub.Bench.Quality;

/// <summary>What the profile of the columns costs, as a share of the load whose rows it looks at. Each round loads into an empty folder first.</summary>
internal static class ProfileBench
{
    private const double Limit = 0.2;

    public static async Task<int> Run(string[] options)
    {
        var rows = long.Parse(GatherBench.Option(options, "--rows") ?? "10000000", CultureInfo.InvariantCulture);
        var rounds = int.Parse(GatherBench.Option(options, "--rounds") ?? "3", CultureInfo.InvariantCulture);
        var folder = GatherBench.Option(options, "--folder") ?? Path.Combine(Path.GetTempPath(), "cityhub-bench");
        var reference = Path.GetFullPath(GatherBench.Option(options, "--reference") ?? Path.Combine(AppContext.BaseDirectory, "reference"));
        if (!GatherBench.Generated(rows, folder, reference, out var file, out _))
        {
            return 1;
        }

        Console.WriteLine($"{rows:N0} rows, {GatherChild.People.Length} columns; {Environment.ProcessorCount} processors");
        Console.WriteLine("| round | load s | profile s | ratio | load cpu s | profile cpu s | cpu ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var ratios = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var data = Path.Combine(folder, "profiled");
            var (load, profile) = await Once(file, data, reference);
            Directory.Delete(data, true);
            ratios.Add(profile.Seconds / load.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {load.Seconds:0.00} | {profile.Seconds:0.00} | {ratios[^1]:0.00} | {load.Processor:0.00} | {profile.Processor:0.00} | {profile.Processor / load.Processor:0.00} |"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {ratios[ratios.Count / 2]:0.00} (limit {Limit})"));
        return ratios[ratios.Count / 2] <= Limit ? 0 : 1;
    }

    private static async Task<((double Seconds, double Processor) Load, (double Seconds, double Processor) Profile)> Once(string file, string data, string reference)
    {
        var settings = new HubSettings(Directory.CreateDirectory(data).FullName, reference);
        var rules = RuleCompiler.Compile(GatherChild.People, new StandardsLibrary(reference));
        using var tables = new TableStore(settings, TableLimits.Default);
        tables.Recover();
        using var index = new RowIndex(settings, tables);
        await using var packer = new Packer(tables, index, NullLogger<Packer>.Instance);
        var load = await Timed(async () =>
        {
            var outcome = await new Loader(tables, index, packer, LoadLimits.Default).Load(
                GatherChild.Plan(file, rules), new Progress<LoadProgress>(), () => Task.FromResult<Fault?>(null), CancellationToken.None);
            _ = outcome.Value;
            await GatherChild.Checkpoint(tables);
        });
        var table = tables.Find("people")!;
        var profile = await Timed(() => new ProfileTable(tables, new ResourceProfiles(tables)).Of(GatherChild.People, table, CancellationToken.None));
        return (load, profile);
    }

    private static async Task<(double Seconds, double Processor)> Timed(Func<Task> act)
    {
        var (clock, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await act();
        return (clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
    }
}

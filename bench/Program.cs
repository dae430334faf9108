using CityHub.Bench.Catalogue;
using CityHub.Bench.Gathering;
using CityHub.Bench.Quality;
using CityHub.Bench.Search;
using CityHub.Bench.Serving;

// Figures and the commands that made them: RESULTS.md.
return args switch
{
    ["gather", .. var options] => GatherBench.Run(options),
    ["ndjson", .. var options] => GatherBench.Run(options, ndjson: true),
    ["gather-baseline", var file, var database] => GatherChild.Baseline(file, database),
    ["gather-ours", var file, var folder, var reference] => await GatherChild.Ours(file, folder, reference),
    ["profile", .. var options] => await ProfileBench.Run(options),
    ["lookup", .. var options] => await LookUpBench.Run(Number(options, "--rows", 1_000_000), (int)Number(options, "--rounds", 5), (int)Number(options, "--seconds", 5)),
    ["groupby", .. var options] => await GroupByBench.Run(Number(options, "--rows", 10_000_000), (int)Number(options, "--rounds", 15)),
    ["search", .. var options] => await SearchBench.Run((int)Number(options, "--entries", 200_000), (int)Number(options, "--rounds", 50), (int)Number(options, "--seconds", 10)),
    ["pages", .. var options] => await PagesBench.Run(Number(options, "--rows", 1_000_000), (int)Number(options, "--rounds", 100)),
    ["import", .. var options] => await ImportBench.Run((int)Number(options, "--entries", 10_000), (int)Number(options, "--items", 8), (int)Number(options, "--rounds", 3)),
    _ => Usage(),
};

static long Number(string[] options, string name, long otherwise) =>
    Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? long.Parse(options[at + 1].Replace("_", "", StringComparison.Ordinal), null) : otherwise;

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- gather [--rows N] [--rounds N] [--folder DIR] [--reference DIR]\n       ... -- ndjson [the same]\n       ... -- profile [--rows N] [--rounds N] [--folder DIR] [--reference DIR]\n       ... -- lookup [--rows N] [--rounds N] [--seconds N]\n       ... -- groupby [--rows N] [--rounds N]\n       ... -- search [--entries N] [--rounds N] [--seconds N]\n       ... -- pages [--rows N] [--rounds N]\n       ... -- import [--entries N] [--items N] [--rounds N]");
    return 2;
}

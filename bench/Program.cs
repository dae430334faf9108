using CityHub.Bench.Gathering;

// Figures and the commands that made them: RESULTS.md.
return args switch
{
    ["gather", .. var options] => GatherBench.Run(options),
    ["gather-baseline", var file, var database] => GatherChild.Baseline(file, database),
    ["gather-ours", var file, var folder, var reference] => await GatherChild.Ours(file, folder, reference),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- gather [--rows N] [--rounds N] [--folder DIR] [--reference DIR]");
    return 2;
}

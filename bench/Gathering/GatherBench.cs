using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CityHub.SampleCity;

namespace CityHub.Bench.Gathering;

/// <summary>
/// Gathering with all rules, refused rows, duplicates and the row index, against DuckDB's own load of the same rows without defects. Each in
/// a process of its own and a clean folder, by turns; a ratio is formed inside a round.
/// </summary>
internal static class GatherBench
{
    internal sealed record Measured(double Seconds, double ProcessorSeconds, long PeakBytes, string Note);

    /// <param name="ndjson">The same people as objects, one a line, against DuckDB's reader of such files.</param>
    public static int Run(string[] options, bool ndjson = false)
    {
        var rows = long.Parse(Option(options, "--rows") ?? (ndjson ? "2000000" : "10000000"), CultureInfo.InvariantCulture);
        var rounds = int.Parse(Option(options, "--rounds") ?? "5", CultureInfo.InvariantCulture);
        var folder = Option(options, "--folder") ?? Path.Combine(Path.GetTempPath(), "cityhub-bench");
        var reference = Path.GetFullPath(Option(options, "--reference") ?? Path.Combine(AppContext.BaseDirectory, "reference"));
        if (!Generated(rows, folder, reference, out var file, out var clean))
        {
            return 1;
        }

        if (ndjson)
        {
            (file, clean) = (GatherChild.AsLines(file), GatherChild.AsLines(clean));
        }

        Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1e9:0.00} GB; {Environment.ProcessorCount} processors");
        Console.WriteLine("| round | DuckDB s | ours s | ratio | DuckDB cpu s | ours cpu s | cpu ratio | DuckDB peak GB | ours peak GB | ours |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        var ratios = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            // By turns who goes first, so that neither profits from the other's page cache.
            Measured baseline, ours;
            if (round % 2 == 1)
            {
                baseline = Baseline(folder, clean);
                ours = Ours(folder, file, reference);
            }
            else
            {
                ours = Ours(folder, file, reference);
                baseline = Baseline(folder, clean);
            }

            ratios.Add(ours.Seconds / baseline.Seconds);
            Console.WriteLine($"| {round} | {baseline.Seconds:0.0} | {ours.Seconds:0.0} | {ratios[^1]:0.00} | {baseline.ProcessorSeconds:0.0} | {ours.ProcessorSeconds:0.0} | {ours.ProcessorSeconds / baseline.ProcessorSeconds:0.00} | {baseline.PeakBytes / 1e9:0.00} | {ours.PeakBytes / 1e9:0.00} | {ours.Note} |");
        }

        ratios.Sort();
        Console.WriteLine($"median ratio {ratios[ratios.Count / 2]:0.00} (from {ratios[0]:0.00} to {ratios[^1]:0.00}, n = {ratios.Count})");
        return 0;
    }

    /// <summary>The people as a file, and its clean twin; made when they are not there.</summary>
    internal static bool Generated(long rows, string folder, string reference, out string file, out string clean)
    {
        Directory.CreateDirectory(folder);
        (file, clean) = (Path.Combine(folder, $"people-{rows}.csv"), Path.Combine(folder, $"people-{rows}-clean.csv"));
        if (File.Exists(file) && File.Exists(clean))
        {
            return true;
        }

        Console.WriteLine($"generating {rows:N0} people ...");
        var made = SampleCommand.Run(new(rows, file + ".part", reference, Clean: clean + ".part", Planted: file + ".planted.json"));
        if (made.Fault is { } fault)
        {
            Console.Error.WriteLine(fault.Detail ?? fault.Title);
            return false;
        }

        File.Move(file + ".part", file);
        File.Move(clean + ".part", clean);
        return true;
    }

    private static Measured Baseline(string folder, string clean)
    {
        var database = Path.Combine(folder, "baseline.duckdb");
        File.Delete(database);
        var measured = Child("gather-baseline", clean, database);
        File.Delete(database);
        return measured;
    }

    private static Measured Ours(string folder, string file, string reference)
    {
        var data = Path.Combine(folder, "hub");
        if (Directory.Exists(data))
        {
            Directory.Delete(data, true);
        }

        var measured = Child("gather-ours", file, data, reference);
        Directory.Delete(data, true);
        return measured;
    }

    private static Measured Child(params string[] arguments)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<Measured>(output)! : throw new InvalidOperationException($"{arguments[0]}: {output}");
    }

    internal static string? Option(string[] options, string name) =>
        Array.IndexOf(options, name) is var i and >= 0 && i + 1 < options.Length ? options[i + 1] : null;
}

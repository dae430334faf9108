using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CityHub.Bench.Serving;

/// <summary>Pages of 50 rows as the console asks for them, over HTTP, signed in and audited: first, deep, ordered, filtered.</summary>
internal static class PagesBench
{
    private const double LimitMs = 100;

    private static readonly (string Name, string Query, int Deep)[] Asked =
    [
        ("first page", "limit=50", 1),
        ("100 pages on", "limit=50", 100),
        ("ordered by a number, falling", "limit=50&order=income.desc", 1),
        ("ordered by a date, 20 pages on", "limit=50&order=born", 20),
        ("one division of 342", "limit=50&division=500203", 1),
        ("a range of numbers, ordered by time", "limit=50&income=gt.80000&order=registered.desc", 1),
    ];

    public static async Task<int> Run(long rows, int rounds)
    {
        await using var hub = await ServingBench.Start(rows);
        using var http = new HttpClient { BaseAddress = new Uri(hub.Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await hub.Token());
        Console.WriteLine("| page | median ms | p95 ms |\n|---|---|---|");
        var slowest = 0.0;
        foreach (var (name, query, deep) in Asked)
        {
            var path = $"/api/v1/resources/{hub.Code}/rows?{query}";
            var at = path;
            for (var page = 1; page < deep; page++)
            {
                at = $"{path}&cursor={Uri.EscapeDataString((string)JsonNode.Parse(await http.GetStringAsync(at))!["next"]!)}";
            }

            var times = new List<double>();
            for (var i = -3; i < rounds; i++)
            {
                var watch = Stopwatch.StartNew();
                await http.GetByteArrayAsync(at);
                if (i >= 0)
                {
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }
            }

            times.Sort();
            var tail = times[(int)(times.Count * 0.95)];
            slowest = Math.Max(slowest, tail);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {LookUpBench.Median(times):0.0} | {tail:0.0} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {rounds} requests each; slowest p95 {slowest:0.0} ms (limit {LimitMs})"));
        return slowest < LimitMs ? 0 : 1;
    }
}

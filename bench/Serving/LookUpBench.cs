using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityHub.Storage.RowIndex;

namespace CityHub.Bench.Serving;

/// <summary>
/// Look-up through the governed API (token, right, mask, durable audit; POST) against a bare minimal API (GET) that only looks up in the
/// same index and writes the same 12 fields. Both in one process, driven in turn by wrk.
/// </summary>
internal static partial class LookUpBench
{
    public static async Task<int> Run(long rows, int rounds, int seconds)
    {
        await using var hub = await ServingBench.Start(rows);
        var token = await hub.Token();
        await using var bare = await Bare(hub);
        var folder = Directory.CreateTempSubdirectory("cityhub-wrk-").FullName;
        // One key in a hundred is nobody's.
        var spread = rows + (rows / 100);
        var governed = await Script(folder, "governed.lua", $$"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.headers["Authorization"] = "Bearer {{token}}"
            request = function() return wrk.format(nil, nil, nil, string.format('{"key":"500103%012d"}', math.random(0, {{spread - 1}}) * 13)) end
            """);
        var plain = await Script(folder, "bare.lua", $$"""
            request = function() return wrk.format("GET", string.format("/people/500103%012d", math.random(0, {{spread - 1}}) * 13)) end
            """);
        var url = $"{hub.Address}/api/v1/resources/{hub.Code}/lookup";
        var bareUrl = bare.Urls.First() + "/people/x";
        Wrk(plain, bareUrl, 3);
        Wrk(governed, url, 3);

        var ratios = new List<double>();
        var tails = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var b = Wrk(plain, bareUrl, seconds);
            var g = Wrk(governed, url, seconds);
            ratios.Add(g.PerSecond / b.PerSecond);
            tails.Add(g.P99);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: bare {b.PerSecond:N0}/s p99 {b.P99:0.0} ms; governed {g.PerSecond:N0}/s p99 {g.P99:0.0} ms; ratio {ratios[^1]:0.00}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {Median(ratios):0.00} (limit 0.55), median p99 {Median(tails):0.0} ms (limit 10)"));
        Directory.Delete(folder, recursive: true);
        return Median(ratios) >= 0.55 && Median(tails) < 10 ? 0 : 1;
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task<WebApplication> Bare(ServingBench hub)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var index = hub.App.Services.GetRequiredService<IRowIndex>();
        var id = hub.Resource.Id;
        var names = hub.Resource.Items.Select(i => JsonEncodedText.Encode(i.Column)).ToArray();
        app.MapGet("/people/{key}", (string key, HttpContext context) =>
        {
            Span<byte> bytes = stackalloc byte[64];
            if (!index.TryFind(id, bytes[..Encoding.UTF8.GetBytes(key, bytes)], out var row))
            {
                context.Response.StatusCode = 404;
                return;
            }

            using (row)
            {
                context.Response.ContentType = "application/json";
                using var json = new Utf8JsonWriter(context.Response.BodyWriter);
                json.WriteStartObject();
                for (var i = 0; i < names.Length; i++)
                {
                    var text = row.Field(i, out var isNull);
                    json.WritePropertyName(names[i]);
                    if (isNull)
                    {
                        json.WriteNullValue();
                    }
                    else
                    {
                        json.WriteStringValue(text);
                    }
                }

                json.WriteEndObject();
            }
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<string> Script(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private static (double PerSecond, double P99) Wrk(string script, string url, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c64", $"-d{seconds}s", "--latency", "-s", script, url]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("wrk (Debian package) is needed");
        var text = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        var rate = Rate.Match(text);
        var tail = Tail.Match(text);
        if (!rate.Success || !tail.Success)
        {
            throw new InvalidOperationException(text);
        }

        var unit = tail.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
        return (double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(tail.Groups[1].Value, CultureInfo.InvariantCulture) * unit);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate { get; }

    [GeneratedRegex(@"99%\s+([0-9.]+)(us|ms|s)")]
    private static partial Regex Tail { get; }
}

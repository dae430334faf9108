using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.Host.Hub;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Bench.Search;

/// <summary>Search over a large catalogue: in the engine, one query after the other, every facet counted; over HTTP by wrk; and the counts against a plain count.</summary>
internal static partial class SearchBench
{
    private static readonly (string Name, string[] Typed)[] Classes =
    [
        ("two characters", ["医院", "学校", "人口", "公园", "企业", "许可", "处罚", "水质", "空气", "噪声", "公交", "电梯", "桥梁", "河流", "水库", "耕地", "婚姻", "殡葬", "专利", "信访"]),
        ("two characters, in most entries", ["信息", "机构", "统计", "登记", "名称"]),
        ("phrases", ["人口普查", "行政处罚", "食品经营许可", "渝中区医院", "长寿区公园名录", "危险化学品登记信息", "住房公积金年度汇总", "高新技术企业"]),
        ("pinyin", ["yiyuan", "renkou", "xuexiao", "shuizhi", "xingzhengchufa", "chongqing", "changshou", "gongjiaoxianlu"]),
        ("initials", ["yy", "rk", "xx", "rkpc", "xzcf", "spjy", "gjxl", "zfgjj"]),
        ("narrowed by two filters", ["医院", "许可", "信息", "登记"]),
    ];

    public static async Task<int> Run(int entries, int rounds, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-search-bench-").FullName;
        var data = new DataFolder(folder);
        using var owner = data.TryOwn()!;
        var made = await Fill(data, entries);
        var clock = Stopwatch.StartNew();
        var app = HubServer.Build(new HubOptions(data, "127.0.0.1", 0, null));
        await HubServer.StartUp(app, default);
        var opened = clock.Elapsed;
        await app.StartAsync();
        Console.WriteLine($"{entries:N0} entries: index built in {(clock.Elapsed - opened).TotalSeconds:0.0} s, {Size(Path.Combine(folder, "search")) >> 20} MB");

        var right = await Check(app, made);
        var drawn = Drawn(made, 60_000);
        made = null; // a hub does not hold the catalogue in memory a second time
        GC.Collect();
        var engine = await Engine(app, rounds);
        var typed = Classes.SelectMany(c => c.Typed).ToList();
        var fresh = await Http(app, seconds, "each words that nobody asked for", drawn, "20");
        var recounted = await Http(app, seconds, "the same words, each time another page length", typed, "10 + pass % 40");
        var asked = await Http(app, seconds, "asked before", typed, "20");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"worst p95 over HTTP: {fresh:0.0} ms for words that nobody asked for, {recounted:0.0} ms for the common words counted anew, {asked:0.0} ms when others asked"));
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        return right && engine < 5 && Math.Max(recounted, Math.Max(fresh, asked)) < 25 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Entry>> Fill(DataFolder data, int entries)
    {
        await using var app = HubServer.Build(new HubOptions(data, null, 0, null));
        await HubServer.StartUp(app, default);
        var tree = app.Services.GetRequiredService<IOrganisations>();
        var departments = tree.Within(tree.Root.Path).Where(o => o.Kind == OrganisationKind.Department).ToList();
        var areas = departments.Select(d => d.DivisionCode).Distinct().ToDictionary(code => code, code => tree.Find(code)!.Name.Zh);
        var made = MadeCatalogue.Of(entries, departments, areas).ToList();
        foreach (var batch in made.Chunk(10_000))
        {
            await using var db = await app.Services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
            db.AddRange(batch.Select(EntryRows.New));
            await db.SaveChangesAsync();
        }

        return made;
    }

    private static async Task<double> Engine(WebApplication app, int rounds)
    {
        var search = app.Services.GetRequiredService<ISearch>();
        var all = new List<double>();
        foreach (var (name, typed) in Classes)
        {
            var times = new List<double>();
            var hits = new List<int>();
            for (var round = -20; round < rounds; round++) // the first ones warm up
            {
                foreach (var request in typed.Select((t, i) => Request(name, t, i)))
                {
                    var begun = Stopwatch.GetTimestamp();
                    var page = (await search.Find(request, Caller.Anonymous, default)).Value;
                    var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                    if (round >= 0)
                    {
                        times.Add(took);
                        hits.Add(page.Total);
                    }
                }
            }

            all.AddRange(times);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {hits.Average():N0} | {At(times, 0.5):0.00} | {At(times, 0.95):0.00} | {At(times, 0.99):0.00} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| all | | {At(all, 0.5):0.00} | **{At(all, 0.95):0.00}** | {At(all, 0.99):0.00} |"));
        return At(all, 0.95);
    }

    // A moment after which something was published is part of no question that is kept: every search here is a search.
    private static SearchRequest Request(string name, string typed, int at) => new(typed)
    {
        PublishedAfterUtc = DateTimeOffset.MinValue,
        Kinds = [CatalogueSearchSource.OfKind], Count = Facets, Limit = 20,
        Filters = name.StartsWith("narrowed", StringComparison.Ordinal)
            ? new Dictionary<string, IReadOnlyList<string>> { ["district"] = [at % 2 == 0 ? "500103" : "500115"], ["sharing"] = ["unconditional"] }
            : new Dictionary<string, IReadOnlyList<string>>(),
    };

    private static string[] Facets => [.. CatalogueFacets.OfPortal.Union(CatalogueFacets.OfConsole)];

    // Words without synonyms, so that a plain search of the texts finds the same entries.
    private static async Task<bool> Check(WebApplication app, IReadOnlyList<Entry> made)
    {
        var (search, tree) = (app.Services.GetRequiredService<ISearch>(), app.Services.GetRequiredService<IOrganisations>());
        var compared = 0;
        foreach (var typed in (string[])["", "桥梁", "统计", "信息", "文物保护", "长寿", "水库名录"])
        {
            foreach (var filters in FilterSets)
            {
                var page = (await search.Find(new(typed) { Kinds = [CatalogueSearchSource.OfKind], Count = Facets, Filters = filters }, Caller.Anonymous, default)).Value;
                var facets = made.Where(e => Holds(e, typed, tree)).Select(e => CatalogueFacets.Of(EntryContent.Of(e.Resource), e.Resource.Code, e.Resource.ProviderPath, "published")).ToList();
                if (page.Total != facets.Count(f => Kept(f, filters, null)))
                {
                    Console.WriteLine($"WRONG total for '{typed}': {page.Total}");
                    return false;
                }

                foreach (var facet in Facets)
                {
                    var expected = facets.Where(f => Kept(f, filters, facet)).SelectMany(f => f[facet]).CountBy(v => v).ToDictionary();
                    compared += expected.Count;
                    if (!page.Facets[facet].ToDictionary(c => c.Value, c => c.Count).OrderBy(c => c.Key).SequenceEqual(expected.OrderBy(c => c.Key)))
                    {
                        Console.WriteLine($"WRONG {facet} for '{typed}'");
                        return false;
                    }
                }
            }
        }

        Console.WriteLine($"facets: {compared:N0} counts equal a plain count");
        return true;
    }

    private static IReadOnlyList<Dictionary<string, IReadOnlyList<string>>> FilterSets { get; } =
    [
        [],
        new() { ["theme"] = ["医疗卫生", "交通运输"] },
        new() { ["theme"] = ["生态环境"], ["district"] = ["500103"], ["open"] = ["true"] },
        new() { ["format"] = ["CSV"], ["cycle"] = ["daily", "monthly"], ["grade"] = ["1"] },
    ];

    private static bool Holds(Entry entry, string typed, IOrganisations tree)
    {
        var r = entry.Resource;
        return r.Title.Contains(typed, StringComparison.Ordinal) || r.Summary.Contains(typed, StringComparison.Ordinal) || r.Theme.Contains(typed, StringComparison.Ordinal)
            || tree.Find(r.Provider)!.Name.Zh.Contains(typed, StringComparison.Ordinal) || r.Items.Any(i => i.Name.Contains(typed, StringComparison.Ordinal));
    }

    private static bool Kept(Dictionary<string, IReadOnlyList<string>> values, Dictionary<string, IReadOnlyList<string>> filters, string? except) =>
        filters.All(f => f.Key == except || f.Value.Intersect(values[f.Key]).Any());

    // Two to four characters anywhere in a title: a stretch comes as likely as the catalogue holds it. None twice.
    private static List<string> Drawn(IReadOnlyList<Entry> made, int most)
    {
        var random = new Random(135);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (var tries = 0; tries < most * 20 && drawn.Count < most; tries++)
        {
            var title = made[random.Next(made.Count)].Resource.Title;
            var length = Math.Min(title.Length, random.Next(2, 5));
            drawn.Add(title.Substring(random.Next(title.Length - length + 1), length));
        }

        return [.. drawn];
    }

    /// <param name="typed">Asked in turn.</param>
    /// <param name="limit">Length of the page: Lua, in which <c>pass</c> counts the turns.</param>
    private static async Task<double> Http(WebApplication app, int seconds, string name, List<string> typed, string limit)
    {
        var address = app.Urls.First(u => !u.Contains("unix", StringComparison.Ordinal));
        var script = Path.Combine(Path.GetTempPath(), $"cityhub-search-{Environment.ProcessId}.lua");
        var worst = 0.0;
        for (var round = 0; round <= 3; round++)
        {
            // Each round goes through a part of its own, so that what is asked for once is.
            var part = typed.Count < 1000 ? typed : [.. typed.Skip(round * typed.Count / 4).Take(typed.Count / 4)];
            await File.WriteAllTextAsync(script, $$"""
            local queries = { {{string.Join(", ", part.Select(t => $"\"{Uri.EscapeDataString(t)}\""))}} }
            local at = 0
            local pass = {{round * 10}}
            request = function()
              at = at % #queries + 1
              if at == 1 then pass = pass + 1 end
              return wrk.format("GET", "/api/v1/search?kind=resource&limit=" .. ({{limit}}) .. "&q=" .. queries[at])
            end
            done = function(summary, latency, requests)
              print(string.format("P50 %.2f P95 %.2f P99 %.2f", latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
            end
            """, new UTF8Encoding(false));
            var (paused, collections) = (GC.GetTotalPauseDuration(), GC.CollectionCount(0));
            using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", "-c16", $"-d{(round == 0 ? 5 : seconds)}s", "-s", script, address]) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException("wrk (Debian package) is needed");
            var text = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            if (text.Contains("Non-2xx", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(text);
            }

            if (round > 0) // the first one warms up
            {
                var line = Percentiles.Match(text);
                Console.WriteLine($"HTTP, 16 clients, {name}: {Rate.Match(text).Groups[1].Value} requests/s, {line.Value} ms, collecting {(GC.GetTotalPauseDuration() - paused).TotalMilliseconds:0} ms in {GC.CollectionCount(0) - collections} times");
                worst = Math.Max(worst, double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }

        File.Delete(script);
        return worst;
    }

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)(values.Count * part));

    private static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length);

    [GeneratedRegex(@"P50 [0-9.]+ P95 ([0-9.]+) P99 [0-9.]+")]
    private static partial Regex Percentiles { get; }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate { get; }
}

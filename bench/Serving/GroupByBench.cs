using System.Diagnostics;
using System.Globalization;
using CityHub.Storage.Tables;
using DuckDB.NET.Data;

namespace CityHub.Bench.Serving;

/// <summary>The aggregate interface over HTTP, signed in and audited, against the same group-by on a bare connection of the same process.</summary>
internal static class GroupByBench
{
    public static async Task<int> Run(long rows, int rounds)
    {
        await using var hub = await ServingBench.Start(rows);
        using var http = new HttpClient { BaseAddress = new Uri(hub.Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await hub.Token());
        var path = $"/api/v1/resources/{hub.Code}/aggregate?by=division&measure=count,avg(income),max(born)";
        var table = hub.App.Services.GetRequiredService<ITableStore>().Find(hub.Resource.Id)!.TableName;
        using var duck = new DuckDBConnection($"Data Source={hub.TableFile}");
        await duck.OpenAsync();
        var sql = $"select division, count(*), avg(income), max(born) from {table} group by division order by division";

        async Task<double> Api()
        {
            var watch = Stopwatch.StartNew();
            await http.GetByteArrayAsync(path);
            return watch.Elapsed.TotalMilliseconds;
        }

        double Bare()
        {
            var watch = Stopwatch.StartNew();
            using var command = duck.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                _ = (reader.GetString(0), reader.GetInt64(1), reader.GetDouble(2), reader.GetValue(3));
            }

            return watch.Elapsed.TotalMilliseconds;
        }

        for (var i = 0; i < 3; i++)
        {
            Bare();
            await Api();
        }

        var (bare, api, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            bare.Add(Bare());
            api.Add(await Api());
            ratios.Add(api[^1] / bare[^1]);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, 342 groups, {rounds} rounds: bare {LookUpBench.Median(bare):0.0} ms, API {LookUpBench.Median(api):0.0} ms, median ratio {LookUpBench.Median(ratios):0.00} (limit 1.3)"));
        return LookUpBench.Median(ratios) <= 1.3 ? 0 : 1;
    }
}

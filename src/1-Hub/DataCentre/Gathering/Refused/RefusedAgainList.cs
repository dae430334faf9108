using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>又被拒收的行: what a run over mended rows refused anew, by the lines that its sender knows. Rules and items only, no values: reading those is audited.</summary>
internal sealed class RefusedAgainList(ITableStore tables, ICatalogue catalogue)
{
    /// <summary>Lines that are named; the run's figure counts all.</summary>
    public const int Most = 20;

    /// <summary>Null for a run that mends nothing or has not committed.</summary>
    public async Task<IReadOnlyList<RefusedAgain>?> Of(RunRow run, Language language, CancellationToken ct)
    {
        if (run is not { Mends: not null, State: RunState.Succeeded })
        {
            return null;
        }

        var again = new List<RefusedAgain>();
        if (run.Refused == 0)
        {
            return again;
        }

        var (lines, items) = (SettleMended.Lines(run), (await catalogue.FindById(run.ResourceId, ct))?.Items ?? []);
        await using var reader = await tables.Read(
            $"""
            select line, coalesce(item, ''), rule from refusals where resource = $1 and run = $2
            and line in (select distinct line from refusals where resource = $1 and run = $2 order by line limit {Most}) order by 1, 2, 3
            """, [run.ResourceId, run.Number], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            var (record, item, rule) = (Convert.ToInt64(reader.Data.GetValue(0), CultureInfo.InvariantCulture), reader.Data.GetString(1), reader.Data.GetString(2));
            again.Add(new(lines[record - 1], item, items.FirstOrDefault(i => i.Column == item)?.Name ?? item, rule, RuleTitles.Of(rule).Title.In(language)));
        }

        return again;
    }
}

using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality.Profiling;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Quality.Scoring;

/// <summary>评估: the columns of a resource are counted, its waiting refused rows are told apart by rule, and what was found is kept with the run.</summary>
internal sealed class AssessResource(
    ICatalogue catalogue, ITableStore tables, RulesOf rulesOf, ProfileTable profile, ProfileBook profiles, AssessmentBook book, IDbContextFactory<RecordsDb> records,
    TimeProvider clock)
{
    /// <summary>The assessment of the last run; null when the resource is gone or has no rows to look at.</summary>
    public async Task<Assessment?> Do(string resourceId, CancellationToken ct)
    {
        if (await catalogue.FindById(resourceId, ct) is not { } resource || tables.Find(resourceId) is not { } table || await Runs(resourceId, ct) is not { } runs)
        {
            return null;
        }

        var figures = await profiles.Of(table, ct);
        if (figures is null)
        {
            figures = await profile.Of(resource.Items, table, ct);
            await profiles.Keep(resourceId, figures, clock.GetUtcNow(), ct);
        }

        var (refused, byRule, broken) = await Refused(resourceId, runs.FirstMendable, ct);
        var measured = Assess.Measured(resource.Items, rulesOf(resource.Items));
        double? Kept(Dimension dimension) => Assess.Kept(table.Rows, refused, broken.GetValueOrDefault(dimension), measured.Contains(dimension));
        var found = new Assessment(resourceId, runs.Last.Number, runs.Last.Id, clock.GetUtcNow(), runs.UpdatedAt, resource.Cycle, table.Rows, refused, byRule)
        {
            Conformity = Kept(Dimension.Conformity),
            Completeness = Assess.Completeness(figures.FilledCells, table.Rows, refused, broken.GetValueOrDefault(Dimension.Completeness)),
            Accuracy = Kept(Dimension.Accuracy),
            Consistency = Kept(Dimension.Consistency),
            Accessibility = Score.Accessibility(resource.State, table.Rows > 0),
        };
        await book.Keep(found, ct);
        return found;
    }

    /// <summary>The last run; when the source was last gathered; the first run whose refused rows may still be mended.</summary>
    private async Task<(RunRow Last, DateTimeOffset UpdatedAt, int FirstMendable)?> Runs(string resourceId, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var done = db.Set<RunRow>().AsNoTracking().Where(r => r.ResourceId == resourceId && r.State == RunState.Succeeded).OrderByDescending(r => r.Number);
        if (await done.FirstOrDefaultAsync(ct) is not { } last)
        {
            return null;
        }

        var gathered = await done.Where(r => r.Mends == null && r.Kept > 0).FirstOrDefaultAsync(ct) ?? last;
        return (last, gathered.EndedAt ?? gathered.QueuedAt, await db.LastReplacement(resourceId, ct));
    }

    // Rows that are being submitted again still wait: whether they pass is not known yet.
    private async Task<(long Refused, Dictionary<string, long> ByRule, Dictionary<Dimension, long> Broken)> Refused(string resourceId, int firstMendable, CancellationToken ct)
    {
        const string Waiting = "w.resource = $1 and w.run >= $2 and w.state in ('open', 'resubmitted')";
        const string Joined = $"from refused_rows w join refusals f on f.resource = w.resource and f.run = w.run and f.line = w.line where {Waiting}";
        var dimension = "case " + string.Concat(Dimensions.OfRule.Select(r => $"when f.rule = {TableText.Literal(r.Key)} then {(int)r.Value} ")) + $"else {(int)Dimension.Conformity} end";
        long refused = 0;
        var (byRule, broken) = (new Dictionary<string, long>(), new Dictionary<Dimension, long>());
        await using (var reader = await tables.Read(
            $"""
            select 'all', '', count(*) from refused_rows w where {Waiting}
            union all select 'rule', rule, count(*) from (select distinct w.run, w.line, f.rule {Joined}) group by rule
            union all select 'dimension', d::varchar, count(*) from (select distinct w.run, w.line, {dimension} as d {Joined}) group by d
            """, [resourceId, firstMendable], ct))
        {
            while (await reader.Data.ReadAsync(ct))
            {
                var (key, count) = (reader.Data.GetString(1), Convert.ToInt64(reader.Data.GetValue(2), CultureInfo.InvariantCulture));
                switch (reader.Data.GetString(0))
                {
                    case "all":
                        refused = count;
                        break;
                    case "rule":
                        byRule[key] = count;
                        break;
                    default:
                        broken[(Dimension)int.Parse(key, CultureInfo.InvariantCulture)] = count;
                        break;
                }
            }
        }

        return (refused, byRule, broken);
    }
}

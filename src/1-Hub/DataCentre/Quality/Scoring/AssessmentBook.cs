using System.Data.Common;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Quality.Scoring;

/// <summary>Assessments by run, in the table store: a trend is read from them, an indicator can be.</summary>
internal sealed class AssessmentBook(ITableStore tables)
{
    private const string Columns =
        "resource, run, run_id, assessed_at, updated_at, cycle, row_count, refused, broken, conformity, completeness, accuracy, consistency, accessibility";

    public async Task Keep(Assessment a, CancellationToken ct)
    {
        await tables.Execute("delete from assessments where resource = $1 and run = $2", [a.ResourceId, a.Run], ct);
        await tables.Execute(
            $"insert into assessments({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            [
                a.ResourceId, a.Run, a.RunId, a.At.UtcDateTime, a.UpdatedAt.UtcDateTime, a.Cycle.ToString(), a.Rows, a.Refused, RunJson.Write(a.BrokenByRule),
                a.Conformity, a.Completeness, a.Accuracy, a.Consistency, a.Accessibility,
            ], ct);
    }

    /// <summary>The last assessment of every resource at a moment.</summary>
    public Task<IReadOnlyList<Assessment>> Latest(DateTimeOffset at, CancellationToken ct) => Read(
        $"select {Columns} from assessments where assessed_at <= $1 qualify row_number() over (partition by resource order by assessed_at desc, run desc) = 1", [at.UtcDateTime], ct);

    /// <summary>The assessments of a resource, newest first.</summary>
    public Task<IReadOnlyList<Assessment>> Of(string resourceId, int most, CancellationToken ct) => Read(
        $"select {Columns} from assessments where resource = $1 order by run desc limit {most}", [resourceId], ct);

    /// <summary>Every resource's last assessment in each month of Beijing time from a moment on, and its last one before; oldest first.</summary>
    public Task<IReadOnlyList<Assessment>> ByMonth(DateTimeOffset from, CancellationToken ct) => Read(
        $"""
        select {Columns} from assessments
        qualify row_number() over (
            partition by resource, case when assessed_at < $1 then null else date_trunc('month', assessed_at + interval 8 hour) end order by assessed_at desc, run desc) = 1
        order by assessed_at
        """, [from.UtcDateTime], ct);

    /// <summary>Resources whose last committed run was not assessed yet: what a stop left, and what older programs gathered.</summary>
    public async Task<IReadOnlyList<string>> Waiting(CancellationToken ct)
    {
        var waiting = new List<string>();
        await using var reader = await tables.Read(
            """
            select r.resource from (select resource, max(number) as run from runs group by resource) r
            left join (select resource, max(run) as run from assessments group by resource) a on a.resource = r.resource
            where a.run is null or a.run < r.run order by 1
            """, [], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            waiting.Add(reader.Data.GetString(0));
        }

        return waiting;
    }

    private async Task<IReadOnlyList<Assessment>> Read(string sql, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        var all = new List<Assessment>();
        await using var reader = await tables.Read(sql, parameters, ct);
        while (await reader.Data.ReadAsync(ct))
        {
            all.Add(One(reader.Data));
        }

        return all;
    }

    private static Assessment One(DbDataReader data)
    {
        DateTimeOffset Moment(int at) => new(DateTime.SpecifyKind(data.GetDateTime(at), DateTimeKind.Utc));
        double? Share(int at) => data.IsDBNull(at) ? null : data.GetDouble(at);
        return new(
            data.GetString(0), data.GetInt32(1), data.GetString(2), Moment(3), Moment(4), Enum.Parse<UpdateCycle>(data.GetString(5)), data.GetInt64(6), data.GetInt64(7),
            RunJson.Read<Dictionary<string, long>>(data.GetString(8)) ?? [])
        {
            Conformity = Share(9), Completeness = Share(10), Accuracy = Share(11), Consistency = Share(12), Accessibility = Share(13),
        };
    }
}

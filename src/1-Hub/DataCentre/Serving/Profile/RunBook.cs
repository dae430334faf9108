using System.Data.Common;
using System.Text.Json;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Profile;

/// <summary>A committed run, as the table store records it.</summary>
/// <param name="Number">Number within the resource.</param>
/// <param name="RefusedByRule">Violations by code of the rule.</param>
/// <param name="RowsNow">Rows of the resource after the run.</param>
/// <param name="CommittedAt">When its rows became visible.</param>
internal sealed record CommittedRun(
    string Run, int Number, long Read, long Kept, long Changed, long Unchanged, long Refused, IReadOnlyDictionary<string, long> RefusedByRule,
    long RowsNow, DateTimeOffset CommittedAt);

/// <summary>The committed runs of resources (更新记录).</summary>
internal sealed class RunBook(ITableStore tables)
{
    private const string Columns =
        "run_id, number, read, kept, changed, unchanged, refused, refused_by_rule, rows_now, committed_at";

    /// <summary>The last runs of a resource, newest first.</summary>
    public Task<IReadOnlyList<CommittedRun>> Of(string resourceId, int most, CancellationToken ct) => Read(
        $"select {Columns} from runs where resource = $1 order by number desc limit {most}", [resourceId], One, ct);

    /// <summary>The last run of a resource that kept a row: data is as new as this, whatever was sent and refused since. Null when there is none.</summary>
    public async Task<CommittedRun?> LastUpdate(string resourceId, CancellationToken ct) =>
        await Read($"select {Columns} from runs where resource = $1 and kept > 0 order by number desc limit 1", [resourceId], One, ct) is [var last] ? last : null;

    /// <summary>The last run of every resource that kept a row, newest first.</summary>
    public Task<IReadOnlyList<(string ResourceId, CommittedRun Run)>> LastUpdates(CancellationToken ct) => Read(
        $"select {Columns}, resource from runs where kept > 0 qualify row_number() over (partition by resource order by number desc) = 1 order by committed_at desc",
        [], data => (data.GetString(10), One(data)), ct);

    private async Task<IReadOnlyList<T>> Read<T>(string sql, IReadOnlyList<object?> parameters, Func<DbDataReader, T> one, CancellationToken ct)
    {
        var all = new List<T>();
        await using var reader = await tables.Read(sql, parameters, ct);
        while (await reader.Data.ReadAsync(ct))
        {
            all.Add(one(reader.Data));
        }

        return all;
    }

    private static CommittedRun One(DbDataReader data) => new(
        data.GetString(0), data.GetInt32(1), data.GetInt64(2), data.GetInt64(3), data.GetInt64(4), data.GetInt64(5), data.GetInt64(6),
        data.IsDBNull(7) ? new Dictionary<string, long>() : JsonSerializer.Deserialize<Dictionary<string, long>>(data.GetString(7)) ?? [],
        data.GetInt64(8), new DateTimeOffset(DateTime.SpecifyKind(data.GetDateTime(9), DateTimeKind.Utc)));
}

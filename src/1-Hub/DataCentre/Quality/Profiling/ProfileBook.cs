using CityHub.DataCentre.Gathering.Runs;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>Profiles by run, in the table store.</summary>
internal sealed class ProfileBook(ITableStore tables)
{
    /// <summary>Profiles of a resource that are kept; older ones go.</summary>
    private const int MostKept = 30;

    /// <summary>The profile of what readers see now; null while it is not made.</summary>
    public async Task<TableProfile?> Of(VisibleTable table, CancellationToken ct)
    {
        await using var reader = await tables.Read("select profile from profiles where resource = $1 and run = $2", [table.ResourceId, table.LastRun], ct);
        return await reader.Data.ReadAsync(ct) ? RunJson.Read<TableProfile>(reader.Data.GetString(0)) : null;
    }

    public async Task Keep(string resourceId, TableProfile profile, DateTimeOffset at, CancellationToken ct)
    {
        await tables.Execute("delete from profiles where resource = $1 and run = $2", [resourceId, profile.Run], ct);
        await tables.Execute("insert into profiles values ($1, $2, $3, $4)", [resourceId, profile.Run, at.UtcDateTime, RunJson.Write(profile)], ct);
        await tables.Execute(
            $"delete from profiles where resource = $1 and run <= (select run from profiles where resource = $1 order by run desc offset {MostKept} limit 1)", [resourceId], ct);
    }
}

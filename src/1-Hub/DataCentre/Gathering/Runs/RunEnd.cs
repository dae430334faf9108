using CityHub.DataCentre.Gathering.Loading;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Takes a committed load's figures over into the run.</summary>
internal static class RunEnd
{
    public static void Succeeded(RunRow row, LoadResult result)
    {
        row.State = RunState.Succeeded;
        row.Fault = null;
        (row.Read, row.Kept, row.Changed, row.Unchanged, row.Refused) = (result.Read, result.Kept, result.Changed, result.Unchanged, result.Refused);
        row.RefusedByRule = RunJson.Write(result.RefusedByRule);
        row.RowsNow = result.RowsNow;
        row.BytesRead = row.BytesTotal;
    }
}

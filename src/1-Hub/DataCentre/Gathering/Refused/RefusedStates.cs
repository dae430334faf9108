using CityHub.DataCentre.Gathering.Runs;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>What becomes of a refused row (拒收行状态), as the store and the API spell it.</summary>
internal static class RefusedStates
{
    /// <summary>待处理: may be mended and submitted again.</summary>
    public const string Open = "open";

    /// <summary>正在重交: a run that mends it is at work.</summary>
    public const string Resubmitted = "resubmitted";

    /// <summary>已改好.</summary>
    public const string Mended = "mended";

    /// <summary>改后仍拒收: the run that was to mend it holds it now.</summary>
    public const string Again = "again";

    /// <summary>随运行失败: its run kept no row at all, so there is nothing that it could join; the file is to be mended.</summary>
    public const string Failed = "failed";

    /// <summary>Every state.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Resubmitted, Mended, Again, Failed];

    /// <summary>The state of a run's rows that wait for somebody.</summary>
    public static string Waiting(RunRow run) => run.State == RunState.Succeeded ? Open : Failed;
}

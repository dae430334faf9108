using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>A run in words.</summary>
internal static class RunWords
{
    public static Words State(RunState state) => state switch
    {
        RunState.Queued => new("排队", "Queued"),
        RunState.Running => new("汇聚中", "Running"),
        RunState.Succeeded => new("已完成", "Succeeded"),
        RunState.Failed => new("已失败", "Failed"),
        RunState.Cancelled => new("已取消", "Cancelled"),
        _ => new("已中断", "Interrupted"),
    };

    /// <summary>As people are told: a run that ended well and kept not one of the rows it read is not simply done.</summary>
    public static Words State(RunStatus run) => KeptNothing(run) ? new("没有写入", "Nothing kept") : State(Enum.Parse<RunState>(run.State, ignoreCase: true));

    public static bool KeptNothing(RunStatus run) => run is { State: "succeeded", Kept: 0, Refused: > 0 };

    /// <summary>Where its rows come from.</summary>
    public static Words Source(RunStatus run) => run.Mends is null ? new(run.Source, run.Source)
        : new($"{run.Source} · 改后重交", $"{run.Source} · mended rows");

    /// <summary>Class of the chip: sign and word, never colour alone.</summary>
    public static string Chip(RunState state) => state switch
    {
        RunState.Running => "run",
        RunState.Succeeded => "done",
        RunState.Failed => "late",
        RunState.Interrupted => "due",
        _ => "",
    };

    public static Words Mode(LoadMode mode) => mode switch
    {
        LoadMode.Append => new("追加", "Append"),
        LoadMode.Replace => new("整体替换", "Replace all"),
        _ => new("按主键更新", "Upsert by key"),
    };

    public static string Phase(LoadPhase phase) => phase switch
    {
        LoadPhase.Prepare => "prepare",
        LoadPhase.Load => "load",
        LoadPhase.Sort => "sort",
        LoadPhase.Index => "index",
        _ => "commit",
    };

    public static Words PhaseTitle(string? phase) => phase switch
    {
        "acquire" => new("取得来源", "Acquire"),
        "prepare" => new("清点", "Count"),
        "load" => new("核对并写入暂存", "Check and stage"),
        "sort" => new("查重", "Find duplicates"),
        "index" => new("建索引", "Index"),
        "commit" => new("提交", "Commit"),
        _ => new("—", "—"),
    };

    public static Words Began(LoadPhase phase, long read, long refused) => phase switch
    {
        LoadPhase.Prepare => new("清点行数，检查编码", "Counting lines, checking the encoding"),
        LoadPhase.Load => new("开始核对并写入暂存，读者尚看不到", "Checking and staging; no reader sees it yet"),
        LoadPhase.Sort => new($"已读 {Number(read)} 行，查找重复的主键", $"{Number(read)} rows read, looking for duplicate keys"),
        LoadPhase.Index => new($"写入拒收的 {Number(refused)} 行和行索引", $"Writing {Number(refused)} refused rows and the row index"),
        _ => new("提交：一次事务", "Committing in one transaction"),
    };
}

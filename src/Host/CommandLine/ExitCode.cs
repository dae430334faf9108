using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>退出码: how a command ended, for scripts. They never change their meaning; <c>--help</c> and docs/command-line.md list them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Usage = 2;
    public const int HubGone = 3;
    public const int Broken = 4;

    /// <summary>128 and the number of SIGINT, as shells have it.</summary>
    public const int Stopped = 130;

    public static IReadOnlyList<(int Code, Words Meaning)> All { get; } =
    [
        (Done, new("完成", "Done")),
        (Refused, new("被拒绝或没有成功；汇聚时一行也没有写入、全部被拒收", "Refused, or did not succeed; of a gathering also: every row was refused and none kept")),
        (Usage, new("命令写错了，什么也没有做", "The command is wrong; nothing was done")),
        (HubGone, new("城枢已停止或没有应答", "The hub went away or does not answer")),
        (Broken, new("程序自身的错误", "An error of the program itself")),
        (Stopped, new("被 Ctrl-C 停止", "Stopped with Ctrl-C")),
    ];
}

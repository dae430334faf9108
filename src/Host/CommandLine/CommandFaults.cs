using CityHub.Host.Hub;
using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>Every refusal of the command line's own; the hub's refusals are passed on as it gives them.</summary>
internal static class CommandFaults
{
    public static Fault Usage(Words detail) => new("command.usage", 400, new("命令写错了", "The command is wrong"), detail);

    public static Fault FileMissing(string path) => new("command.file-missing", 404, new("没有这个文件", "No such file"),
        new($"没有文件 {path}。检查路径；相对路径从当前目录算起", $"There is no file {path}. Check the path; a relative one starts at the present folder"))
    { Facts = new Dictionary<string, object?> { ["file"] = path } };

    public static Fault FileUnusable(string why) => new("command.file-unusable", 422, new("文件不能读写", "A file cannot be read or written"),
        new($"文件不能读写：{why}。检查路径、权限和磁盘空间", $"A file cannot be read or written: {why} Check its path, its rights and the room on the disk"));

    public static Fault FileThere(string path) => new("command.file-there", 409, new("文件已存在", "The file is there already"),
        new($"{path} 已存在，没有覆盖。用 --out 换一个名字，或加上 --force", $"{path} is there already and was left alone. Take another name with --out, or add --force"))
    { Facts = new Dictionary<string, object?> { ["file"] = path } };

    public static Fault NotJson(string path, long line, long column) => new("command.not-json", 422, new("文件不是 JSON", "The file is not JSON"),
        new($"{path} 第 {line} 行第 {column} 个字节起不是 JSON。改好后重试", $"{path} is not JSON from line {line}, byte {column} on. Mend it and try again"))
    { Facts = new Dictionary<string, object?> { ["file"] = path, ["line"] = line, ["byte"] = column } };

    public static Fault NoData(Words why) => new("command.no-data", 404, new("没有数据目录", "No data folder"), why);

    public static Fault CannotStart(Words why) => new("command.cannot-start", 503, new("城枢不能启动", "The hub cannot start"), why);

    public static Fault Occupied(DataFolder data) => new("command.occupied", 409, new("数据目录正被使用", "The data folder is in use"),
        new($"另一个城枢正在使用 {data.Path}。先停止它，或用 --data 换一个目录", $"Another hub runs on {data.Path}. Stop it first, or take another folder with --data"));

    public static Fault PortTaken(int port) => new("command.port-taken", 409, new("端口已被占用", "The port is taken"),
        new($"端口 {port} 已被占用，请用 --port 换一个", $"Port {port} is taken; choose another with --port"));

    public static Fault HubSilent(DataFolder data) => new("command.hub-silent", 503, new("城枢没有应答", "The hub does not answer"),
        new($"有一个城枢占用着 {data.Path}，但没有应答：可能正在启动或停止。稍后重试；一直这样就停止它再试",
            $"A hub holds {data.Path} and does not answer: it may be starting or stopping. Try again shortly; if it stays so, stop it and try again"));

    public static Fault HubGone(DataFolder data) => new("command.hub-gone", 503, new("城枢已停止", "The hub is gone"),
        new($"城枢（{data.Path}）在答复之前停止了，不知道这件事做了没有。用 ./cityhub status{Data(data)} 查看后再重试",
            $"The hub ({data.Path}) went away before it answered; whether this was done is not known. Look with ./cityhub status{Data(data)}, then try again"));

    /// <summary>The hub went away while a run was watched.</summary>
    public static Fault HubGoneDuring(string run, DataFolder data) => HubGone(data) with
    {
        Detail = new(
            $"城枢（{data.Path}）在运行途中停止了，运行 {run} 没有走完：它的数据要么全部写入，要么完全没有写入。用这条命令接着做，重新启动城枢与否都可以：\n  {Resume(run, data)}",
            $"The hub ({data.Path}) stopped during the run. Run {run} was not seen to end; its rows are all in, or none is. Go on with this command, whether or not the hub has been started again:\n  {Resume(run, data)}"),
        Facts = OfRun(run, data),
    };

    public static Fault Stopped { get; } = new("command.stopped", 499, new("命令被停止", "The command was stopped"),
        new("命令被停止，没有等到结果", "The command was stopped before its result was known"));

    /// <summary>Whoever watched a run has left; the hub goes on with it.</summary>
    public static Fault LeftRunning(string run, DataFolder data) => Stopped with
    {
        Detail = new(
            $"不再等待，运行 {run} 在城枢里继续。查看：./cityhub run show {run}{Data(data)}；取消：./cityhub run cancel {run}{Data(data)}",
            $"No longer waiting; run {run} goes on in the hub. See it with ./cityhub run show {run}{Data(data)}, cancel it with ./cityhub run cancel {run}{Data(data)}"),
        Facts = OfRun(run, data),
    };

    /// <summary>The hub of this very process stops, and the run with it.</summary>
    public static Fault StoppedWith(string run, DataFolder data) => Stopped with
    {
        Detail = new($"运行 {run} 随本命令停止。接着做：\n  {Resume(run, data)}", $"Run {run} stopped with this command. Go on with:\n  {Resume(run, data)}"),
        Facts = OfRun(run, data),
    };

    public static Fault Answer(string request, int status) => new("command.answer", 502, new("城枢的答复不认识", "The hub's answer is not known"),
        new($"{request} 答复 {status}，没有说明。城枢与命令行可能不是同一版本：用同一个版本的程序重试",
            $"{request} was answered {status} without a word. Hub and command line may be of different versions: try again with the same one"));

    public static Fault Broken(Exception error) => new("command.broken", 500, new("程序出错", "The program failed"),
        new($"程序自身的错误：{error.Message}（{error.GetType().Name}）。加上 --verbose 再做一次，把输出交给维护者",
            $"An error of the program itself: {error.Message} ({error.GetType().Name}). Do it again with --verbose and give its output to the maintainers"));

    /// <summary>Anything else, in a sentence.</summary>
    public static Fault Failed(string why) => new("command.failed", 422, new("没有完成", "Not done"), new(why, why));

    internal static string Resume(string run, DataFolder data) => $"./cityhub run resume {run}{Data(data)}";

    private static string Data(DataFolder data) => $" --data {Shell.Word(data.Path)}";

    private static Dictionary<string, object?> OfRun(string run, DataFolder data) => new() { ["run"] = run, ["resume"] = Resume(run, data) };
}

/// <summary>Texts that people copy into a shell.</summary>
internal static class Shell
{
    /// <summary>One word, quoted when a shell would take it apart.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "/._-:=@%+,".Contains(c, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

using System.CommandLine;
using System.Globalization;
using CityHub.Host.CommandLine.Catalogue;
using CityHub.Host.Hub;
using CityHub.Kernel.Modules;

namespace CityHub.Host.CommandLine;

/// <summary>The verbs of <c>./cityhub</c>. All but serve, sample and restore are clients of the hub.</summary>
internal static class Verbs
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Data folder / 数据目录",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CITYHUB_DATA") ?? "data",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object, also when refused / 输出一个 JSON 对象，被拒绝时也是", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Print the log and where an error arose / 输出日志与出错位置", Recursive = true };

    public static readonly Option<bool> Force = new("--force") { Description = "Write over a file that is there / 覆盖已有文件" };

    /// <summary>Whether the terminal's locale is Chinese.</summary>
    public static bool Chinese { get; } =
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    public static RootCommand Root() => Help.In(new("CityHub 城枢 — a city's data hub / 城市数据中枢")
    {
        Data,
        Json,
        Verbose,
        ServeVerb.Make(),
        StatusVerb.Make(),
        CatalogueVerb.Make(),
        GatherVerb.Make(),
        RunVerb.Make(),
        RefusedVerb.Make(),
        UserVerb.Make(),
        TokenVerb.Make(),
        AuditVerb.Make(),
        BackupVerb.Make(),
        RestoreVerb.Make(),
        UpgradeVerb.Make(),
        SampleVerb.Make(),
        CompletionVerb.Make(),
    });

    /// <summary>Runs a client verb: opens the hub of an existing data folder, or says why it cannot be reached.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="work">What it does; its answer is the exit code.</param>
    /// <param name="files">Files that must be there before anything is begun.</param>
    public static void Does(
        this Command command, Func<HubClient, ParseResult, CancellationToken, Task<int>> work, params IReadOnlyList<Argument<FileInfo>> files) =>
        command.OnFolder(async (data, parsed, ct) =>
        {
            await using var hub = await HubClient.Open(data, parsed.GetValue(Verbose), ct);
            return await work(hub, parsed, ct);
        }, files);

    /// <summary>Runs a verb on an existing data folder.</summary>
    public static void OnFolder(
        this Command command, Func<DataFolder, ParseResult, CancellationToken, Task<int>> work, params IReadOnlyList<Argument<FileInfo>> files) =>
        command.SetAction((parsed, ct) =>
        {
            if (files.Select(parsed.GetRequiredValue).FirstOrDefault(file => !file.Exists) is { } missing)
            {
                throw new CommandFailed(CommandFaults.FileMissing(missing.FullName));
            }

            return work(Existing(parsed.GetRequiredValue(Data)), parsed, ct);
        });

    private static DataFolder Existing(string path)
    {
        var data = new DataFolder(path);
        try
        {
            data.MustExist();
            return data;
        }
        catch (StartUpException none)
        {
            throw new CommandFailed(CommandFaults.NoData(none.Why));
        }
    }

    /// <summary>How many of a list are shown.</summary>
    public static Option<int> Limit(int usual, int most) =>
        new Option<int>("--limit") { DefaultValueFactory = _ => usual, Description = $"How many to show, at most {most} / 显示多少项" }
            .Must(limit => limit >= 1 && limit <= most, $"从 1 到 {most}", $"1 to {most}");

    /// <summary>The file that an answer goes to.</summary>
    public static Option<FileInfo?> Out(string description) => new("--out") { Description = description };

    public static string Say(string zh, string en) => Chinese ? zh : en;

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

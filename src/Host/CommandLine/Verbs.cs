using System.CommandLine;
using System.Globalization;
using CityHub.Host.Hub;
using CityHub.Kernel.Modules;

namespace CityHub.Host.CommandLine;

/// <summary>The verbs of <c>./cityhub</c>. All but serve are clients of the hub.</summary>
internal static class Verbs
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Data folder / 数据目录",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CITYHUB_DATA") ?? "data",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object / 输出 JSON", Recursive = true };

    /// <summary>Whether the terminal's locale is Chinese.</summary>
    public static bool Chinese { get; } =
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG") ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    public static RootCommand Root() => new("CityHub 城枢 — a city's data hub / 城市数据中枢")
    {
        Data,
        Json,
        ServeVerb.Make(),
        GatherVerb.Make(),
        CatalogueVerb.Make(),
        SampleVerb.Make(),
        TokenVerb.Make(),
        AuditVerb.Make(),
    };

    /// <summary>Runs a client verb: opens the hub of an existing data folder.</summary>
    public static void Does(this Command command, Func<HubClient, ParseResult, CancellationToken, Task<int>> work) =>
        command.OnFolder(async (data, parsed, ct) =>
        {
            await using var hub = await HubClient.Open(data, ct);
            return await work(hub, parsed, ct);
        });

    /// <summary>Runs a verb on an existing data folder, prints the failure in one line, exit code 1.</summary>
    public static void OnFolder(this Command command, Func<DataFolder, ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var data = new DataFolder(parsed.GetRequiredValue(Data));
                data.MustExist();
                return await work(data, parsed, ct);
            }
            catch (CommandFailed failed)
            {
                await Console.Error.WriteLineAsync(failed.Message);
                return 1;
            }
            catch (StartUpException stopped)
            {
                await Console.Error.WriteLineAsync(Say(stopped.Why.Zh, stopped.Why.En));
                return 1;
            }
        });

    public static string Say(string zh, string en) => Chinese ? zh : en;

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

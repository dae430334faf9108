using System.Globalization;
using System.Text.Json.Nodes;
using CityHub.Kernel;
using Spectre.Console;

namespace CityHub.Host.CommandLine;

/// <summary>Follows a run until it ends: a bar on a terminal, nothing when quiet or nobody would see it.</summary>
internal static class RunProgress
{
    private static readonly HashSet<string?> Ended = ["succeeded", "failed", "cancelled", "interrupted"];

    private static readonly string[] Answered = ["run", "state", "read", "kept", "changed", "refused", "refusedByRule", "unfedItems", "unusedColumns", "refusedAgain", "seconds", "fault"];

    /// <summary>Follows a run, prints how it ended, and gives the exit code for it.</summary>
    /// <exception cref="CommandFailed">The hub went away, or whoever watched did; how to go on is said.</exception>
    public static async Task<int> ToItsEnd(HubClient hub, string run, bool json, CancellationToken ct)
    {
        var end = await Watch(hub, run, quiet: json, ct);
        // A run that commits without a row does as it was told, but whoever sent the rows did not get what they wanted.
        var done = (string?)end["state"] == "succeeded" && !KeptNothing(end);
        if (json)
        {
            Console.WriteLine(Answer(end).ToJsonString(Output.Json));
        }
        else
        {
            await (done ? Console.Out : Console.Error).WriteLineAsync(Sentence(end));
            Advise(end, hub);
        }

        return done ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>
    /// What to do about rows that were refused; those of a resubmission are told by line. The run that refused rows last holds them. And what
    /// a hub that was started for this command alone leaves to one that stays.
    /// </summary>
    private static void Advise(JsonObject end, HubClient hub)
    {
        if ((string?)end["state"] == "cancelled" && end["mends"] is null)
        {
            var resume = CommandFaults.Resume(end.Text("run"), hub.Data);
            Console.WriteLine(Verbs.Say($"接着做：{resume}", $"Go on with it: {resume}"));
        }

        if (Listed(end, "unfedItems") is { Length: > 0 } unfed)
        {
            Console.WriteLine(Verbs.Say($"来源没有这些信息项：{unfed}", $"The source does not have these items: {unfed}"));
        }

        if (Listed(end, "unusedColumns") is { Length: > 0 } unused)
        {
            Console.WriteLine(Verbs.Say($"来源中没有用到的列：{unused}", $"Columns of the source that no item takes: {unused}"));
        }

        if (hub.IsAlone && (long?)end["kept"] is > 0)
        {
            Console.WriteLine(Verbs.Say(
                $"行已可查询；质量评分在下次启动平台时进行：./run --data {Shell.Word(hub.Data.Path)}",
                $"The rows can be asked for; their quality is scored when the hub next starts: ./run --data {Shell.Word(hub.Data.Path)}"));
        }

        if ((long?)end["refused"] is > 0)
        {
            var run = end.Text("run");
            foreach (var line in Again(end))
            {
                Console.WriteLine(line);
            }

            var command = $"./cityhub refused export {run} --data {Shell.Word(hub.Data.Path)}";
            Console.WriteLine(Verbs.Say($"取出拒收的行及原因：{command}", $"The refused rows with their reasons: {command}"));
        }
    }

    /// <summary>Lines that were refused again, each with its rules; how many more there are.</summary>
    private static IEnumerable<string> Again(JsonObject end)
    {
        var lines = end.Items("refusedAgain").GroupBy(fault => (long)fault["line"]!).ToList();
        foreach (var line in lines)
        {
            var faults = line.Select(f => f.Text("itemName") is { Length: > 0 } item ? $"{item} {f.Text("title")} ({f.Text("rule")})" : $"{f.Text("title")} ({f.Text("rule")})").ToList();
            yield return Verbs.Say($"第 {Verbs.Number(line.Key)} 行又被拒收：{string.Join("；", faults)}", $"Line {Verbs.Number(line.Key)} was refused again: {string.Join("; ", faults)}");
        }

        if (lines.Count > 0 && (long?)end["refused"] - lines.Count is > 0 and var more)
        {
            yield return Verbs.Say($"另有 {Verbs.Number(more)} 行", $"{Verbs.Number(more)} more lines");
        }
    }

    private static async Task<JsonObject> Watch(HubClient hub, string run, bool quiet, CancellationToken ct)
    {
        try
        {
            var end = await Follow(hub, run, quiet, ct);
            // A hub that is told to stop interrupts its runs first, and may still say so.
            return (string?)end["state"] == "interrupted" ? throw Gone() : end;
        }
        catch (CommandFailed failed) when (failed.Exit == ExitCode.HubGone)
        {
            throw Gone();
        }
        catch (OperationCanceledException)
        {
            throw hub.IsAlone ? Gone() : new CommandFailed(CommandFaults.LeftRunning(run, hub.Data), ExitCode.Stopped);
        }

        // A hub that is this very process goes away only because it was told to.
        CommandFailed Gone() => hub.IsAlone
            ? new(CommandFaults.StoppedWith(run, hub.Data), ExitCode.Stopped)
            : new(CommandFaults.HubGoneDuring(run, hub.Data), ExitCode.HubGone);
    }

    /// <returns>The run as it ended.</returns>
    public static async Task<JsonObject> Follow(HubClient hub, string run, bool quiet, CancellationToken ct)
    {
        if (quiet || Waiting.Unseen)
        {
            return await Poll(hub, run, _ => { }, ct);
        }

        return await Waiting.Screen.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Verbs.Say("汇聚", "Gathering"));
                return await Poll(hub, run, status => Show(bar, status), ct);
            });
    }

    public static string Sentence(JsonObject run) => (string?)run["state"] switch
    {
        "succeeded" when KeptNothing(run) => Verbs.Say(
            $"一行也没有写入：已读的 {Figure(run, "read")} 行全部被拒收，原有数据未动。改好拒收的行后重新提交",
            $"Nothing was kept: {AllRefused(run["read"]?.GetValue<long>() ?? 0)}; earlier rows are untouched. Mend what was refused and submit it again"),
        "succeeded" => Verbs.Say(
            $"已读 {Figure(run, "read")} 行，写入 {Figure(run, "kept")}，拒收 {Figure(run, "refused")}，用时 {Seconds(run)} 秒",
            $"Read {English.Of(run["read"]?.GetValue<long>() ?? 0, "row")}, kept {Figure(run, "kept")}, refused {Figure(run, "refused")}, in {Seconds(run)} s"),
        // Somebody wanted it so: there is no fault to tell.
        "cancelled" => Verbs.Say("已取消，原有数据未动", "Cancelled; earlier rows are untouched"),
        _ => $"{ApiWords.Of(run.Text("state"))}: {Why(run)}",
    };

    private static string AllRefused(long read) => read == 1 ? "the one row that was read was refused" : $"all {English.Of(read, "row")} that were read were refused";

    private static bool KeptNothing(JsonObject run) => (long?)run["refused"] is > 0 && (long?)run["kept"] is 0;

    public static string Why(JsonObject run) =>
        run["fault"] switch
        {
            JsonObject fault => (string?)fault["detail"] ?? (string?)fault["title"] ?? fault.ToJsonString(Output.Json),
            JsonValue text => text.ToString(),
            _ => "",
        };

    private static async Task<JsonObject> Poll(HubClient hub, string run, Action<JsonObject> show, CancellationToken ct)
    {
        for (var wait = 30; ; wait = Math.Min(wait * 2, 250))
        {
            var status = await hub.Get($"/api/v1/runs/{run}", ct);
            show(status);
            if (Ended.Contains((string?)status["state"]))
            {
                return status;
            }

            await Task.Delay(wait, ct);
        }
    }

    private static void Show(ProgressTask bar, JsonObject status)
    {
        var total = Value(status, "bytesTotal");
        bar.IsIndeterminate = total <= 0;
        bar.MaxValue = Math.Max(total, 1);
        bar.Value = Value(status, "bytesRead");
        bar.Description = Verbs.Say(
            $"汇聚 {Verbs.Number((long)Value(status, "read"))} 行", English.Of((long)Value(status, "read"), "row"));
    }

    private static JsonObject Answer(JsonObject run) => new(
        Answered
            .Where(run.ContainsKey)
            .Select(name => KeyValuePair.Create(name, run[name]?.DeepClone())));

    private static double Value(JsonObject status, string name) => status[name]?.GetValue<double>() ?? 0;

    private static string Listed(JsonObject run, string name) => string.Join(Verbs.Say("、", ", "), (run[name] as JsonArray ?? []).Select(n => (string?)n));

    private static string Figure(JsonObject run, string name) => Verbs.Number(run[name]?.GetValue<long>() ?? 0);

    private static string Seconds(JsonObject run) => (run["seconds"]?.GetValue<double>() ?? 0).ToString("0.0", CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Text.Json;
using CityHub.Host.Hub;
using CityHub.Storage.Records.Upgrading;

namespace CityHub.Host.CommandLine;

/// <summary>
/// <c>upgrade [--check]</c>: brings a data folder to the version that this program works with, as every start does by itself, or only says what
/// that would take.
/// </summary>
internal static class UpgradeVerb
{
    public static Command Make()
    {
        var check = new Option<bool>("--check") { Description = "Only say what would be done / 只说明要做什么" };
        var command = new Command("upgrade", "Upgrade the data folder / 升级数据文件夹") { check };
        command.OnFolder(async (data, parsed, ct) =>
        {
            var before = Upgrades.Check(data.Path);
            var does = !parsed.GetValue(check) && before.Steps.Count > 0;
            if (does)
            {
                await using var hub = await HubClient.Open(data, parsed.GetValue(Verbs.Verbose), ct);
            }

            Console.WriteLine(parsed.GetValue(Verbs.Json) ? JsonSerializer.Serialize(does ? Upgrades.Check(data.Path) : before, Output.Wire) : InWords(before, does));
            return 0;
        });
        return command;
    }

    /// <summary>Says that the start that follows upgrades the folder, when it does.</summary>
    public static void Announce(DataFolder data, TextWriter to)
    {
        if (Upgrades.Check(data.Path) is { Steps.Count: > 0 } needed)
        {
            to.WriteLine(Verbs.Say($"正在升级数据文件夹：版本 {needed.Version} → {needed.Current}", $"Upgrading the data folder: version {needed.Version} to {needed.Current}"));
        }
    }

    private static string InWords(UpgradeCheck check, bool done) => check.Steps.Count == 0
        ? Verbs.Say($"数据文件夹的版本是 {check.Version}，无须升级", $"The data folder has version {check.Version}; nothing is to be done")
        : string.Join(Environment.NewLine, [
            done ? Verbs.Say($"已从版本 {check.Version} 升级到 {check.Current}：", $"Upgraded from version {check.Version} to {check.Current}:")
                : Verbs.Say($"数据文件夹的版本是 {check.Version}，本程序用 {check.Current}。下次启动时会升级（先做一次备份）：", $"The data folder has version {check.Version}, this program works with {check.Current}. The next start upgrades it (make a backup first):"),
            .. check.Steps.Select(step => "  " + Verbs.Say(step.Zh, step.En))]);
}

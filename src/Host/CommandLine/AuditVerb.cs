using System.CommandLine;
using System.Text.Json;
using CityHub.Host.Hub;
using CityHub.Storage.Trail;

namespace CityHub.Host.CommandLine;

/// <summary>
/// <c>audit verify</c>: proves that no record of the trail was altered, or names the first that was. A running hub verifies and records it;
/// without one the files are only read, because a hub that starts would go on with the very trail that is in question.
/// </summary>
internal static class AuditVerb
{
    public static Command Make() => new("audit", "The audit trail / 审计") { Verify() };

    private static Command Verify()
    {
        var command = new Command("verify", "Verify every record and signature / 核验全部记录与签名");
        command.OnFolder(async (data, parsed, ct) =>
        {
            var verdict = await Ask(data, ct);
            Console.WriteLine(parsed.GetValue(Verbs.Json) ? JsonSerializer.Serialize(verdict, Output.Wire) : InWords(verdict));
            return verdict.Intact ? 0 : 1;
        });
        return command;
    }

    private static async Task<AuditVerdict> Ask(DataFolder data, CancellationToken ct)
    {
        await using var hub = await HubClient.Running(data, ct);
        if (hub is not null)
        {
            return (await hub.Post("/api/v1/audit/verify", null, ct)).Deserialize<AuditVerdict>(Output.Wire)!;
        }

        using var hold = data.TryHold() ?? throw HubClient.DoesNotAnswer(data);
        var configuration = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }).Configuration;
        var options = configuration.GetSection("Audit").Get<TrailOptions>() ?? new();
        return await AuditVerifier.VerifyAtRest(data.Path, options, TimeProvider.System, ct);
    }

    private static string InWords(AuditVerdict verdict) => verdict switch
    {
        { FirstBreak: { } found } => string.Join(Environment.NewLine, [
            Verbs.Say("审计日志被改动或损坏", "The audit trail was altered or damaged"),
            Verbs.Say($"  位置  分段 {found.Segment}，第 {found.Sequence} 条", $"  where  segment {found.Segment}, record {found.Sequence}"),
            Verbs.Say($"  原因  {found.Why.Zh}", $"  what   {found.Why.En}"),
            Verbs.Say($"  处理  {AuditBreak.Advice.Zh}", $"  do     {AuditBreak.Advice.En}")]),
        { FirstSequence: null } => Verbs.Say("审计日志完整：还没有记录", "The audit trail is intact: it has no record yet"),
        _ => Verbs.Say(
            $"审计日志完整：{Verbs.Number(verdict.Records)} 条记录（第 {verdict.FirstSequence}–{verdict.LastSequence} 条），{verdict.Segments} 个分段，用时 {Output.Seconds(verdict.Seconds)} 秒",
            $"The audit trail is intact: {Verbs.Number(verdict.Records)} records ({verdict.FirstSequence}–{verdict.LastSequence}) in {verdict.Segments} segments, {Output.Seconds(verdict.Seconds)} s"),
    };
}

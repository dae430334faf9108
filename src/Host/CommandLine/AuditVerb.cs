using System.CommandLine;

namespace CityHub.Host.CommandLine;

/// <summary><c>audit verify</c>: proves that no record of the trail was altered, or names the first that was.</summary>
internal static class AuditVerb
{
    public static Command Make() => new("audit", "The audit trail / 审计") { Verify() };

    private static Command Verify()
    {
        var command = new Command("verify", "Verify every record and signature / 核验全部记录与签名");
        command.Does(async (hub, parsed, ct) =>
        {
            var proof = await hub.Post("/api/v1/audit/verify", null, ct);
            var intact = (bool?)proof["intact"] == true;
            Console.WriteLine(parsed.GetValue(Verbs.Json) ? proof.ToJsonString(Output.Json) : intact
                ? Verbs.Say($"{proof["records"]} 条记录完整", $"{proof["records"]} records are intact")
                : Verbs.Say($"记录已被改动：{proof["firstBreak"]?.ToJsonString(Output.Json)}", $"The trail was altered: {proof["firstBreak"]?.ToJsonString(Output.Json)}"));
            return intact ? 0 : 1;
        });
        return command;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CityHub.Kernel.Audit;

namespace CityHub.Storage.Records;

internal static class AuditJson
{
    // Chinese stays readable in the log; the log is never put into a page unescaped.
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static string Write(AuditEntry entry) => JsonSerializer.Serialize(entry, Options);

    public static AuditEntry Read(string json) => JsonSerializer.Deserialize<AuditEntry>(json, Options)!;
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityHub.Host.CommandLine;

internal static class Output
{
    /// <summary>One line, Chinese readable.</summary>
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

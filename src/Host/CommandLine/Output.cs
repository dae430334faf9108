using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityHub.Host.Hub;

namespace CityHub.Host.CommandLine;

internal static class Output
{
    /// <summary>One line, Chinese readable.</summary>
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the hub's answers are written and read with.</summary>
    public static JsonSerializerOptions Wire { get; } = MakeWire();

    public static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Size(long bytes) => (bytes / 1048576.0).ToString("N1", CultureInfo.InvariantCulture) + " MB";

    public static string Local(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static JsonSerializerOptions MakeWire()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        HubServer.ConfigureJson(options);
        return options;
    }
}

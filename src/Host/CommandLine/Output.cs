using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityHub.Host.Hub;

namespace CityHub.Host.CommandLine;

/// <summary>What a command answers, for programs and for people.</summary>
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

    /// <summary>The answer as JSON when that was asked for, else in the words that are printed.</summary>
    public static void Print(ParseResult parsed, JsonNode answer, Action print)
    {
        if (parsed.GetValue(Verbs.Json))
        {
            Console.WriteLine(answer.ToJsonString(Json));
        }
        else
        {
            print();
        }
    }

    /// <summary>How many are not shown, when some are not.</summary>
    public static void Total(JsonObject list)
    {
        var (total, shown) = ((long?)list["total"] ?? 0, list.Items().Count);
        Console.WriteLine(shown == total
            ? Verbs.Say($"共 {Verbs.Number(total)} 项", $"{Verbs.Number(total)} in all")
            : Verbs.Say($"共 {Verbs.Number(total)} 项，显示 {Verbs.Number(shown)} 项（--limit 显示更多）", $"{Verbs.Number(total)} in all, {Verbs.Number(shown)} shown (--limit shows more)"));
    }

    public static List<JsonObject> Items(this JsonObject list, string name = "items") => [.. (list[name] as JsonArray ?? []).OfType<JsonObject>()];

    public static string Text(this JsonObject item, string name) => item[name] is JsonValue value ? value.ToString() : "";

    public static string Figure(this JsonObject item, string name) => item[name] is JsonValue value ? Verbs.Number(value.GetValue<long>()) : "";

    /// <summary>An instant of the API in this machine's time.</summary>
    public static string Time(this JsonObject item, string name) =>
        DateTimeOffset.TryParse(item.Text(name), CultureInfo.InvariantCulture, out var at) ? at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>A text of the API that comes in both languages.</summary>
    public static string Words(JsonNode? words) =>
        words is JsonObject both ? Verbs.Say(both.Text("zh"), both.Text("en")) : words?.ToString() ?? "";
}

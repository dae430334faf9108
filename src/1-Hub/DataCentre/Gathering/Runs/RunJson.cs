using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>JSON of a run's columns.</summary>
internal static class RunJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Options);
}

/// <summary>A fault as it is kept with a run.</summary>
internal sealed record KeptFault(string Code, int Status, Words Title, Words? Detail)
{
    public static KeptFault Of(Fault fault) => new(fault.Code, fault.Status, fault.Title, fault.Detail);
}

/// <summary>One line of a run's log.</summary>
internal sealed record LogLine(DateTimeOffset At, Words Text);

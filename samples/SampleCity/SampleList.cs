using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityHub.SampleCity;

/// <summary>A duty (责任清单) or demand (需求清单) of the sample city, made up; its days count from the day on which it is entered.</summary>
public sealed class SampleList
{
    private readonly JsonElement _item;

    private SampleList(JsonElement item) => _item = item;

    /// <summary>All of them, duties first.</summary>
    public static IReadOnlyList<SampleList> All { get; } = Read();

    /// <summary>Which list: <c>duties</c> or <c>demands</c>.</summary>
    public string List => Text("list")!;

    /// <summary>Its title.</summary>
    public string Title => Text("title")!;

    /// <summary>Title of the resource that answers it; null for none.</summary>
    public string? AnsweredBy => Text("answer");

    /// <summary>Body of <c>POST /api/v1/duties</c> or <c>/demands</c>.</summary>
    /// <param name="today">Day in Beijing.</param>
    /// <param name="resource">Code of the resource that answers it; null for none.</param>
    public JsonObject Body(DateOnly today, string? resource) => new()
    {
        ["owner"] = Text("owner"), ["title"] = Title, ["content"] = Text("content"), ["basis"] = Text("basis"), ["provider"] = Text("provider"), ["due"] = Day(today, "dueInDays"),
        ["plannedFor"] = Day(today, "plannedInDays"), ["resource"] = resource, ["reply"] = Text("reply"),
        ["answer"] = resource is not null ? "entry" : _item.TryGetProperty("plannedInDays", out _) ? "plan" : _item.TryGetProperty("refused", out _) ? "refused" : null,
    };

    private string? Text(string name) => _item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private string? Day(DateOnly today, string name) =>
        _item.TryGetProperty(name, out var days) ? today.AddDays(days.GetInt32()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static List<SampleList> Read()
    {
        using var stream = typeof(SampleList).Assembly.GetManifestResourceStream("lists/lists.json")!;
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.Clone().EnumerateArray().Select(item => new SampleList(item))];
    }
}

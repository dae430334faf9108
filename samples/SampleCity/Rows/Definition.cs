using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityHub.SampleCity.Rows;

/// <summary>A resource as its JSON file describes it: what the generator needs of it.</summary>
internal sealed record Definition(string Title, bool Generated, IReadOnlyList<Item> Items)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public static Definition Read(string json) => JsonSerializer.Deserialize<Definition>(json, Web)!;

    public int Column(string name) => Items.Index().First(i => i.Item.Column == name).Index;
}

/// <summary>An information item.</summary>
internal sealed record Item(
    string Name, string Column, string Type, int? Length = null, bool Key = false, bool Required = false, string? DataElement = null,
    string? CodeList = null, string? Pattern = null, string? Minimum = null, string? Maximum = null)
{
    public bool IsNumber => Type is "integer" or "number" or "money" or "double";

    public bool IsTime => Type is "date" or "dateTime";
}

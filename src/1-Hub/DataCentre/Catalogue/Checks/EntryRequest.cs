using System.Text.Json.Serialization;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>
/// A catalogue entry as it is asked for: every field may be missing or wrong, so that all faults are told at once and beside their field.
/// Choices are words (<c>conditional</c>, <c>daily</c>) or the guide's numbers; item types are words (<c>character</c>) or the guide's letters.
/// </summary>
internal sealed record EntryRequest
{
    public string? Title { get; set; }
    public string? Summary { get; set; }

    /// <summary>Organisation code of the provider.</summary>
    public string? Provider { get; set; }
    public string? Theme { get; set; }

    /// <summary>unconditional, conditional, notShared.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Sharing { get; set; }

    /// <summary>Condition when conditional, legal basis when not shared.</summary>
    public string? SharingCondition { get; set; }
    public bool? Open { get; set; }

    /// <summary>realTime, daily, weekly, monthly, quarterly, yearly.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Cycle { get; set; }
    public bool? Generated { get; set; }
    public string? Source { get; set; }

    /// <summary>分类码 that the code counts in; by default the provider's own. Cannot change later.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Category { get; set; }
    public List<ItemRequest>? Items { get; set; }
}

/// <summary>An information item as it is asked for.</summary>
internal sealed record ItemRequest
{
    public string? Name { get; set; }
    public string? Column { get; set; }

    /// <summary>character, number, money, date, dateTime, logical, memo, double, integer, float; or C N Y D T L M B I F.</summary>
    public string? Type { get; set; }

    /// <summary>Characters for C and M, digits for N; dropped for other types.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Length { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Scale { get; set; }
    public bool? Key { get; set; }
    public bool? Required { get; set; }
    public string? DataElement { get; set; }
    public string? CodeList { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Grade { get; set; }

    /// <summary>none, full, partial.</summary>
    public string? Mask { get; set; }
    public string? Pattern { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Minimum { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Maximum { get; set; }
    public string? Unit { get; set; }
}

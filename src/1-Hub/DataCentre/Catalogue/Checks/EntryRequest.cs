using System.ComponentModel;
using System.Text.Json.Serialization;
using CityHub.Kernel.Modules;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>
/// A catalogue entry as it is asked for: every field may be missing or wrong, so that all faults are told at once and beside their field.
/// Choices are words (<c>conditional</c>, <c>daily</c>) or the guide's numbers; item types are words (<c>character</c>) or the guide's letters.
/// </summary>
internal sealed record EntryRequest
{
    private const string GuideNumber = "Also the guide's number or its Chinese name, as pasted from a sheet";

    public string? Title { get; set; }
    public string? Summary { get; set; }

    /// <summary>Organisation code of the provider.</summary>
    public string? Provider { get; set; }
    public string? Theme { get; set; }

    /// <summary>unconditional, conditional, notShared.</summary>
    [OneOf(typeof(SharingType)), Description(GuideNumber)]
    [JsonConverter(typeof(TextOrNumber))]
    public string? Sharing { get; set; }

    /// <summary>Condition when conditional, legal basis when not shared.</summary>
    public string? SharingCondition { get; set; }
    public bool? Open { get; set; }

    /// <summary>realTime, daily, weekly, monthly, quarterly, yearly.</summary>
    [OneOf(typeof(UpdateCycle)), Description(GuideNumber)]
    [JsonConverter(typeof(TextOrNumber))]
    public string? Cycle { get; set; }
    public bool? Generated { get; set; }
    public string? Source { get; set; }

    /// <summary>分类码 that the code counts in; by default the provider's own. Cannot change later.</summary>
    [JsonConverter(typeof(TextOrNumber))]
    public string? Category { get; set; }
    public List<ItemRequest>? Items { get; set; }

    /// <summary>Title in English, optional.</summary>
    public string? TitleEn { get; set; }

    /// <summary>document, spreadsheet, database (default), image, stream, selfDescribed, service; or the guide's number.</summary>
    [OneOf(typeof(ResourceFormat)), Description(GuideNumber)]
    [JsonConverter(typeof(TextOrNumber))]
    public string? Format { get; set; }

    /// <summary>Sub-formats of the format, such as xlsx; for selfDescribed the names of your own.</summary>
    public List<string>? SubFormats { get; set; }

    /// <summary>database, file, service (default); or by hand: mail, disk, medium.</summary>
    [OneOf(typeof(SharingWay)), Description("database, file, service by default")]
    public List<string>? Ways { get; set; }

    /// <summary>Only when open.</summary>
    public string? OpenCondition { get; set; }

    /// <summary>CCYY-MM-DD; by default the day of the first publication here.</summary>
    public string? IssuedOn { get; set; }

    /// <summary>Codes of the same or related resources.</summary>
    public List<string>? Related { get; set; }

    /// <summary>Clauses of the register of decrees, such as <c>gwyl-809/16</c>.</summary>
    public List<string>? Basis { get; set; }

    /// <summary>Fields beyond the guide's core.</summary>
    public ExtensionRequest? Extension { get; set; }
}

/// <summary>扩展元数据 as it is asked for.</summary>
internal sealed record ExtensionRequest
{
    public string? LeadDepartment { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Division { get; set; }
    public string? Alias { get; set; }

    /// <summary>notSecret, secret; secrets are refused.</summary>
    [OneOf(typeof(Secrecy)), Description("secret is refused")]
    [JsonConverter(typeof(TextOrNumber))]
    public string? Secrecy { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Grade { get; set; }
    public string? IndicatorSystem { get; set; }
    public string? Audience { get; set; }
    public string? ServiceField { get; set; }
    public string? StorageMedium { get; set; }
    public string? StorageLocation { get; set; }
    public string? Contact { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Phone { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? StoredGb { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Records { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? SharedGb { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? SharedRecords { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? OpenGb { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? OpenRecords { get; set; }
}

/// <summary>An information item as it is asked for.</summary>
internal sealed record ItemRequest
{
    public string? Name { get; set; }
    public string? Column { get; set; }

    /// <summary>character, number, money, date, dateTime, logical, memo, double, integer, float; or C N Y D T L M B I F.</summary>
    [OneOf(typeof(ItemType)), Description("Also the guide's letter (C N Y D T L M B I F) or its Chinese name, as pasted from a sheet")]
    public string? Type { get; set; }

    /// <summary>Characters for C and M, digits for N; dropped for other types.</summary>
    [Description("Characters of character and memo, digits of number; dropped for other types")]
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
    [OneOf(typeof(MaskKind))]
    public string? Mask { get; set; }
    public string? Pattern { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Minimum { get; set; }

    [JsonConverter(typeof(TextOrNumber))]
    public string? Maximum { get; set; }
    public string? Unit { get; set; }

    /// <summary>The item's own sharing type, never wider than the entry's; empty for the entry's.</summary>
    [OneOf(typeof(SharingType)), Description("The item's own sharing type, never wider than the entry's; left out for the entry's")]
    [JsonConverter(typeof(TextOrNumber))]
    public string? Sharing { get; set; }

    /// <summary>Its condition, or the basis when it is not shared.</summary>
    public string? SharingCondition { get; set; }

    /// <summary>How dates are written, such as yyyy-MM-dd.</summary>
    public string? DateFormat { get; set; }

    /// <summary>Why it is collected although another resource is its lead source.</summary>
    public string? RepeatReason { get; set; }
}

namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>数源: the one resource that provides a datum.</summary>
internal sealed class LeadRow
{
    public required string Key { get; init; }
    public required string ResourceId { get; set; }
    public required string Column { get; set; }
    public string? Note { get; set; }
    public required string NamedBy { get; set; }
    public required DateTimeOffset NamedAtUtc { get; set; }
}

/// <summary>Two columns whose values overlap, as the last scan found them.</summary>
internal sealed class OverlapRow
{
    public required string FirstId { get; init; }
    public required string FirstColumn { get; init; }
    public required string SecondId { get; init; }
    public required string SecondColumn { get; init; }
    public required double Share { get; init; }
    public required DateTimeOffset FoundAtUtc { get; init; }
}

using CityHub.Kernel.Organisations;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>An organisation as it is kept. Closed ones stay, because records of the past name them.</summary>
internal sealed class OrganisationRow
{
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required OrganisationKind Kind { get; init; }

    public string? ParentCode { get; init; }

    public required string Path { get; init; }

    public required string DivisionCode { get; init; }

    public string? CreditCode { get; init; }

    public bool CreditCodeIsGenerated { get; init; }

    public required string Source { get; init; }

    public DateTimeOffset? ClosedAtUtc { get; set; }

    public Organisation ToOrganisation() => new(
        Code, new(NameZh, NameEn), Kind, ParentCode, Path, DivisionCode, CreditCode, CreditCodeIsGenerated, Source);
}

namespace CityHub.Kernel.Organisations;

/// <summary>What an organisation (机构) is.</summary>
public enum OrganisationKind
{
    /// <summary>人民政府 of a city, district or county.</summary>
    Government,

    /// <summary>政务部门.</summary>
    Department,

    /// <summary>乡镇、街道.</summary>
    Township,

    /// <summary>公共企事业单位.</summary>
    PublicUtility,
}

/// <summary>One node of the tree of state (机构).</summary>
/// <param name="Code">Own stable code: division code for governments and townships, <c>division-short</c> for departments.</param>
/// <param name="Name">Name in both languages.</param>
/// <param name="Kind">Kind.</param>
/// <param name="ParentCode">The node above; null at the root.</param>
/// <param name="Path">Codes from the root, each ended by '/': a subtree is a prefix.</param>
/// <param name="DivisionCode">GB/T 2260 (6 digits) or GB/T 10114 (9 digits) code of its area.</param>
/// <param name="CreditCode">统一社会信用代码 (GB 32100), 18 characters; null for nodes that have none.</param>
/// <param name="CreditCodeIsGenerated">True when the credit code was made for the sample city and is not a registered one.</param>
/// <param name="Source">Where the row comes from (package and version, or "sample").</param>
public sealed record Organisation(
    string Code, Words Name, OrganisationKind Kind, string? ParentCode, string Path, string DivisionCode,
    string? CreditCode, bool CreditCodeIsGenerated, string Source);

/// <summary>The tree of state, as other modules read it. Filled by the identity room of the service platform.</summary>
public interface IOrganisations
{
    /// <summary>The organisation, or null.</summary>
    Organisation? Find(string code);

    /// <summary>The root: the city.</summary>
    Organisation Root { get; }

    /// <summary>Every organisation whose path starts with the prefix, ordered by path.</summary>
    IReadOnlyList<Organisation> Within(string pathPrefix);
}

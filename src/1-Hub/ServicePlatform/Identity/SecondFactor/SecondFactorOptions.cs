using System.Collections.Frozen;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>The city's choice, section <c>SecondFactor</c> of the configuration.</summary>
internal sealed class SecondFactorOptions
{
    /// <summary>Roles that work with a second factor only, parted by commas, such as <c>system-administrator,security-administrator,auditor</c>; empty asks nobody.</summary>
    public string RequiredOf { get; set; } = "";

    public FrozenSet<string> Roles => RequiredOf.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A misspelt role would leave its holders unasked, unseen.</summary>
    public bool NamesOnlyRoles => Roles.All(code => Accounts.Roles.Find(code) is not null);
}

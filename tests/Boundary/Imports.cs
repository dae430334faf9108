using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace CityHub.Boundary;

/// <summary>Imports run one way: Host -> applications -> pillars -> hub -> Web, Storage -> Kernel (DESIGN section 2).</summary>
public sealed class Imports
{
    private const string Kernel = "CityHub.Kernel";
    private const string Storage = "CityHub.Storage";
    private const string Web = "CityHub.Web";
    private const string Platform = "CityHub.ServicePlatform";
    private const string DataCentre = "CityHub.DataCentre";
    private const string Host = "CityHub.Host";

    /// <summary>A lower part and what it must not know.</summary>
    public static TheoryData<string, string[]> Walls => new()
    {
        { Kernel, [Storage, Web, Platform, DataCentre, Host] },
        { Storage, [Web, Platform, DataCentre, Host] },
        { Web, [Storage, Platform, DataCentre, Host] },
        { Platform, [DataCentre, Host] },
        { DataCentre, [Host] },
    };

    [Theory, MemberData(nameof(Walls))]
    public void never_run_from_a_lower_part_to_a_higher_one(string lower, string[] higher) =>
        Assert.Empty(Offences(Wall(lower, higher), City.Built));

    [Theory]
    [InlineData(Kernel, DataCentre)]
    [InlineData(Platform, DataCentre)]
    [InlineData(Storage, Web)]
    public void that_climb_are_found(string lower, string higher) =>
        Assert.NotEmpty(Offences(Wall(lower, [higher]), City.WithOffenders));

    [Fact]
    public void guard_every_module_of_the_program() =>
        Assert.Equal([Platform, DataCentre], City.ModuleNames);

    internal static IReadOnlyList<string> Offences(IArchRule rule, Architecture architecture) =>
        [.. rule.Evaluate(architecture).Where(result => !result.Passed).Select(result => result.Description)];

    private static ArchRule<IType> Wall(string lower, string[] higher) => Types().That()
        .ResideInNamespaceMatching($@"^{lower}(\.|$)")
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^({string.Join('|', higher)})(\.|$)"))
        .WithoutRequiringPositiveResults();
}

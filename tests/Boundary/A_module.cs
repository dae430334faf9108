using System.Reflection;
using Xunit;

namespace CityHub.Boundary;

/// <summary>A module shows its door and its contracts, nothing else.</summary>
public sealed class A_module
{
    private static readonly string[] Technical = ["Controllers", "Services", "Repositories", "Helpers", "Utils", "Dtos", "Handlers", "Managers"];

    public static TheoryData<string> Modules => [.. City.ModuleNames];

    [Theory, MemberData(nameof(Modules))]
    public void is_public_only_in_its_door_its_contracts_and_its_pages(string module)
    {
        var assembly = City.Assemblies.Single(a => a.GetName().Name == module);

        var handed = ParametersOfPages(assembly);
        var open = assembly.GetExportedTypes().Where(type => !type.IsNested && !MayBePublic(type, module) && !handed.Contains(type.ToString())).Select(type => type.FullName);

        Assert.Empty(open);
    }

    [Theory, MemberData(nameof(Modules))]
    public void names_its_folders_after_what_the_city_does(string module) =>
        Assert.Empty(TechnicalNames(City.Assemblies.Single(a => a.GetName().Name == module)));

    [Fact]
    public void that_names_a_folder_after_technique_is_found() =>
        Assert.NotEmpty(TechnicalNames(typeof(A_module).Assembly));

    // The Razor compiler makes components public; they are pages, not contracts, and nobody outside may name them (Imports).
    private static bool MayBePublic(Type type, string module) =>
        type.Namespace!.StartsWith($"{module}.Contracts", StringComparison.Ordinal)
        || type.Name == module.Split('.')[^1] + "Module"
        || typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(type)
        || type.Name == "_Imports";

    // What a page hands to a component must be as public as the component.
    private static string ParametersOfPages(Assembly assembly) => string.Join('\n', assembly.GetExportedTypes()
        .Where(typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom)
        .SelectMany(type => type.GetProperties())
        .Select(property => property.PropertyType.ToString()));

    private static IEnumerable<string?> TechnicalNames(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Namespace?.Split('.').Any(Technical.Contains) == true)
        .Select(type => type.FullName);
}

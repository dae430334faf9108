using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace CityHub.Boundary;

/// <summary>The program's own assemblies as the boundary rules see them.</summary>
internal static class City
{
    /// <summary>Every assembly of the product beside the tests, so that a new module is guarded at birth.</summary>
    public static IReadOnlyList<System.Reflection.Assembly> Assemblies { get; } =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => Path.GetFileName(file) is var name
                && (name.StartsWith("CityHub.", StringComparison.Ordinal) && !name.Contains("Tests", StringComparison.Ordinal) || name == "cityhub.dll"))
            .Select(System.Reflection.Assembly.LoadFrom),
    ];

    /// <summary>The product.</summary>
    public static Architecture Built { get; } = new ArchLoader().LoadAssemblies([.. Assemblies]).Build();

    /// <summary>The product together with this test assembly, where the planted offenders live.</summary>
    public static Architecture WithOffenders { get; } =
        new ArchLoader().LoadAssemblies([.. Assemblies, typeof(City).Assembly]).Build();

    /// <summary>Root namespaces of the modules.</summary>
    public static IEnumerable<string> ModuleNames => CityHub.Host.Hub.Modules.All.Select(m => m.GetType().Namespace!);
}

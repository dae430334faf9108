using System.Reflection;

namespace CityHub.Web;

/// <summary>The assemblies of the modules that hold pages. The Host registers one, so that requests and circuits know the same pages.</summary>
public sealed record PageAssemblies(IReadOnlyList<Assembly> Modules);

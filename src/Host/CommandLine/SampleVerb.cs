using System.CommandLine;

namespace CityHub.Host.CommandLine;

/// <summary><c>sample --people N --out FILE</c>: generated person rows of any size, deterministic by seed.</summary>
internal static class SampleVerb
{
    public static Command Make() => new("sample");
}

namespace CityHub.Tests;

/// <summary>The program that tests start: the published one when ./test names its folder, as users have it; else the one built beside the tests.</summary>
internal static class Published
{
    public static string Program { get; } = Path.Combine(Environment.GetEnvironmentVariable("CITYHUB_PUBLISHED") ?? AppContext.BaseDirectory, "cityhub");
}

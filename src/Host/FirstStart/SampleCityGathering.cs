using CityHub.Host.Hub;

namespace CityHub.Host.FirstStart;

/// <summary>Size of the sample city.</summary>
/// <param name="People">People to generate; null takes the sample's own size.</param>
internal sealed record SampleCityOptions(int? People);

internal static class SampleCityGathering
{
    public static Task Run(DataFolder data, SampleCityOptions options, CancellationToken ct) => Task.CompletedTask;
}

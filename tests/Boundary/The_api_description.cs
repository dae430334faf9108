using Xunit;

namespace CityHub.Boundary;

/// <summary>Clients are written against the description: it changes only on purpose.</summary>
public sealed class The_api_description(RunningHub hub) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task is_the_approved_one() =>
        Approved.Same(await hub.Client.GetStringAsync("/openapi/v1.json") + "\n", "docs/openapi.v1.json");
}

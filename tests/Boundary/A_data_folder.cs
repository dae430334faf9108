using CityHub.Host.Hub;
using CityHub.Kernel.Modules;
using Xunit;

namespace CityHub.Boundary;

public sealed class A_data_folder
{
    [Fact]
    public void whose_path_is_too_long_for_a_socket_is_refused_before_anything_is_made()
    {
        var path = Path.Combine(Path.GetTempPath(), "cityhub-" + new string('长', 40));

        var refused = Assert.Throws<StartUpException>(() => new DataFolder(path).TryOwn());

        Assert.Contains("--data", refused.Why.En, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void has_its_socket_inside() // a place that others may write to could hold another's
    {
        var folder = Path.Combine(Path.GetTempPath(), "cityhub-data");

        Assert.Equal(Path.Combine(folder, "hub.sock"), new DataFolder(folder).SocketPath);
    }
}

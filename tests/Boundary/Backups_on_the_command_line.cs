using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace CityHub.Boundary;

public sealed class Backups_on_the_command_line : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Backup => Path.Combine(_folder, "backup");

    private string Restored => Path.Combine(_folder, "restored");

    [Fact]
    public async Task are_made_without_a_hub_and_restored_to_a_folder_whose_trail_is_intact()
    {
        await CommandLine.WithHub(Data);

        var (made, words, error) = await CommandLine.Run("backup", Backup, "--data", Data);
        var (restored, json, wrong) = await CommandLine.Run("restore", Backup, "--data", Restored, "--json");
        var (intact, verdict, _) = await CommandLine.Run("audit", "verify", "--data", Restored);

        Assert.True(made == 0, error);
        Assert.StartsWith($"Backed up to {Backup}: as of ", words, StringComparison.Ordinal);
        Assert.True(restored == 0, wrong);
        Assert.Equal(Restored, JsonDocument.Parse(json).RootElement.GetProperty("data").GetString());
        Assert.True(intact == 0, verdict);
    }

    [Fact]
    public async Task are_made_by_the_running_hub_and_noted_in_its_trail()
    {
        await CommandLine.WithHub(Data, async () =>
        {
            var (exit, json, error) = await CommandLine.Run("backup", Backup, "--data", Data, "--json");
            Assert.True(exit == 0, error);
            Assert.Equal(Backup, JsonDocument.Parse(json).RootElement.GetProperty("path").GetString());
        });

        var trail = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Data, "audit"), "*.log").Single());
        Assert.Contains("\"act\":\"backup.begun\"", trail, StringComparison.Ordinal);
        Assert.Contains("\"act\":\"backup.made\"", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task are_refused_over_what_exists_into_the_data_folder_and_into_nowhere()
    {
        await CommandLine.WithHub(Data, async () =>
        {
            Directory.CreateDirectory(Backup);
            Assert.Contains("[backup.target-exists]", (await CommandLine.Run("backup", Backup, "--data", Data)).Error, StringComparison.Ordinal);
            Assert.Contains("[backup.path-unusable]", (await CommandLine.Run("backup", Path.Combine(Data, "b"), "--data", Data)).Error, StringComparison.Ordinal);
            Assert.Contains("[backup.path-unusable]", (await CommandLine.Run("backup", Path.Combine(_folder, "no", "b"), "--data", Data)).Error, StringComparison.Ordinal);
        });
        Assert.Contains("[backup.folder-not-empty]", (await CommandLine.Run("restore", Backup, "--data", Data)).Error, StringComparison.Ordinal);
        Assert.Contains("[backup.no-manifest]", (await CommandLine.Run("restore", Backup, "--data", Restored)).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Restored));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class A_backup_over_the_network(RunningHub hub) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task is_refused_to_whoever_is_not_signed_in()
    {
        using var answer = await hub.Client.PostAsJsonAsync("/api/v1/backups", new { path = "/tmp/x" });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}

public sealed class An_upgrade_on_the_command_line : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;

    [Fact]
    public async Task is_told_before_and_done_once()
    {
        await CommandLine.WithHub(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "VERSION"), "1\n");
        var before = CommandLine.Files(_folder);

        var (_, told, _) = await CommandLine.Run("upgrade", "--check", "--data", _folder);
        Assert.Equal(before, CommandLine.Files(_folder));
        var (_, done, _) = await CommandLine.Run("upgrade", "--data", _folder);
        var (_, json, _) = await CommandLine.Run("upgrade", "--check", "--data", _folder, "--json");

        Assert.StartsWith("The data folder has version 1, this program works with 2.", told, StringComparison.Ordinal);
        Assert.StartsWith("Upgraded from version 1 to 2:", done, StringComparison.Ordinal);
        Assert.Equal("2\n", await File.ReadAllTextAsync(Path.Combine(_folder, "VERSION")));
        Assert.Equal(0, JsonDocument.Parse(json).RootElement.GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task is_refused_for_a_newer_folder()
    {
        await CommandLine.WithHub(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "VERSION"), "99\n");

        var (exit, _, error) = await CommandLine.Run("upgrade", "--data", _folder);

        Assert.Equal(1, exit);
        Assert.Contains("has version 99; this program knows versions 1 to 2", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

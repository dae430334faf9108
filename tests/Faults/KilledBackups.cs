using System.Diagnostics;
using CityHub.Kernel.Modules;
using CityHub.Storage.Backup;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>The program is killed with SIGKILL in the middle of a backup and of a restore: nothing that is left passes for whole.</summary>
public sealed class A_killed : IAsyncLifetime
{
    private const int BigBytes = 400 << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-k-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Backup => Path.Combine(_folder, "backup");

    private string Target => Path.Combine(_folder, "restored");

    public async ValueTask InitializeAsync()
    {
        await using (await WholeHub.Start(Data))
        {
        }

        // An upload that takes its time to copy.
        var big = Path.Combine(Data, "spool", "uploads", "waiting", "file", "big.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(big)!);
        using var file = File.Create(big);
        var noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        for (var i = 0; i < BigBytes >> 20; i++)
        {
            file.Write(noise);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task backup_leaves_no_backup_and_a_folder_that_is_backed_up_the_next_time()
    {
        await Kill(["backup", Backup, "--data", Data], "backup.part-*", "spool/uploads/waiting/file/big.csv");

        Assert.False(Path.Exists(Backup));
        var left = Directory.GetDirectories(_folder, "backup.part-*").Single();
        Assert.Equal("backup.no-manifest", RestoreBackup.Do(left, Target, "local", TimeProvider.System, default).Fault?.Code);
        Assert.False(Path.Exists(Target));
        Assert.NotEmpty(Directory.GetDirectories(Data, ".backup-*"));

        await using (var hub = await WholeHub.Start(Data))
        {
            Assert.Empty(Directory.GetDirectories(Data, ".backup-*"));
            Assert.True(await hub.TrailIsIntact());
            await A_backup_of_a_busy_hub.Back(hub, Backup);
        }

        Assert.Null(RestoreBackup.Do(Backup, Target, "local", TimeProvider.System, default).Fault);
    }

    [Fact]
    public async Task restore_leaves_no_data_folder_and_a_backup_that_is_restored_the_next_time()
    {
        await using (var hub = await WholeHub.Start(Data))
        {
            await A_backup_of_a_busy_hub.Back(hub, Backup);
        }

        await Kill(["restore", Backup, "--data", Target], "restored.restoring-*", "spool/uploads/waiting/file/big.csv");

        Assert.False(Path.Exists(Target));
        var left = Directory.GetDirectories(_folder, "restored.restoring-*").Single();
        await Assert.ThrowsAsync<StartUpException>(() => WholeHub.Start(left));

        Assert.Null(RestoreBackup.Do(Backup, Target, "local", TimeProvider.System, default).Fault);
        await using var restored = await WholeHub.Start(Target);
        Assert.True(await restored.TrailIsIntact());
    }

    /// <summary>Kills the program as soon as the file begins to grow, and makes sure that it was not whole yet.</summary>
    private async Task Kill(string[] verb, string folder, string file)
    {
        using var program = Process.Start(new ProcessStartInfo(CityHub.Tests.Published.Program, verb) { WorkingDirectory = Path.GetTempPath() })!;
        while (!Directory.GetDirectories(_folder, folder).Any(part => File.Exists(Path.Combine(part, file))))
        {
            Assert.False(program.HasExited, "it ended before it could be killed");
            await Task.Delay(1);
        }

        program.Kill();
        await program.WaitForExitAsync();
        Assert.True(new FileInfo(Path.Combine(Directory.GetDirectories(_folder, folder).Single(), file)).Length < BigBytes, "the file was copied before the kill");
    }
}

using CityHub.Kernel;
using CityHub.Kernel.Modules;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>Files that live as long as one download. What a crash left is removed at the next start.</summary>
internal sealed class TemporaryFiles(HubSettings settings) : IStartUp
{
    private string Folder => Path.GetDirectoryName(settings.InData("tmp", "downloads", "x"))!;

    public string New() => settings.InData("tmp", "downloads", Id.New());

    public Task Start(CancellationToken ct)
    {
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }
}

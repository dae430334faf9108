using CityHub.DataCentre.Tests.Quality;

namespace CityHub.DataCentre.Tests;

/// <summary>The real data that may lie beside the repository (<c>../shared/data</c>); tests that want it skip without.</summary>
internal static class SharedData
{
    public static string? Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(Library.ReferenceFolder); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine([folder.FullName, "shared", "data", .. parts]);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

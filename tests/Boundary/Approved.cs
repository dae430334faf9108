using System.Runtime.CompilerServices;
using Xunit;

namespace CityHub.Boundary;

/// <summary>Files of the repository that say what the program offers. They change only on purpose: APPROVE=1 ./test Boundary rewrites them.</summary>
internal static class Approved
{
    public static void Same(string actual, string file)
    {
        var path = Path.Combine(Root(), file);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(approved == actual, $"{file} differs from what the program offers now. Look at it with: APPROVE=1 ./test Boundary; git diff {file}");
    }

    /// <summary>The repository's root.</summary>
    public static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

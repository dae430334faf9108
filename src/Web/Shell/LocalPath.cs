namespace CityHub.Web;

/// <summary>Addresses to go back to: only paths of this program, never another host.</summary>
public static class LocalPath
{
    /// <summary>The path when it is local, else the other one.</summary>
    /// <param name="path">What the request named, for example <c>/datasets?q=air</c>.</param>
    /// <param name="otherwise">Where to go instead.</param>
    public static string Or(string? path, string otherwise) => IsLocal(path) ? path! : otherwise;

    /// <summary>The address of a switch in the header that comes back to the page it stands on.</summary>
    public static string Switch(string name, string to, string back) =>
        $"/settings/{name}?to={to}&back={Uri.EscapeDataString(back)}";

    // Browsers read "/\host" and "//host" as another host, and drop control characters first.
    private static bool IsLocal(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}

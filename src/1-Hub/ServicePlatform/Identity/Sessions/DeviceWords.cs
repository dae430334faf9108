namespace CityHub.ServicePlatform.Identity.Sessions;

/// <summary>A browser's long name for itself in two words that its owner recognises.</summary>
internal static class DeviceWords
{
    // In this order: browsers name the ones before them as well, to be let in.
    private static readonly (string Part, string Name)[] Browsers =
    [
        ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("HeadlessChrome", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
    ];

    private static readonly (string Part, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as <c>Edge · Windows</c>; the beginning of the name itself when nothing in it is known.</summary>
    public static string Of(string agent)
    {
        string?[] words = [Known(Browsers, agent), Known(Systems, agent)];
        var known = string.Join(" · ", words.Where(w => w is not null));
        return known.Length > 0 ? known : agent.Length > 0 ? Kernel.Shortened.To(agent, 40) : "—";
    }

    private static string? Known((string Part, string Name)[] names, string agent) =>
        names.Where(n => agent.Contains(n.Part, StringComparison.Ordinal)).Select(n => n.Name).FirstOrDefault();
}

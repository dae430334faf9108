using System.Collections.Frozen;

namespace CityHub.Web;

/// <summary>The icons: line drawings on a grid of 20, one path each, stroke of the text's colour.</summary>
public static class Icons20
{
    private static readonly FrozenDictionary<string, string> Drawn = new Dictionary<string, string>
    {
        ["arrow"] = "M3 10h13M11.5 5L16.5 10l-5 5",
        ["bell"] = "M10 3a4.5 4.5 0 0 0-4.5 4.5V12L4 14.5h12L14.5 12V7.5A4.5 4.5 0 0 0 10 3ZM8.5 17h3",
        ["book"] = "M4 3.5h11.5v13H5.5A1.5 1.5 0 0 1 4 15ZM4 15a1.5 1.5 0 0 1 1.5-1.5h10",
        ["cam"] = "M3 6h3.5L8 4h4l1.5 2H17v10H3V6ZM10 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
        ["chief"] = "M10 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM3.5 17c.5-4 3-6 6.5-6s6 2 6.5 6",
        ["city"] = "M2.5 17h15M4 17V8h5v9M9 17V3.5h7V17M11.5 7h2M11.5 10h2M11.5 13h2M6 11h1M6 14h1",
        ["cloud"] = "M6 15.5a3.5 3.5 0 0 1-.3-7A4.7 4.7 0 0 1 14.8 8 3.8 3.8 0 0 1 14.5 15.5Z",
        ["cols"] = "M3 4h14v12H3zM8 4v12M12.5 4v12",
        ["copy"] = "M7 7h9v9H7zM4 13V4h9",
        ["db"] = "M4 5c0-1.1 2.7-2 6-2s6 .9 6 2-2.7 2-6 2-6-.9-6-2ZM4 5v10c0 1.1 2.7 2 6 2s6-.9 6-2V5M4 10c0 1.1 2.7 2 6 2s6-.9 6-2",
        ["down"] = "M4.5 7.5L10 13l5.5-5.5",
        ["drag"] = "M7 5v.3M7 10v.3M7 15v.3M13 5v.3M13 10v.3M13 15v.3",
        ["edit"] = "M3.5 16.5l.8-3.6L13.5 3.7l2.8 2.8-9.2 9.2ZM11.5 5.7l2.8 2.8",
        ["factory"] = "M3 17V9l4.5 3V9l4.5 3V4h5v13H3ZM6 14.5h1M10 14.5h1M14 14.5h1",
        ["file"] = "M5 2.5h7l3.5 3.5v11.5H5V2.5ZM12 2.5V6h3.5",
        ["file-up"] = "M5 2.5h7l3.5 3.5v11.5H5V2.5ZM10.2 14.5V9M7.9 11l2.3-2.3L12.5 11",
        ["filter"] = "M3 4.5h14L11.5 11v5.5l-3-1.8V11L3 4.5Z",
        ["gather"] = "M10 3v8M6.5 8L10 11.5 13.5 8M3 13v4h14v-4",
        ["gauge"] = "M3 14a7 7 0 1 1 14 0M10 14l3.5-4.5M3 14h2M15 14h2",
        ["gear"] = "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4",
        ["grid"] = "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z",
        ["hall"] = "M2.5 17h15M4 15V8.5M8 15V8.5M12 15V8.5M16 15V8.5M3 8.5h14L10 3.5 3 8.5Z",
        ["heart"] = "M10 16.5L3.8 10.2a3.7 3.7 0 0 1 5.3-5.3l.9.9.9-.9a3.7 3.7 0 0 1 5.3 5.3L10 16.5Z",
        ["help"] = "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M10 13.8v.2",
        ["home"] = "M3 9l7-5.5L17 9v8h-5v-5H8v5H3V9Z",
        ["inbox"] = "M3 11l2.5-7h9L17 11v6H3v-6ZM3 11h4l1.2 2.2h3.6L13 11h4",
        ["key"] = "M12.5 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM9.7 10.3L3.5 16.5M5.5 14.5l2 2",
        ["leaf"] = "M4 16C4 8 8 4 16.5 3.5 16.5 12 12.5 15.5 6.5 14.5M4 17c1-4 3.5-7 7.5-9",
        ["left"] = "M12.5 4.5L7 10l5.5 5.5",
        ["link"] = "M8.5 11.5l3-3M9 6l1.5-1.5a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.5 3.5 0 0 1-5-5L6 9",
        ["list"] = "M7 5h10M7 10h10M7 15h10M3 5h.8M3 10h.8M3 15h.8",
        ["load"] = "M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13",
        ["lock"] = "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
        ["map"] = "M3 5l4.5-1.5L12.5 5.5 17 4v11l-4.5 1.5-5-2L3 16V5ZM7.5 3.5v11M12.5 5.5v11",
        ["mast"] = "M10 8v9M7 17h6M10 5.5a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4ZM6.5 10a4.8 4.8 0 0 1 0-6.6M13.5 10a4.8 4.8 0 0 0 0-6.6",
        ["meet"] = "M3 8h14v3H3zM5 11v6M15 11v6M6 5h8",
        ["menu"] = "M3 5.5h14M3 10h14M3 14.5h14",
        ["mic"] = "M10 3a2.3 2.3 0 0 0-2.3 2.3v4a2.3 2.3 0 0 0 4.6 0v-4A2.3 2.3 0 0 0 10 3ZM5 9.5a5 5 0 0 0 10 0M10 14.5V17",
        ["moon"] = "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z",
        ["more"] = "M4.5 10h.5M9.8 10h.5M15 10h.5",
        ["out"] = "M8 3.5H3.5v13H8M9 10h8M13.5 6.5L17 10l-3.5 3.5",
        ["pause"] = "M7 4.5v11M13 4.5v11",
        ["pin"] = "M10 17.5s5.5-5.2 5.5-9.3a5.5 5.5 0 0 0-11 0c0 4.1 5.5 9.3 5.5 9.3ZM10 6.3a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8Z",
        ["play"] = "M6 4l10 6-10 6Z",
        ["plus"] = "M10 4v12M4 10h12",
        ["redo"] = "M16 9A6 6 0 1 0 16.5 12.5M16.5 4.5V9H12",
        ["right"] = "M7.5 4.5L13 10l-5.5 5.5",
        ["screen"] = "M2.5 4h15v10h-15zM7 17.2h6M10 14v3",
        ["search"] = "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4",
        ["shield"] = "M10 2.8l6.5 2.4V10c0 3.6-2.7 6.2-6.5 7.5C6.2 16.2 3.5 13.6 3.5 10V5.2L10 2.8Z",
        ["sort"] = "M6.5 4v12M4 13.5L6.5 16 9 13.5M13.5 16V4M11 6.5L13.5 4 16 6.5",
        ["stop"] = "M5 5h10v10H5z",
        ["sun"] = "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
        ["table"] = "M3 4h14v12H3zM3 8h14M3 12h14M9 8v8",
        ["text"] = "M2.5 16L7 4.5 11.5 16M4 12h6M12.5 16l2.7-7 2.8 7M13.5 13.5h3.5",
        ["tick"] = "M4 10.5l4 4 8-9",
        ["trail"] = "M5 4h.5M5 10h.5M5 16h.5M8.5 4H17M8.5 10H17M8.5 16H17M5.2 5.5v3M5.2 11.5v3",
        ["warn"] = "M10 3l7.5 13.5h-15L10 3ZM10 8v4M10 14v.3",
        ["x"] = "M5 5l10 10M15 5L5 15",
    }.ToFrozenDictionary();

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => Drawn.Keys;

    /// <summary>The path of an icon; null when there is none of that name.</summary>
    public static string? Path(string name) => Drawn.GetValueOrDefault(name);
}

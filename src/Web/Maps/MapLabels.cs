namespace CityHub.Web;

/// <summary>Which names a map can carry without one lying on another: larger districts first.</summary>
internal static class MapLabels
{
    private const double LineHeight = 15;
    private const double Smallest = 600;

    // On a phone the map is half as large and its type, in the map's own units, twice.
    private const double OnPhone = 1.9;

    /// <summary>Names with their places; minor ones have no room on a phone.</summary>
    /// <param name="places">Name, centre and area of each district, in pixels.</param>
    public static IReadOnlyList<(string Text, double X, double Y, bool Minor)> Place(IReadOnlyList<(string Text, double X, double Y, double Area)> places)
    {
        var onPhone = Fit(places, OnPhone).ToHashSet();
        return [.. Fit(places, 1).Select(p => (p.Text, p.X, p.Y, !onPhone.Contains(p)))];
    }

    private static List<(string Text, double X, double Y)> Fit(IReadOnlyList<(string Text, double X, double Y, double Area)> places, double scale)
    {
        var placed = new List<(string Text, double X, double Y)>();
        foreach (var (text, x, y, _) in places.Where(p => p.Area >= Smallest).OrderByDescending(p => p.Area))
        {
            if (!placed.Exists(p => Math.Abs(p.Y - (y + 4)) < LineHeight * scale && Math.Abs(p.X - x) < scale * (Width(p.Text) + Width(text)) / 2))
            {
                placed.Add((text, x, y + 4));
            }
        }

        return placed;
    }

    // 13 px type: a Chinese character is as wide as high, a Latin letter about half.
    private static double Width(string text) => text.Sum(c => c > 0x2E80 ? 13.0 : 7.2) + 4;
}

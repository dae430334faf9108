using System.Collections.Concurrent;
using System.Text.Json;
using CityHub.Kernel.Modules;

namespace CityHub.Web;

/// <summary>A district as drawn.</summary>
/// <param name="Code">GB/T 2260 code.</param>
/// <param name="Name">Name in full: 石柱土家族自治县.</param>
/// <param name="Path">SVG path data.</param>
/// <param name="X">Centre of gravity of its largest part, pixels.</param>
/// <param name="Y">The same, downwards.</param>
/// <param name="Area">Of that part, square pixels.</param>
public sealed record DrawnDistrict(string Code, string Name, string Path, double X, double Y, double Area)
{
    /// <summary>Short name for a map: 石柱, 渝中, 忠县.</summary>
    public string ShortName => DistrictNames.Short(Name);
}

/// <summary>The districts drawn at one size.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Districts">In the order of the boundary file.</param>
public sealed record DistrictDrawing(double Width, double Height, IReadOnlyList<DrawnDistrict> Districts);

/// <summary>The boundaries of the city's districts, projected and simplified once for each size, for maps that the server draws.</summary>
public sealed class DistrictShapes(HubSettings settings)
{
    // Smaller parts are specks.
    private const double SmallestPart = 1.5;
    private readonly ConcurrentDictionary<(int Width, double Tolerance), DistrictDrawing?> _drawn = new();

    /// <summary>The drawing; null when the boundaries have not been set up.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="tolerance">How far a simplified border may be off, pixels.</param>
    public DistrictDrawing? Draw(int width = 640, double tolerance = .9) =>
        _drawn.GetOrAdd((width, tolerance), size => Read() is { } features ? Draw(features, size.Width, size.Tolerance) : null);

    internal static DistrictDrawing Draw(IReadOnlyList<Feature> features, double width, double tolerance)
    {
        var all = features.SelectMany(f => f.Rings).SelectMany(r => r).ToList();
        var (left, right) = (all.Min(p => p.X), all.Max(p => p.X));
        var (bottom, top) = (all.Min(p => p.Y), all.Max(p => p.Y));
        var scale = width / (right - left);
        (double X, double Y) Put((double X, double Y) p) => (Math.Round((p.X - left) * scale, 3), Math.Round((top - p.Y) * scale, 3));
        var put = features.Select(f => f with { Rings = [.. f.Rings.Select(r => r.Select(Put).ToList())] }).ToList();
        var owners = Owners(put);
        return new(width, Math.Round((top - bottom) * scale), [.. put.Select(f => Draw(f, owners, tolerance))]);
    }

    private static DrawnDistrict Draw(Feature feature, Dictionary<(double X, double Y), (int Set, int Size)> owners, double tolerance)
    {
        var path = new System.Text.StringBuilder();
        var best = (Area: 0.0, X: 0.0, Y: 0.0);
        foreach (var ring in feature.Rings)
        {
            var line = new List<(double X, double Y)>();
            foreach (var arc in BorderLines.Arcs(ring, owners))
            {
                // Always from the same end, or the two neighbours might keep different points.
                var forward = arc[0].CompareTo(arc[^1]) <= 0;
                var thin = BorderLines.Simplify(forward ? arc : [.. Enumerable.Reverse(arc)], tolerance);
                line.AddRange((forward ? thin : Enumerable.Reverse(thin)).SkipLast(1));
            }

            var measure = line.Count < 3 ? default : BorderLines.Measure(line);
            if (measure.Area >= SmallestPart)
            {
                best = measure.Area > best.Area ? measure : best;
                path.Append('M').AppendJoin('L', line.Select(p => FormattableString.Invariant($"{p.X:0.#} {p.Y:0.#}"))).Append('Z');
            }
        }

        return new(feature.Code, feature.Name, path.ToString(), Math.Round(best.X, 1), Math.Round(best.Y, 1), Math.Round(best.Area));
    }

    // Each distinct set of districts gets a number, so that comparing sets is comparing numbers.
    private static Dictionary<(double X, double Y), (int Set, int Size)> Owners(List<Feature> features)
    {
        var at = new Dictionary<(double X, double Y), SortedSet<string>>();
        foreach (var feature in features)
        {
            foreach (var point in feature.Rings.SelectMany(r => r))
            {
                (at.TryGetValue(point, out var codes) ? codes : at[point] = []).Add(feature.Code);
            }
        }

        var sets = new Dictionary<string, int>();
        return at.ToDictionary(p => p.Key, p =>
        {
            var key = string.Join(',', p.Value);
            return (sets.TryGetValue(key, out var set) ? set : sets[key] = sets.Count, p.Value.Count);
        });
    }

    private List<Feature>? Read()
    {
        var file = Path.Combine(settings.ReferenceFolder, "districts.geojson");
        return File.Exists(file) ? Parse(File.ReadAllBytes(file)) : null;
    }

    internal static List<Feature> Parse(ReadOnlyMemory<byte> geojson)
    {
        using var document = JsonDocument.Parse(geojson);
        return [.. document.RootElement.GetProperty("features").EnumerateArray().Select(feature =>
        {
            var (properties, geometry) = (feature.GetProperty("properties"), feature.GetProperty("geometry"));
            var coordinates = geometry.GetProperty("coordinates");
            var parts = geometry.GetProperty("type").GetString() == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToArray();
            return new Feature(
                properties.GetProperty("code").GetString()!,
                properties.GetProperty("name").GetString()!,
                [.. parts.SelectMany(part => part.EnumerateArray()).Select(Ring)]);
        })];
    }

    // GeoJSON repeats the first point at the end (RFC 7946, 3.1.6).
    private static List<(double X, double Y)> Ring(JsonElement ring)
    {
        var points = ring.EnumerateArray().Select(p => BorderLines.Mercator(p[0].GetDouble(), p[1].GetDouble())).ToList();
        if (points.Count > 1 && points[0] == points[^1])
        {
            points.RemoveAt(points.Count - 1);
        }

        return points;
    }

    /// <summary>A district with its rings, outer and inner alike.</summary>
    internal sealed record Feature(string Code, string Name, IReadOnlyList<List<(double X, double Y)>> Rings);
}

namespace CityHub.SampleCity.Places;

/// <summary>A district or county of the city.</summary>
/// <param name="Code">GB/T 2260.</param>
/// <param name="Name">Name.</param>
/// <param name="ShortName">Name without 区 or 县, as in old names.</param>
/// <param name="FormerCode">The code under which those born before 1997-06-18 were registered, when Chongqing was part of Sichuan.</param>
/// <param name="Weight">Share of the city's people in the 2020 census.</param>
/// <param name="Shape">Boundary.</param>
/// <param name="Centre">Longitude and latitude of the label.</param>
/// <param name="Townships">Its towns and streets.</param>
internal sealed record District(
    string Code, string Name, string ShortName, string FormerCode, double Weight, Shape Shape, (double Lon, double Lat) Centre,
    IReadOnlyList<Township> Townships);

/// <summary>A town or street.</summary>
internal sealed record Township(string Code, string Name);

/// <summary>The boundary of a district: rings by the even-odd rule, degrees.</summary>
internal sealed class Shape
{
    private readonly double[][] _rings;
    private readonly double _west = double.MaxValue, _south = double.MaxValue, _east = double.MinValue, _north = double.MinValue;

    /// <param name="polygons">GeoJSON order: polygons, rings, points.</param>
    public Shape(IReadOnlyList<IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>>> polygons)
    {
        Polygons = polygons;
        _rings = [.. polygons.SelectMany(p => p).Select(ring => ring.SelectMany(p => new[] { p.Lon, p.Lat }).ToArray())];
        foreach (var (lon, lat) in polygons.SelectMany(p => p).SelectMany(r => r))
        {
            (_west, _east) = (Math.Min(_west, lon), Math.Max(_east, lon));
            (_south, _north) = (Math.Min(_south, lat), Math.Max(_north, lat));
        }
    }

    public IReadOnlyList<IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>>> Polygons { get; }

    /// <summary>Whether the point lies inside.</summary>
    public bool Contains(double lon, double lat)
    {
        var inside = false;
        foreach (var ring in _rings)
        {
            for (var i = 2; i < ring.Length; i += 2)
            {
                var (x1, y1, x2, y2) = (ring[i - 2], ring[i - 1], ring[i], ring[i + 1]);
                if (y1 > lat != y2 > lat && lon < ((x2 - x1) * (lat - y1) / (y2 - y1)) + x1)
                {
                    inside = !inside;
                }
            }
        }

        return inside;
    }

    /// <summary>A point inside with six decimals, evenly spread.</summary>
    public (double Lon, double Lat) Point(ref Dice dice)
    {
        while (true)
        {
            var lon = Math.Round(_west + (dice.Share() * (_east - _west)), 6);
            var lat = Math.Round(_south + (dice.Share() * (_north - _south)), 6);
            if (Contains(lon, lat))
            {
                return (lon, lat);
            }
        }
    }
}

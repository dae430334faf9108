using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>
/// A GeoJSON geometry (RFC 7946) as WKT and bounding box. Coordinates keep their digits; the order of a ring is taken as it comes, because files
/// differ and nothing here depends on it.
/// </summary>
/// <param name="geographic">Whether coordinates are degrees, so that their range can be judged.</param>
internal sealed class GeoFields(bool geographic)
{
    private const int NestingLimit = 8;

    private readonly ArrayBufferWriter<byte> _wkt = new();
    private string _type = "";
    private double _minX, _minY, _maxX, _maxY;
    private int _dimensions;

    /// <summary>Reads a geometry or null.</summary>
    public void Read(ReadOnlySpan<byte> geometry)
    {
        _wkt.ResetWrittenCount();
        (_type, _dimensions) = ("", 0);
        (_minX, _minY, _maxX, _maxY) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        if (!geometry.SequenceEqual("null"u8))
        {
            Geometry(geometry, 0);
        }
    }

    /// <summary>The columns of the geometry; empty values where there is none.</summary>
    public IEnumerable<(byte[] Name, byte[] Value)> Cells()
    {
        yield return ("geometry"u8.ToArray(), _wkt.WrittenSpan.ToArray());
        yield return ("geometry_type"u8.ToArray(), Encoding.ASCII.GetBytes(_type));
        yield return ("min_x"u8.ToArray(), Edge(_minX));
        yield return ("min_y"u8.ToArray(), Edge(_minY));
        yield return ("max_x"u8.ToArray(), Edge(_maxX));
        yield return ("max_y"u8.ToArray(), Edge(_maxY));
    }

    private static byte[] Edge(double value) => double.IsFinite(value) ? Encoding.ASCII.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)) : [];

    private void Geometry(ReadOnlySpan<byte> geometry, int nesting)
    {
        var (type, inner) = Parts(geometry);
        if (nesting > NestingLimit)
        {
            throw new FlawException(Flaws.Geometry, "GeometryCollection");
        }

        if (nesting == 0)
        {
            _type = type;
        }

        _wkt.Write(Encoding.ASCII.GetBytes(type.ToUpperInvariant()));
        var reader = new Utf8JsonReader(inner, new JsonReaderOptions { MaxDepth = JsonColumns.MaximumDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FlawException(Flaws.Geometry, type);
        }

        if (inner.Length <= 2 || IsEmpty(inner))
        {
            _wkt.Write(" EMPTY"u8);
            return;
        }

        if (type == "GeometryCollection")
        {
            Collection(ref reader, inner, nesting);
            return;
        }

        // "Z" is written before the coordinates, so their number is looked at first.
        _dimensions = FirstDimensions(inner);
        _wkt.Write(_dimensions > 2 ? " Z "u8 : " "u8);
        var depth = type switch { "Point" => 0, "LineString" or "MultiPoint" => 1, "Polygon" or "MultiLineString" => 2, _ => 3 };
        Nested(ref reader, type, depth);
    }

    private static (string Type, byte[] Inner) Parts(ReadOnlySpan<byte> geometry)
    {
        var reader = new Utf8JsonReader(geometry, new JsonReaderOptions { MaxDepth = JsonColumns.MaximumDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FlawException(Flaws.Geometry, JsonColumns.Short(geometry));
        }

        string? type = null;
        ReadOnlySpan<byte> inner = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isInner = reader.ValueTextEquals("coordinates"u8) || reader.ValueTextEquals("geometries"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            type = isType && reader.TokenType == JsonTokenType.String ? reader.GetString() : type;
            reader.Skip();
            inner = isInner ? geometry[start..(int)reader.BytesConsumed] : inner;
        }

        return type is "Point" or "MultiPoint" or "LineString" or "MultiLineString" or "Polygon" or "MultiPolygon" or "GeometryCollection" && !inner.IsEmpty
            ? (type, inner.ToArray())
            : throw new FlawException(Flaws.Geometry, type ?? "type");
    }

    private void Collection(ref Utf8JsonReader reader, ReadOnlySpan<byte> inner, int nesting)
    {
        _wkt.Write(" ("u8);
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!first)
            {
                _wkt.Write(", "u8);
            }

            first = false;
            Geometry(inner[start..(int)reader.BytesConsumed], nesting + 1);
        }

        _wkt.Write(")"u8);
    }

    // The reader stands on the array's start.
    private void Nested(ref Utf8JsonReader reader, string type, int depth)
    {
        if (depth == 0)
        {
            _wkt.Write("("u8);
            Position(ref reader);
            _wkt.Write(")"u8);
            return;
        }

        _wkt.Write("("u8);
        var count = 0;
        (double X, double Y) first = default, last = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new FlawException(Flaws.Geometry, type);
            }

            if (count++ > 0)
            {
                _wkt.Write(", "u8);
            }

            if (depth > 1)
            {
                Nested(ref reader, type, depth - 1);
                continue;
            }

            last = Position(ref reader);
            first = count == 1 ? last : first;
        }

        _wkt.Write(")"u8);
        if (depth == 1 && type is "Polygon" or "MultiPolygon" && (count < 4 || first != last))
        {
            throw new FlawException(Flaws.Ring, FormattableString.Invariant($"{first.X} {first.Y} → {last.X} {last.Y} ({count})"));
        }

        if (count == 0 || (depth == 1 && count < 2 && type is "LineString" or "MultiLineString"))
        {
            throw new FlawException(Flaws.Geometry, $"{type} ({count})");
        }
    }

    private (double X, double Y) Position(ref Utf8JsonReader reader)
    {
        var count = 0;
        double x = 0, y = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !Utf8Parser.TryParse(reader.ValueSpan, out double value, out _) || !double.IsFinite(value))
            {
                throw new FlawException(Flaws.Geometry, "coordinates");
            }

            (x, y) = count switch { 0 => (value, y), 1 => (x, value), _ => (x, y) };
            if (count < Math.Min(_dimensions, 3))
            {
                _wkt.Write(count > 0 ? " "u8 : ""u8);
                _wkt.Write(reader.ValueSpan);
            }

            count++;
        }

        if (count < 2 || count < Math.Min(_dimensions, 3))
        {
            throw new FlawException(Flaws.Geometry, "coordinates");
        }

        if (geographic && (Math.Abs(x) > 180 || Math.Abs(y) > 90))
        {
            throw new FlawException(Flaws.Range, FormattableString.Invariant($"{x} {y}"));
        }

        (_minX, _minY, _maxX, _maxY) = (Math.Min(_minX, x), Math.Min(_minY, y), Math.Max(_maxX, x), Math.Max(_maxY, y));
        return (x, y);
    }

    private static bool IsEmpty(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array);
        return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private static int FirstDimensions(ReadOnlySpan<byte> inner)
    {
        var reader = new Utf8JsonReader(inner, new JsonReaderOptions { MaxDepth = JsonColumns.MaximumDepth });
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                count++;
            }
            else if (count > 0)
            {
                break;
            }
        }

        return Math.Max(2, count);
    }
}

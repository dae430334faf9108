using System.Text.Json;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>How a JSON file holds its rows.</summary>
/// <param name="Lines">One object a line.</param>
/// <param name="Single">The document is one object that is itself the only row.</param>
/// <param name="Arrays">Key paths of arrays of objects, in order.</param>
/// <param name="Geo">Whether the elements are GeoJSON features.</param>
/// <param name="Crs">Name of the coordinate reference system that the file states; null for the default, WGS 84.</param>
internal sealed record JsonShape(bool Lines, bool Single, IReadOnlyList<IReadOnlyList<string>> Arrays, bool Geo, string? Crs)
{
    private static readonly string[] LineEndings = [".ndjson", ".jsonl", ".ldjson", ".geojsonl", ".geojsons"];
    private static readonly string[] Endings = [".json", ".geojson", .. LineEndings];

    /// <summary>Whether a file is JSON, by its name or by how it begins.</summary>
    public static bool Looks(string name, ReadOnlySpan<byte> head)
    {
        if (Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var text = head.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        return text switch
        {
            [(byte)'{', .. var rest] => rest.TrimStart(" \t\r\n"u8) is [(byte)'"', ..],
            [(byte)'[', .. var rest] => rest.TrimStart(" \t\r\n"u8) is [(byte)'{', ..],
            _ => false,
        };
    }

    /// <summary>Reads as much as is needed to know; a document that is one object is read whole.</summary>
    public static JsonShape Find(string path, string name, CancellationToken ct)
    {
        using var window = new JsonWindow(path);
        if (LineEndings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || BeginsWithLines(window))
        {
            return new(true, false, [], FirstIsFeature(path), null);
        }

        return new JsonShapeScan(path, name).Read(ct);
    }

    public static string Path(IReadOnlyList<string> keys) =>
        keys.Count == 0 ? "$" : keys.Any(k => k.Contains('.', StringComparison.Ordinal) || k.Length == 0)
            ? string.Concat(keys.Select(k => "/" + k.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)))
            : string.Join('.', keys);

    internal static Fault Fault(string name, JsonWindow window, JsonException broken)
    {
        var line = (broken.LineNumber ?? 0) + 1;
        if (broken.Message.Contains("depth of", StringComparison.Ordinal) && broken.Message.Contains("maximum", StringComparison.OrdinalIgnoreCase))
        {
            return JsonFaults.TooDeep(name, line, JsonColumns.MaximumDepth);
        }

        var column = (broken.BytePositionInLine ?? 0) + 1;

        // Nothing but an unfinished value stands behind the place where it broke.
        return (window.AtEnd && window.Rest.TrimEnd(" \t\r\n"u8) is not [.., (byte)'}' or (byte)']'] && !broken.Message.Contains("after a single JSON value", StringComparison.Ordinal))
            || EndsTooSoon(broken.Message)
            ? JsonFaults.Truncated(name, line, column)
            : JsonFaults.Broken(name, line, column);
    }

    /// <summary>Why not one element made a row; the first that was put aside stands for them.</summary>
    internal static Fault Fault(string name, Flaw flaw, (long Line, long Column) at) =>
        flaw.Code != Flaws.Syntax ? JsonFaults.NoRecord(name, at.Line, at.Column, Flaws.Say($"{flaw.Code}|{flaw.Detail}"))
        : EndsTooSoon(flaw.Detail) ? JsonFaults.Truncated(name, at.Line, at.Column)
        : JsonFaults.Broken(name, at.Line, at.Column);

    internal static string Why(JsonException broken) => broken.Message.Split(" LineNumber")[0];

    private static bool EndsTooSoon(string why) =>
        why.Contains("reached end of data", StringComparison.Ordinal) || why.Contains("Expected depth to be zero", StringComparison.Ordinal);

    // The first line is an object of its own and something follows it.
    private static bool BeginsWithLines(JsonWindow window)
    {
        while (true)
        {
            var rest = window.Rest;
            var text = rest.TrimStart(" \t\r\n"u8);
            if (text.IsEmpty || text[0] != '{')
            {
                return false;
            }

            var end = text.IndexOf((byte)'\n');
            if (end >= 0)
            {
                return IsWhole(text[..end]) && !text[end..].Trim(" \t\r\n"u8).IsEmpty;
            }

            if (window.AtEnd)
            {
                return false;
            }

            window.More();
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal static bool FirstIsFeature(string path)
    {
        using var lines = new NdjsonLines(path, null);
        try
        {
            if (!lines.Next(out var line))
            {
                return false;
            }

            var reader = new Utf8JsonReader(line);
            bool type = false, geometry = false;
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                geometry |= reader.ValueTextEquals("geometry"u8);
                reader.Read();
                type |= isType && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Feature"u8);
                reader.Skip();
            }

            return type && geometry;
        }
        catch (Exception broken) when (broken is JsonException or NotUtf8Exception)
        {
            return false;
        }
    }
}

/// <summary>Walks over a document and notes where arrays of objects stand.</summary>
internal sealed class JsonShapeScan(string path, string name)
{
    private readonly List<IReadOnlyList<string>> _arrays = [];
    private readonly List<string> _keys = [];
    private readonly List<string> _crs = [];
    private int _arrayDepth = -1;
    private bool _arrayOpened;
    private bool _isArray;
    private string? _type;

    public JsonShape Read(CancellationToken ct)
    {
        using var window = new JsonWindow(path);
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonColumns.MaximumDepth });
        try
        {
            while (true)
            {
                ct.ThrowIfCancellationRequested();
                var reader = new Utf8JsonReader(window.Rest, window.AtEnd, state);
                while (reader.Read())
                {
                    Take(ref reader);
                    if (_isArray)
                    {
                        return new(false, false, [[]], false, null);
                    }
                }

                window.Pass((int)reader.BytesConsumed);
                state = reader.CurrentState;
                if (window.AtEnd)
                {
                    break;
                }

                window.More();
            }
        }
        catch (JsonException broken)
        {
            throw new RefusedException(JsonShape.Fault(name, window, broken));
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException(JsonFaults.Broken(name, window.Line(window.Offset), 1)); // half of a UTF-16 character in a key
        }

        var features = _type == "FeatureCollection" && _arrays.Any(a => a is ["features"]);
        return features
            ? new(false, false, [["features"]], true, _crs.LastOrDefault())
            : new(false, _arrays.Count == 0 || _type == "Feature", _type == "Feature" ? [] : _arrays, _type == "Feature", _crs.LastOrDefault());
    }

    private void Take(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        if (_arrayDepth >= 0)
        {
            if (_arrayOpened && reader.TokenType == JsonTokenType.StartObject)
            {
                _arrays.Add([.. _keys.Take(_arrayDepth)]);
            }

            _arrayOpened = false;
            if (reader.TokenType == JsonTokenType.EndArray && depth == _arrayDepth)
            {
                _arrayDepth = -1;
            }

            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _keys.RemoveRange(Math.Min(_keys.Count, depth - 1), Math.Max(0, _keys.Count - (depth - 1)));
                _keys.Add(reader.GetString()!);
                break;
            case JsonTokenType.StartArray:
                _isArray = depth == 0;
                (_arrayDepth, _arrayOpened) = (depth, true);
                break;
            case JsonTokenType.String when depth == 1 && _keys is ["type"]:
                _type = reader.GetString();
                break;
            case JsonTokenType.String when _keys is ["crs", "properties", "name"]:
                _crs.Add(reader.GetString()!);
                break;
            case JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.Null or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.String:
                break;
        }
    }
}

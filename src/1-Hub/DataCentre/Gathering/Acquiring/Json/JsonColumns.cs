using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Gathering.Acquiring.Text;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>
/// The union of the columns of all elements, and the element at hand cut into them. Nested objects become columns <c>a.b</c>, arrays stay JSON text,
/// numbers keep their digits. Missing, null and <c>""</c> are all an empty cell: a row of the table knows one kind of nothing.
/// </summary>
/// <param name="lacking">Names to add, empty, to those that the elements hold.</param>
internal sealed class JsonColumns(int limit, GeoFields? geo = null, Func<IReadOnlyList<string>, IReadOnlyList<string>>? lacking = null)
{
    public const int MaximumDepth = 64;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaximumDepth };

    private readonly JsonKey _root = new(null, []);
    private readonly JsonKey _outer = new(null, []);
    private readonly List<JsonKey> _nodes = [];
    private readonly List<(JsonKey Key, bool Value)> _learnt = [];
    private byte[] _text = new byte[4096];
    private int _used;
    private long _row;
    private int _added;

    /// <summary>Names of the columns; set by <see cref="Settle"/>.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Whether an element has held a column that <see cref="Names"/> lacks.</summary>
    public bool Grew { get; private set; }

    /// <summary>Cuts an element.</summary>
    /// <returns>What is wrong with it; null when it can be written.</returns>
    public Flaw? Read(ReadOnlySpan<byte> element)
    {
        (_used, _row) = (0, _row + 1);
        _learnt.Clear();
        var grew = Grew;
        var flaw = Cut(element);
        if (flaw is not null)
        {
            // An element that is put aside adds no column.
            Grew = grew;
            foreach (var (key, value) in _learnt)
            {
                (key.HasValue, key.HasNull) = value ? (false, key.HasNull) : (key.HasValue, false);
            }
        }

        return flaw;
    }

    private Flaw? Cut(ReadOnlySpan<byte> element)
    {
        var reader = new Utf8JsonReader(element, Strict);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return new(Flaws.NotObject, Short(element));
            }

            if (geo is null)
            {
                Members(ref reader, element, _root);
            }
            else
            {
                Feature(ref reader, element);
            }

            reader.Read(); // nothing may follow
            return null;
        }
        catch (FlawException flawed)
        {
            return flawed.Flaw;
        }
        catch (JsonException broken)
        {
            return broken.Message.Contains("depth", StringComparison.Ordinal) && reader.CurrentDepth >= MaximumDepth - 1
                ? new(Flaws.Depth, MaximumDepth.ToString(System.Globalization.CultureInfo.InvariantCulture))
                : new(Flaws.Syntax, $"{broken.BytePositionInLine + 1}: {JsonShape.Why(broken)}") { Lines = broken.LineNumber ?? 0, Bytes = broken.BytePositionInLine ?? 0 };
        }
    }

    /// <summary>Writes the element that was read last.</summary>
    public void Write(CsvWriter csv)
    {
        foreach (var node in _nodes)
        {
            if (node.Column >= 0)
            {
                csv.Field(Of(node));
            }
        }

        for (var i = 0; i < _added; i++)
        {
            csv.Field(default(ReadOnlySpan<byte>));
        }

        csv.End();
    }

    /// <summary>What the element that was read last has in a column; nothing for a column that was added.</summary>
    public ReadOnlySpan<byte> Value(int column) => _nodes.Find(n => n.Column == column) is { } node ? Of(node) : default;

    private ReadOnlySpan<byte> Of(JsonKey node) => node.Row == _row && node.Length > 0 ? _text.AsSpan(node.Start, node.Length) : default;

    /// <summary>Numbers the columns seen so far, in the order in which they were first seen, the feature's own last.</summary>
    public void Settle()
    {
        var names = new List<string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        _nodes.Sort((a, b) => a.Outer == b.Outer ? a.Order.CompareTo(b.Order) : a.Outer ? 1 : -1);
        foreach (var node in _nodes)
        {
            node.Column = node.HasValue || (node.HasNull && node.Children.Count == 0) ? names.Count : -1;
            if (node.Column >= 0)
            {
                var name = node.Path;
                for (var n = 2; !taken.Add(name); n++)
                {
                    name = $"{node.Path}_{n}";
                }

                names.Add(name);
            }
        }

        var more = lacking?.Invoke(names) ?? [];
        names.AddRange(more);
        (Names, Grew, _added) = (names, false, more.Count);
        if (names.Count > limit)
        {
            throw new RefusedException(SourceFaults.TooManyColumns(names.Count, limit));
        }
    }

    internal static string Short(ReadOnlySpan<byte> element) => Encoding.UTF8.GetString(element[..Math.Min(element.Length, 40)]);

    private bool Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> element, JsonKey node)
    {
        node.Hint = 0;
        var any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            any = true;
            Member(ref reader, element, Child(node, Name(ref reader)));
        }

        return any;
    }

    private void Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> element, JsonKey child)
    {
        if (child.Row == _row)
        {
            throw new FlawException(Flaws.Duplicate, child.Path);
        }

        (child.Row, child.Length) = (_row, 0);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                if (!Members(ref reader, element, child))
                {
                    Nothing(child);
                }

                break;
            case JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Put(child, element[start..(int)reader.BytesConsumed]);
                break;
            case JsonTokenType.Null:
                Nothing(child);
                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                Unescape(ref reader, child);
                break;
            default:
                Put(child, reader.ValueSpan);
                break;
        }
    }

    private void Feature(ref Utf8JsonReader reader, ReadOnlySpan<byte> element)
    {
        _outer.Hint = 0;
        var isFeature = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("properties"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    Members(ref reader, element, _root);
                }
                else if (reader.TokenType != JsonTokenType.Null)
                {
                    throw new FlawException(Flaws.Geometry, "properties");
                }
            }
            else if (reader.ValueTextEquals("geometry"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                geo!.Read(element[start..(int)reader.BytesConsumed]);
                foreach (var (name, value) in geo.Cells())
                {
                    var node = Child(_outer, name);
                    (node.Row, node.Length) = (_row, 0);
                    Put(node, value);
                }
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isFeature = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Feature"u8);
            }
            else if (reader.ValueTextEquals("bbox"u8))
            {
                reader.Read();
                reader.Skip(); // made anew from the coordinates
            }
            else
            {
                Member(ref reader, element, Child(_outer, Name(ref reader)));
            }
        }

        if (!isFeature)
        {
            throw new FlawException(Flaws.Geometry, "type is not Feature");
        }
    }

    private static ReadOnlySpan<byte> Name(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        try
        {
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            throw new FlawException(Flaws.Text, Short(reader.ValueSpan));
        }
    }

    private void Unescape(ref Utf8JsonReader reader, JsonKey node)
    {
        Room(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(_text.AsSpan(_used));
            if (_text.AsSpan(_used, length).Contains((byte)0))
            {
                throw new FlawException(Flaws.Text, node.Path);
            }

            (node.Start, node.Length) = (_used, length);
            _used += length;
        }
        catch (InvalidOperationException)
        {
            throw new FlawException(Flaws.Text, node.Path);
        }

        Seen(node);
    }

    private void Put(JsonKey node, ReadOnlySpan<byte> value)
    {
        Room(value.Length);
        value.CopyTo(_text.AsSpan(_used));
        (node.Start, node.Length) = (_used, value.Length);
        _used += value.Length;
        Seen(node);
    }

    private void Seen(JsonKey node)
    {
        if (!node.HasValue)
        {
            node.HasValue = true;
            _learnt.Add((node, true));
        }

        Grew |= node.Column < 0;
    }

    private void Nothing(JsonKey node)
    {
        if (!node.HasNull)
        {
            node.HasNull = true;
            _learnt.Add((node, false));
        }

        Grew |= node.Column < 0 && node.Children.Count == 0;
    }

    private void Room(int more)
    {
        if (_text.Length - _used < more)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + more));
        }
    }

    private JsonKey Child(JsonKey node, ReadOnlySpan<byte> name)
    {
        // Elements of one source mostly have their keys in one order.
        if (node.Hint < node.Children.Count && name.SequenceEqual(node.Children[node.Hint].Name))
        {
            return node.Children[node.Hint++];
        }

        var lookup = node.ByName.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(name, out var at))
        {
            node.Hint = at + 1;
            return node.Children[at];
        }

        if (_nodes.Count > limit * 4)
        {
            throw new RefusedException(SourceFaults.TooManyColumns(_nodes.Count, limit));
        }

        var bytes = name.ToArray();
        var key = Encoding.UTF8.GetString(bytes);
        var child = new JsonKey(node.Parent is null && node.Name.Length == 0 ? key : $"{node.Path}.{key}", bytes)
        { Parent = node, Order = _nodes.Count, Outer = node == _outer || node.Outer };
        lookup.Dictionary.Add(bytes, node.Children.Count);
        node.Children.Add(child);
        node.Hint = node.Children.Count;
        _nodes.Add(child);
        return child;
    }
}

/// <summary>A key at its place in the elements.</summary>
internal sealed class JsonKey(string? path, byte[] name)
{
    public string Path { get; } = path ?? "";
    public byte[] Name { get; } = name;
    public JsonKey? Parent { get; init; }
    public int Order { get; init; }
    public bool Outer { get; init; }
    public List<JsonKey> Children { get; } = [];
    public Dictionary<byte[], int> ByName { get; } = new(JsonNames.Same);

    /// <summary>Where the next key is looked for first.</summary>
    public int Hint { get; set; }
    public int Column { get; set; } = -1;
    public bool HasValue { get; set; }
    public bool HasNull { get; set; }

    /// <summary>The element that held it last, and where its value stands in the text.</summary>
    public long Row { get; set; }
    public int Start { get; set; }
    public int Length { get; set; }
}

/// <summary>Leaves the middle of an element; caught where the element is read.</summary>
internal sealed class FlawException(string code, string detail) : Exception(code)
{
    public Flaw Flaw { get; } = new(code, detail);
}

internal sealed class JsonNames : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static JsonNames Same { get; } = new();

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
}

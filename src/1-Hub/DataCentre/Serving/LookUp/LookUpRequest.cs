using System.Buffers;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>A look-up as it was asked: read in place from the request's bytes.</summary>
internal struct LookUpRequest
{
    /// <summary>Longest key in bytes, and so the greatest buffer on the stack.</summary>
    public const int LongestKey = 512;

    /// <summary>Columns to answer; null for all.</summary>
    public List<ReadableColumn>? Fields { get; private set; }

    /// <summary>Column and value to compare; null when the row is asked for.</summary>
    public List<(ReadableColumn Column, byte[] Value)>? Match { get; private set; }

    public string? Purpose { get; private set; }

    // Which of the two is meant, nobody can say.
    private static Fault KeyTwice => ServingFaults.WrongBody(new("主键给了两次；key、keys 只写一项，且只写一次", "The key is given twice; write one of key and keys, once"));

    /// <summary>Length of the key in the buffer.</summary>
    public int KeyLength { get; private set; }

    /// <summary>Reads the body. The key comes as the index has it: its columns in order, joined by U+001F.</summary>
    public static Fault? Read(in ReadOnlySequence<byte> body, LookUpPlan plan, Span<byte> key, out LookUpRequest request)
    {
        request = default;
        request.KeyLength = -1;
        var ended = false;
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return ServingFaults.WrongBody(new("应为一个 JSON 对象", "A JSON object is expected"));
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (request.ReadMember(ref json, plan, key) is { } fault)
                {
                    return fault;
                }
            }

            // Reading on throws when anything but white space follows.
            ended = true;
            if (json.BytesConsumed < body.Length)
            {
                json.Read();
            }
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON may spell it, text cannot hold it.
            return ServingFaults.WrongBody(new("含有不成对的代理字符，不是有效的文本", "A text holds half of a surrogate pair"));
        }
        catch (JsonException e) when (ended)
        {
            return ServingFaults.WrongBody(new($"JSON 对象之后还有内容（第 {e.BytePositionInLine} 字节）", $"Something follows the JSON object (byte {e.BytePositionInLine})"));
        }
        catch (JsonException e)
        {
            return ServingFaults.WrongBody(new($"不是有效的 JSON（第 {e.BytePositionInLine} 字节）", $"Not valid JSON (byte {e.BytePositionInLine})"));
        }

        return request.KeyLength < 0 ? ServingFaults.WrongBody(new("缺少 key 或 keys", "key or keys is missing")) : null;
    }

    private Fault? ReadMember(ref Utf8JsonReader json, LookUpPlan plan, Span<byte> key)
    {
        var read = plan.Read;
        if (json.ValueTextEquals("key"u8))
        {
            if (KeyLength >= 0)
            {
                return KeyTwice;
            }

            json.Read();
            return read.Table!.Key.Count > 1
                ? ServingFaults.WrongBody(new($"主键有多列（{string.Join("、", read.Table.Key)}），请用 keys", $"The key has several columns ({string.Join(", ", read.Table.Key)}); use keys"))
                : ReadKey(ref json, plan.Key, key);
        }

        if (json.ValueTextEquals("keys"u8))
        {
            return KeyLength >= 0 ? KeyTwice : ReadKeys(ref json, plan.Key, key);
        }

        if (json.ValueTextEquals("match"u8))
        {
            return Match is not null ? Twice("match") : ReadMatch(ref json, read);
        }

        if (json.ValueTextEquals("fields"u8))
        {
            return Fields is not null ? Twice("fields") : ReadFields(ref json, read);
        }

        var isPurpose = json.ValueTextEquals("purpose"u8);
        if (isPurpose && Purpose is not null)
        {
            return Twice("purpose");
        }

        json.Read();
        if (isPurpose && json.TokenType == JsonTokenType.String)
        {
            var purpose = json.GetString()!;
            Purpose = purpose.Length > 200 ? purpose[..200] : purpose;
            return null;
        }

        return ServingFaults.WrongBody(isPurpose
            ? new("purpose 应为文本", "purpose is a text")
            : new("只有 key、keys、fields、match、purpose 几项", "The members are key, keys, fields, match and purpose"));
    }

    private Fault? ReadKey(ref Utf8JsonReader json, TableColumn[] columns, Span<byte> key)
    {
        var length = Value(ref json, key);
        if (length < 0)
        {
            return ServingFaults.WrongBody(new($"主键应为文本或数，最多 {LongestKey} 字节", $"A key is a text or a number of at most {LongestKey} bytes"));
        }

        // A table may have been gathered before its resource got a key.
        if (columns.Length > 0 && columns[0].Type.Kind != ColumnKind.Text && KeyText.Rewrite(columns[0], key, ref length) is { } wrong)
        {
            return wrong;
        }

        KeyLength = length;
        return null;
    }

    // The members may come in any order; the index wants them in the key's.
    private Fault? ReadKeys(ref Utf8JsonReader json, TableColumn[] columns, Span<byte> key)
    {
        var parts = new byte[columns.Length][];
        var part = new byte[LongestKey];
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return ServingFaults.WrongBody(new("keys 应为对象", "keys is an object"));
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            var ordinal = Ordinal(columns, name);
            json.Read();
            if (ordinal >= 0 && parts[ordinal] is not null)
            {
                return Twice(name);
            }

            var length = Value(ref json, part);
            if (ordinal < 0 || length < 0 || part.AsSpan(0, length).Contains(KeyText.Between))
            {
                return ServingFaults.WrongBody(new(
                    $"keys 的项为 {string.Join("、", columns.Select(c => c.Name))}，值为文本或数",
                    $"keys has the members {string.Join(", ", columns.Select(c => c.Name))}, each a text or a number"));
            }

            if (columns[ordinal].Type.Kind != ColumnKind.Text && KeyText.Rewrite(columns[ordinal], part, ref length) is { } wrong)
            {
                return wrong;
            }

            parts[ordinal] = part.AsSpan(0, length).ToArray();
        }

        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is null || at + parts[i].Length + 1 > key.Length)
            {
                return ServingFaults.WrongBody(new($"keys 缺少 {columns[i].Name}，或主键超过 {LongestKey} 字节", $"keys lacks {columns[i].Name}, or the key exceeds {LongestKey} bytes"));
            }

            if (i > 0)
            {
                key[at++] = KeyText.Between;
            }

            parts[i].CopyTo(key[at..]);
            at += parts[i].Length;
        }

        KeyLength = at;
        return null;
    }

    private Fault? ReadMatch(ref Utf8JsonReader json, Readable read)
    {
        Match = [];
        var value = new byte[LongestKey];
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return ServingFaults.WrongBody(new("match 应为对象", "match is an object"));
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // Comparing tells of a masked column only whether the asker knew it, which is what a verification is for; but only for those in scope.
            if (!(read.InScope ? read.Column(json.GetString()!) : read.ClearColumn(json.GetString()!)).Try(out var column, out var fault))
            {
                return fault;
            }

            json.Read();
            var length = Value(ref json, value);
            if (length < 0)
            {
                return ServingFaults.WrongValue(column.Name, "…", Query.ColumnValue.Expected(column.Type.Kind));
            }

            if (column.Type.Kind != ColumnKind.Text
                && Query.ColumnValue.Parse(column.Name, column.Type.Kind, Encoding.UTF8.GetString(value, 0, length)).Fault is { } wrong)
            {
                return wrong;
            }

            Match.Add((column, value.AsSpan(0, length).ToArray()));
        }

        return Match.Count > 0 ? null : ServingFaults.WrongBody(new("match 是空的", "match is empty"));
    }

    private Fault? ReadFields(ref Utf8JsonReader json, Readable read)
    {
        Fields = [];
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return ServingFaults.WrongBody(new("fields 应为列名的数组", "fields is an array of column names"));
        }

        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            if (!read.Column(json.GetString()!).Try(out var column, out var fault))
            {
                return fault;
            }

            Fields.Add(column);
        }

        return json.TokenType == JsonTokenType.EndArray ? null : ServingFaults.WrongBody(new("fields 应为列名的数组", "fields is an array of column names"));
    }

    private static Fault Twice(string member) => ServingFaults.WrongBody(new($"{member} 写了两次", $"{member} is written twice"));

    private static int Ordinal(TableColumn[] columns, string name)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Text of a string, number or truth value; -1 when it is none of them or too long.</summary>
    private static int Value(ref Utf8JsonReader json, Span<byte> to)
    {
        var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        if (length > to.Length || json.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
        {
            return -1;
        }

        if (json.TokenType == JsonTokenType.String)
        {
            return json.CopyString(to);
        }

        if (json.HasValueSequence)
        {
            json.ValueSequence.CopyTo(to);
        }
        else
        {
            json.ValueSpan.CopyTo(to);
        }

        return (int)length;
    }
}

using System.Text.Json;

namespace CityHub.SampleCity;

/// <summary>Defects planted of one kind.</summary>
/// <param name="Kind">What was done to the row.</param>
/// <param name="Rule">The rule that must refuse it.</param>
/// <param name="Column">Column of the resource; empty when the whole record is wrong.</param>
/// <param name="Lines">Source lines, from 1, the header included.</param>
public sealed record PlantedKind(string Kind, string Rule, string Column, IReadOnlyList<long> Lines);

/// <summary>What a generated file holds: tests compare it with what was refused.</summary>
/// <param name="Rows">Records, without the header.</param>
/// <param name="Kinds">Planted defects; each record has at most one.</param>
public sealed record Planted(long Rows, IReadOnlyList<PlantedKind> Kinds)
{
    /// <summary>Records that must be refused.</summary>
    public long Defects => Kinds.Sum(k => (long)k.Lines.Count);

    /// <summary>Refused records by rule.</summary>
    public IReadOnlyDictionary<string, long> ByRule => Kinds.GroupBy(k => k.Rule).ToDictionary(g => g.Key, g => g.Sum(k => (long)k.Lines.Count));

    /// <summary>Writes it as JSON, a line for each kind.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("rows", Rows);
        json.WriteNumber("defects", Defects);
        json.WriteStartArray("kinds");
        foreach (var kind in Kinds)
        {
            json.WriteStartObject();
            json.WriteString("kind", kind.Kind);
            json.WriteString("rule", kind.Rule);
            json.WriteString("column", kind.Column);
            json.WriteNumber("count", kind.Lines.Count);
            json.WriteStartArray("lines");
            foreach (var line in kind.Lines)
            {
                json.WriteNumberValue(line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Collects lines by kind.</summary>
    internal sealed class Notes
    {
        private readonly Dictionary<(string Kind, string Rule, string Column), List<long>> _lines = [];

        public void Add((string Kind, string Rule, string Column) kind, long line)
        {
            if (!_lines.TryGetValue(kind, out var lines))
            {
                _lines.Add(kind, lines = []);
            }

            lines.Add(line);
        }

        public Planted Close(long rows) =>
            new(rows, [.. _lines.OrderBy(k => k.Key.Kind, StringComparer.Ordinal).Select(k => new PlantedKind(k.Key.Kind, k.Key.Rule, k.Key.Column, k.Value))]);
    }
}

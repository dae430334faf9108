using System.Text.Json;
using System.Text.Json.Nodes;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>Two changes made at once on the same entry, put together.</summary>
/// <param name="Request">Both changes; where both changed the same field, mine.</param>
/// <param name="Conflicts">Fields that both changed to different values; an item is one field, by its column.</param>
internal sealed record MergedEdits(EntryRequest Request, IReadOnlyList<string> Conflicts);

/// <summary>Merges by field: what only one side changed is taken from that side. Items are the same when their column is.</summary>
internal static class MergeEdits
{
    public static MergedEdits Of(EntryContent before, EntryRequest mine, EntryContent theirs)
    {
        // Written the same way, so that "C 字符" and "character" are no difference.
        var typed = EntryReading.Of(mine) is { Faults.Count: 0 } reading ? EntryReading.Back(reading.Content) with { Category = mine.Category } : mine;
        var conflicts = new List<string>();
        var merged = Fields(Json(EntryReading.Back(before)), Json(typed), Json(EntryReading.Back(theirs)), "", conflicts);
        return new(merged.Deserialize<EntryRequest>(EntryJson.Options)!, conflicts);
    }

    private static JsonObject Fields(JsonObject before, JsonObject mine, JsonObject theirs, string path, List<string> conflicts)
    {
        var merged = new JsonObject();
        foreach (var name in theirs.Select(p => p.Key).Concat(mine.Select(p => p.Key)).Distinct().ToList())
        {
            var (b, m, t) = (before[name], mine[name], theirs[name]);
            var value = (path + name) switch
            {
                "items" => Items(b as JsonArray ?? [], m as JsonArray ?? [], t as JsonArray ?? [], conflicts),
                "extension" => Fields(b as JsonObject ?? [], m as JsonObject ?? [], t as JsonObject ?? [], "extension.", conflicts),
                var field => Choose(b, m, t, field, conflicts),
            };
            merged[name] = value;
        }

        return merged;
    }

    private static JsonArray Items(JsonArray before, JsonArray mine, JsonArray theirs, List<string> conflicts)
    {
        var (b, m, t) = (ByColumn(before), ByColumn(mine), ByColumn(theirs));
        var merged = new JsonArray();
        foreach (var column in t.Keys.Concat(m.Keys.Where(c => !t.ContainsKey(c))))
        {
            if (Choose(b.GetValueOrDefault(column), m.GetValueOrDefault(column), t.GetValueOrDefault(column), column, conflicts) is { } item)
            {
                merged.Add(item);
            }
        }

        return merged;
    }

    private static JsonNode? Choose(JsonNode? before, JsonNode? mine, JsonNode? theirs, string path, List<string> conflicts)
    {
        if (JsonNode.DeepEquals(mine, before))
        {
            return theirs?.DeepClone();
        }

        if (!JsonNode.DeepEquals(theirs, before) && !JsonNode.DeepEquals(mine, theirs))
        {
            conflicts.Add(path);
        }

        return mine?.DeepClone();
    }

    private static Dictionary<string, JsonNode> ByColumn(JsonArray items)
    {
        var byColumn = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var item in items.OfType<JsonNode>())
        {
            // A row without a column name yet is nobody else's.
            byColumn.TryAdd(item["column"]?.GetValue<string>() ?? $"#{byColumn.Count}", item);
        }

        return byColumn;
    }

    private static JsonObject Json(EntryRequest request) => JsonSerializer.SerializeToNode(request, EntryJson.Options)!.AsObject();
}

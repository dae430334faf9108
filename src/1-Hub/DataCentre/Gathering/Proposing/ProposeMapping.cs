using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>Finds a source column for each item of an existing resource: by name, by similar name and content, by content alone.</summary>
internal static class ProposeMapping
{
    private const double Least = 0.6;
    private const double NameAlone = 0.98;

    // What cannot fit by chance: a check digit, or a code list whose codes are long enough.
    private const int TellingCodeLength = 3;

    public static IReadOnlyList<ProposedMatch> Of(Resource resource, FileProfile file, bool hasHeader, RulesOf rulesOf)
    {
        var header = file.Columns.Select(c => c.Name).ToArray();
        var matches = new ProposedMatch?[resource.Items.Count];
        var taken = new HashSet<int>();
        for (var i = 0; hasHeader && i < matches.Length; i++)
        {
            var byName = MatchColumns.ByName(resource.Items[i], header);
            if (byName.Ordinal >= 0 && taken.Add(byName.Ordinal))
            {
                var fits = Fits(resource.Items[i], file.Columns[byName.Ordinal], rulesOf);
                var ground = fits < 0.5 ? new Words($"{byName.Ground.Zh}，但 {1 - fits:P0} 的值不合规", $"{byName.Ground.En}, but {1 - fits:P0} of the values break the rules") : byName.Ground;
                var doubled = MatchColumns.Doubled(header, byName.Ordinal);
                matches[i] = doubled.Count == 0
                    ? new(resource.Items[i].Column, resource.Items[i].Name, byName.Ordinal, byName.Header, ground, fits < 0.5 ? Math.Round(0.5 * fits.Value, 2) : byName.Certainty, fits)
                    : new(resource.Items[i].Column, resource.Items[i].Name, byName.Ordinal, byName.Header, Twice(doubled), 0.5, fits);
            }
        }

        var rest = from item in Enumerable.Range(0, matches.Length)
                   where matches[item] is null
                   from column in file.Columns
                   where !taken.Contains(column.Ordinal)
                   let match = Judge(resource.Items[item], column, hasHeader, rulesOf)
                   where match is { Certainty: >= Least }
                   orderby match.Certainty descending
                   select (item, match);
        foreach (var (item, match) in rest.ToList())
        {
            if (matches[item] is null && taken.Add(match.Ordinal!.Value))
            {
                matches[item] = match;
            }
        }

        if (!hasHeader && taken.Count == 0 && file.Columns.Count == matches.Length)
        {
            for (var i = 0; i < matches.Length; i++)
            {
                matches[i] = new(resource.Items[i].Column, resource.Items[i].Name, i, null, MatchColumns.ByPosition, 0.7, Fits(resource.Items[i], file.Columns[i], rulesOf));
            }
        }

        return [.. matches.Select((m, i) => m ?? new(resource.Items[i].Column, resource.Items[i].Name, null, null, MatchColumns.None, null, null))];
    }

    private static Words Twice(IReadOnlyList<int> numbers) =>
        new($"第 {string.Join("、", numbers)} 列同名，请选定", $"Columns {string.Join(", ", numbers)} bear this name: choose");

    private static ProposedMatch? Judge(InformationItem item, ColumnProfile column, bool hasHeader, RulesOf rulesOf)
    {
        var fits = Fits(item, column, rulesOf);
        var similar = hasHeader ? Math.Max(Similar(item.Name, column.Name), Similar(item.Column, column.Name)) : 0;
        var telling = Telling(item, rulesOf);
        var (certainty, ground) = (similar, fits, telling) switch
        {
            ( >= 0.5, null or >= 0.5, _) => ((0.55 + (0.4 * similar)) * (0.5 + (0.5 * (fits ?? 0.6))), new Words("名称相近", "Similar name")),
            (_, >= 0.9, { } what) => (0.95 * fits.Value, new Words($"内容·{what.Zh}", $"Content: {what.En}")),
            _ => (0, MatchColumns.None),
        };
        return certainty == 0 ? null : new(item.Column, item.Name, column.Ordinal, column.Name, ground, Math.Round(Math.Min(certainty, NameAlone), 2), fits);
    }

    private static Words? Telling(InformationItem item, RulesOf rulesOf)
    {
        var rules = rulesOf([item]).Cells[0];
        return rules.FirstOrDefault(r => r.Code.StartsWith("check-digit", StringComparison.Ordinal)) is { } check ? check.Title
            : rules.FirstOrDefault(r => r.Code == "code-list") is { } list && (item.Length ?? TellingCodeLength) >= TellingCodeLength ? list.Title
            : null;
    }

    /// <summary>Share of the column's sampled values that have the item's type and keep its rules.</summary>
    internal static double? Fits(InformationItem item, ColumnProfile column, RulesOf rulesOf)
    {
        if (column.Samples.Count == 0)
        {
            return null;
        }

        var rules = rulesOf([item]).Cells[0];
        var shape = item.ColumnType.Kind switch
        {
            ColumnKind.Integer => CellShapes.Integer,
            ColumnKind.Decimal => CellShapes.Decimal,
            ColumnKind.Double => CellShapes.Double,
            ColumnKind.Date => CellShapes.Date | CellShapes.CompactDate,
            ColumnKind.Timestamp => CellShapes.Timestamp | CellShapes.Date | CellShapes.CompactDate,
            ColumnKind.Boolean => CellShapes.Boolean,
            _ => CellShapes.None,
        };
        var number = item.ColumnType.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double;
        var fit = column.Samples.Select(v => number ? GroupedNumbers.Plain(v) : v)
            .Count(v => (shape == CellShapes.None || (CellShape.Of(v, shape) & shape) != 0) && rules.All(r => r.Holds(v)));
        return Math.Round(fit / (double)column.Samples.Count, 3);
    }

    /// <summary>Dice coefficient of the names' letter pairs, 0 to 1; short names by their letters.</summary>
    internal static double Similar(string one, string other)
    {
        var (a, b) = (Pairs(MatchColumns.Plain(one)), Pairs(MatchColumns.Plain(other)));
        if (a.Count == 0 || b.Count == 0)
        {
            return 0;
        }

        var common = a.Intersect(b).Count();
        return 2.0 * common / (a.Count + b.Count);
    }

    // Chinese names are short: single characters count beside pairs.
    private static HashSet<string> Pairs(string name)
    {
        var pairs = Enumerable.Range(0, Math.Max(0, name.Length - 1)).Select(i => name.Substring(i, 2)).ToHashSet();
        pairs.UnionWith(name.Where(c => c > 127).Select(c => c.ToString()));
        return pairs;
    }
}

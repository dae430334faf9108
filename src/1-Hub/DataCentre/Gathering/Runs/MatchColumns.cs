using System.Globalization;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;
using CityHub.Kernel.Characters;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Which source column feeds an item, and on what ground.</summary>
/// <param name="Column">Item's column.</param>
/// <param name="Ordinal">Source field from 0; -1 when none feeds it.</param>
/// <param name="Header">Its name in the source.</param>
/// <param name="Ground">Why, in words.</param>
/// <param name="Certainty">0 to 1; null when none feeds it.</param>
internal sealed record ColumnMatch(string Column, int Ordinal, string? Header, Words Ground, double? Certainty);

/// <summary>字段映射: what a run does when nobody looks on: only names that are surely the same are taken, everything else is asked.</summary>
internal static class MatchColumns
{
    public static readonly Words Given = new("指定", "Given");
    public static readonly Words SameName = new("名称相同", "Same name");
    public static readonly Words SameButForm = new("名称相同（忽略符号）", "Same name but for signs");
    public static readonly Words ByPosition = new("按顺序", "By position");
    public static readonly Words None = new("未匹配", "Unmatched");

    /// <summary>How many columns are told by name where there may be thousands.</summary>
    public const int MostTold = 20;

    /// <summary>Named columns of a source that no item takes.</summary>
    public static IReadOnlyList<string> Unused(AcquiredFile file, IEnumerable<ColumnMatch> matches)
    {
        var taken = matches.Select(m => m.Ordinal).ToHashSet();
        return file.HasHeader ? [.. file.Header.Where((name, i) => name.Length > 0 && !taken.Contains(i))] : [];
    }

    public static Outcome<IReadOnlyList<ColumnMatch>> Decide(
        IReadOnlyList<InformationItem> items, IReadOnlyList<string> header, bool hasHeader, IReadOnlyDictionary<string, string?>? mapping, IReadOnlyList<string>? sheets = null)
    {
        if (mapping?.Keys.FirstOrDefault(k => items.All(i => i.Column != k)) is { } unknown)
        {
            return GatheringFaults.MappingUnknown(unknown, item: true, [.. items.Select(i => i.Column)]);
        }

        var matches = new List<ColumnMatch>();
        foreach (var (position, item) in items.Index())
        {
            if (mapping is not null && mapping.TryGetValue(item.Column, out var wanted))
            {
                var ordinal = string.IsNullOrEmpty(wanted) ? -1 : Find(header, wanted);
                if (ordinal < 0 && !string.IsNullOrEmpty(wanted))
                {
                    return GatheringFaults.MappingUnknown(wanted, item: false, header);
                }

                if (ordinal >= 0 && header[ordinal] == wanted && Doubled(header, ordinal) is { Count: > 0 } doubled)
                {
                    return GatheringFaults.ColumnTwice(item.Column, wanted!, doubled);
                }

                matches.Add(ordinal < 0 ? new(item.Column, -1, null, None, null) : new(item.Column, ordinal, header[ordinal], Given, 1));
            }
            else if (!hasHeader)
            {
                matches.Add(header.Count == items.Count ? new(item.Column, position, null, ByPosition, 0.9) : new(item.Column, -1, null, None, null));
            }
            else
            {
                var match = ByName(item, header);
                if (match.Ordinal >= 0 && Doubled(header, match.Ordinal) is { Count: > 0 } doubled)
                {
                    return GatheringFaults.ColumnTwice(item.Column, match.Header!, doubled);
                }

                matches.Add(match);
            }
        }

        if (matches.All(m => m.Ordinal < 0))
        {
            return GatheringFaults.NothingMatched(header, sheets ?? []);
        }

        var lacking = items.Where((item, i) => (item.Required || item.Key) && matches[i].Ordinal < 0).Select(i => i.Name).ToArray();
        return lacking.Length > 0 ? GatheringFaults.ItemUnmatched(lacking, header) : matches;
    }

    /// <summary>A name without what people vary: case, width, spaces and signs.</summary>
    public static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in Compatibility.Fold(name))
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
        }

        return plain.ToString();
    }

    /// <summary>Numbers, from 1, of the columns that bear this column's name, when several do: nothing tells which is meant.</summary>
    internal static IReadOnlyList<int> Doubled(IReadOnlyList<string> header, int ordinal)
    {
        int[] numbers = [.. header.Index().Where(h => h.Item.Length > 0 && h.Item == header[ordinal]).Select(h => h.Index + 1)];
        return numbers.Length > 1 ? numbers : [];
    }

    internal static ColumnMatch ByName(InformationItem item, IReadOnlyList<string> header) => ByName(item.Name, item.Column, header);

    internal static ColumnMatch ByName(string itemName, string itemColumn, IReadOnlyList<string> header)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Length > 0 && (header[i] == itemName || header[i] == itemColumn))
            {
                return new(itemColumn, i, header[i], SameName, 1);
            }
        }

        var (name, column) = (Plain(itemName), Plain(itemColumn));
        for (var i = 0; i < header.Count; i++)
        {
            if (Plain(header[i]) is { Length: > 0 } plain && (plain == name || plain == column))
            {
                return new(itemColumn, i, header[i], SameButForm, 0.98);
            }
        }

        return new(itemColumn, -1, null, None, null);
    }

    private static int Find(IReadOnlyList<string> header, string wanted)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i] == wanted)
            {
                return i;
            }
        }

        return wanted.StartsWith('#') && int.TryParse(wanted.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= header.Count ? number - 1 : -1;
    }
}

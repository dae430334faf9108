using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Catalogue.Versions;

/// <summary>
/// Whether the rows that are there fit the items of a version. A type, a key or a column that changed does not: the rows must be gathered
/// again in mode replace, and until then readers see them as they were. Order of columns, names, rules and grades do not matter.
/// </summary>
internal static class RowsFit
{
    /// <summary>Why they do not fit, one sentence a reason; empty when they fit or when there are none.</summary>
    public static IReadOnlyList<Words> Reasons(VisibleTable? table, IReadOnlyList<InformationItem> items)
    {
        if (table is null or { Rows: 0 })
        {
            return [];
        }

        var reasons = new List<Words>();
        var there = table.Columns.ToDictionary(c => c.Name, c => c.Type);
        foreach (var item in items)
        {
            if (!there.Remove(item.Column, out var type))
            {
                reasons.Add(new($"新增的 {item.Column} 在已有数据中没有", $"{item.Column} is new: the rows do not have it"));
            }
            else if (type != item.ColumnType)
            {
                var title = EntryWords.Title(EntryWords.Types, item.Type);
                reasons.Add(new($"{item.Column} 的类型改成了{title.Zh}", $"{item.Column} is now of type {title.En}"));
            }
        }

        reasons.AddRange(there.Keys.Select(gone => new Words($"已有数据中的 {gone} 不再是信息项", $"{gone} is in the rows but no item any more")));
        var key = items.Where(i => i.Key).Select(i => i.Column).ToList();
        if (!key.SequenceEqual(table.Key))
        {
            reasons.Add(new($"主键由（{List(table.Key)}）改为（{List(key)}）", $"The key changed from ({List(table.Key)}) to ({List(key)})"));
        }

        return reasons;
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("—"));
}

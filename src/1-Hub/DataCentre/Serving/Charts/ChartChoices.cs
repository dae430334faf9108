using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>A choice in a list: what the address says and what people read.</summary>
internal sealed record ChartChoice(string Value, Words Text);

/// <summary>What can be chosen for a chart of these columns; masked ones are left out, as their groups would give them away.</summary>
internal static class ChartChoices
{
    public static IReadOnlyList<ChartChoice> Along(IReadOnlyList<ReadableColumn> columns) =>
    [
        .. columns.Where(c => !c.Masked).SelectMany(c => c.Type.Kind is ColumnKind.Date or ColumnKind.Timestamp
            ? Steps.Select(s => new ChartChoice($"{s.Part}({c.Name})", new($"{c.Item.Name}（{s.Zh}）", $"{c.Item.Name} ({s.Part})")))
            : [new ChartChoice(c.Name, new(c.Item.Name, c.Item.Name))]),
    ];

    /// <summary>What is worth drawing first: an item of few values, else a date by month, else whatever is not the key.</summary>
    public static string? Suggested(IReadOnlyList<ReadableColumn> columns)
    {
        var open = columns.Where(c => !c.Masked).ToList();
        return open.FirstOrDefault(c => c.Item.CodeList is not null && !c.Item.Key)?.Name
            ?? (open.FirstOrDefault(c => c.Type.Kind is ColumnKind.Date or ColumnKind.Timestamp) is { } dated ? $"month({dated.Name})" : null)
            ?? open.FirstOrDefault(c => !c.Item.Key)?.Name;
    }

    public static IReadOnlyList<ChartChoice> Measures(IReadOnlyList<ReadableColumn> columns) =>
    [
        new("count", new("行数", "Rows")),
        .. columns.Where(c => !c.Masked).SelectMany(c => c.Type.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double
            ? [Of("sum", c, "的合计", "Total of"), Of("avg", c, "的平均", "Mean of"), Of("min", c, "的最小值", "Least"), Of("max", c, "的最大值", "Greatest")]
            : (IEnumerable<ChartChoice>)[new($"distinct({c.Name})", new($"不同{c.Item.Name}的个数", $"Different values of {c.Item.Name}"))]),
    ];

    public static IReadOnlyList<ChartChoice> Splits(IReadOnlyList<ReadableColumn> columns) =>
        [.. columns.Where(c => !c.Masked && !c.Item.Key && c.Type.Kind is ColumnKind.Text or ColumnKind.Boolean).Select(c => new ChartChoice(c.Name, new(c.Item.Name, c.Item.Name)))];

    public static IReadOnlyList<ChartChoice> Shapes { get; } =
        [new("", new("自动", "Automatic")), new("line", new("折线", "Lines")), new("bar", new("竖条", "Bars")), new("rows", new("横条", "Lying bars"))];

    private static (string Part, string Zh)[] Steps { get; } = [("year", "年"), ("quarter", "季"), ("month", "月"), ("week", "周"), ("day", "日")];

    private static ChartChoice Of(string function, ReadableColumn column, string zh, string en) =>
        new($"{function}({column.Name})", new(column.Item.Name + zh, $"{en} {column.Item.Name}"));
}

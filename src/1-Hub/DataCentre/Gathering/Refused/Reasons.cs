using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>Why a value was refused, in words. Rules are those of the resource now: a rule that is gone is told by its title.</summary>
internal sealed class Reasons
{
    private readonly Dictionary<string, InformationItem> _items;
    private readonly Dictionary<(string Column, string Rule), CellRule> _rules = [];

    public Reasons(Resource? resource, RulesOf rulesOf)
    {
        var items = resource?.Items ?? [];
        _items = items.ToDictionary(i => i.Column);
        var compiled = rulesOf([.. items]);
        foreach (var (i, rules) in compiled.Cells.Index())
        {
            foreach (var rule in rules)
            {
                _rules.TryAdd((items[i].Column, rule.Code), rule);
            }
        }
    }

    /// <summary>Name of an item for people.</summary>
    public string ItemName(string column) => _items.TryGetValue(column, out var item) ? item.Name : column;

    public Words Why(string rule, string column, string value, int fields) => rule switch
    {
        "required" => new("缺少值", "no value"),
        "unique" => new("主键与已有的行或本次前面的行重复", "the key stands in an earlier row of the resource or of this run"),
        "newer" => new("这个主键之后又汇聚过，改后的旧行没有覆盖它；在这次运行中再提交一次即覆盖", "the key was gathered again since, and the mended older row did not replace it; submitted once more from this run it does"),
        "masked" => new("这是资源中真实值脱敏后的样子，写入会丢失真实值；填写真实值，或去掉这一列（按主键更新时保持原值）", "this is what the resource's own value looks like masked, and it would take its place; write the real value, or leave the column out: an upsert keeps what is there"),
        "field-count" => new($"有 {value} 列，应为 {fields} 列", $"{value} fields instead of {fields}"),
        "quotes" => new($"第 {value} 列的引号结束后还有文字：字段内的引号须写成两个", $"text follows the closing quote of field {value}: a quote within a field is written twice"),
        "source-record" => Acquiring.Json.Flaws.Say(value),
        "type" => _items.TryGetValue(column, out var item) ? NotOfType(item) : RuleTitles.Of(rule).Meaning,
        _ => _rules.TryGetValue((column, rule), out var known) ? known.Explain(value) : RuleTitles.Of(rule).Meaning,
    };

    /// <summary>The part of the value that is at fault, as far as the reason tells: start and length.</summary>
    public static (int Start, int Length) Mark(string value, Words why)
    {
        if (value.Length > 1 && (why.Zh.StartsWith("末位", StringComparison.Ordinal) || why.Zh.Contains("校验码应为", StringComparison.Ordinal)))
        {
            return (value.Length - 1, 1);
        }

        return (0, value.Length);
    }

    private static Words NotOfType(InformationItem item) => item.ColumnType switch
    {
        { Kind: ColumnKind.Integer } => new("不是整数", "not a whole number"),
        { Kind: ColumnKind.Decimal } type => new($"不是最多 {type.Precision} 位、{type.Scale} 位小数的数", $"not a number of at most {type.Precision} digits with {type.Scale} decimals"),
        { Kind: ColumnKind.Double } => new("不是数字", "not a number"),
        { Kind: ColumnKind.Date } => new("不是真实的日期（如 2024-01-03、2024/1/3、20240103、2024年1月3日）", "not a real date (such as 2024-01-03, 2024/1/3, 20240103)"),
        { Kind: ColumnKind.Timestamp } => new("不是真实的日期时间（yyyy-MM-dd HH:mm:ss）", "not a real time (yyyy-MM-dd HH:mm:ss)"),
        { Kind: ColumnKind.Boolean } => new("不是 是/否", "not true or false"),
        _ => new("类型不符", "not of the type"),
    };
}

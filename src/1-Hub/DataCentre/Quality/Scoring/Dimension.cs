using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Scoring;

/// <summary>质量维度: the six of GB/T 36344-2018, clause 3.</summary>
internal enum Dimension
{
    /// <summary>规范性.</summary>
    Conformity,

    /// <summary>完整性.</summary>
    Completeness,

    /// <summary>准确性.</summary>
    Accuracy,

    /// <summary>一致性.</summary>
    Consistency,

    /// <summary>时效性.</summary>
    Timeliness,

    /// <summary>可访问性.</summary>
    Accessibility,
}

/// <summary>What a dimension is called, how it is worked out, and on what ground.</summary>
/// <param name="Name">Name.</param>
/// <param name="Formula">How its share is worked out, for people.</param>
/// <param name="Basis">Indicators of GB/T 36344-2018, clause 5; "[D]" marks what the standard leaves open and this program decides.</param>
internal sealed record DimensionTitle(Dimension Dimension, Words Name, Words Formula, string Basis);

/// <summary>The six dimensions and which rule speaks for which: the one place where both stand.</summary>
internal static class Dimensions
{
    /// <summary>In the order of the standard. The standard's general form is X = A / B: what satisfies the indicator, of all that was looked at.</summary>
    public static IReadOnlyList<DimensionTitle> All { get; } =
    [
        new(Dimension.Conformity, new("规范性", "Conformity"),
            new("没有违反格式、类型、代码表、校验码规则的行 ÷ 应有的行", "Rows that break no rule of format, type, code list or check digit, of the rows there should be"), "GB/T 36344-2018 5 · 0101 0105"),
        new(Dimension.Completeness, new("完整性", "Completeness"),
            new("有值的格所占比例，与没有因缺必填项被拒的行所占比例，两者平均", "Mean of the share of cells with a value and the share of rows not refused for a missing one"), "GB/T 36344-2018 5 · 0201 0202 [D]"),
        new(Dimension.Accuracy, new("准确性", "Accuracy"),
            new("取值在规定范围内且主键不重复的行 ÷ 应有的行", "Rows within their limits and with a key of their own, of the rows there should be"), "GB/T 36344-2018 5 · 0301 0304"),
        new(Dimension.Consistency, new("一致性", "Consistency"),
            new("行内各项相互一致的行 ÷ 应有的行", "Rows whose items agree with one another, of the rows there should be"), "GB/T 36344-2018 5 · 0402"),
        new(Dimension.Timeliness, new("时效性", "Timeliness"),
            new("距上次更新不超过更新周期为 100%；超过后为周期 ÷ 已过时间", "100 % within one cycle of the last update; beyond, the cycle divided by the time passed"), "GB/T 36344-2018 5 · 0502 [D]"),
        new(Dimension.Accessibility, new("可访问性", "Accessibility"),
            new("已发布得一半，数据可查得一半", "Half for being published, half for rows that can be asked for"), "GB/T 36344-2018 5 · 0601 0602 [D]"),
    ];

    /// <summary>Rule code to the dimension that a violation counts against.</summary>
    public static IReadOnlyDictionary<string, Dimension> OfRule { get; } = new Dictionary<string, Dimension>
    {
        ["field-count"] = Dimension.Conformity, // 0102 数据模型
        ["quotes"] = Dimension.Conformity,
        ["source-record"] = Dimension.Conformity,
        ["encoding"] = Dimension.Conformity,
        ["type"] = Dimension.Conformity, // 0101 数据标准
        ["length"] = Dimension.Conformity,
        ["pattern"] = Dimension.Conformity,
        ["code-list"] = Dimension.Conformity, // 0105 权威参考数据
        ["check-digit.gb11643"] = Dimension.Conformity,
        ["check-digit.gb32100"] = Dimension.Conformity,
        ["check-digit.gb11714"] = Dimension.Conformity,
        ["phone"] = Dimension.Conformity,
        ["required"] = Dimension.Completeness, // 0201 数据元素完整性
        ["range"] = Dimension.Accuracy, // 0301 数据内容正确性
        ["unique"] = Dimension.Accuracy, // 0304 数据唯一性
        ["newer"] = Dimension.Accuracy,
        ["masked"] = Dimension.Accuracy,
        ["agree.birth-date"] = Dimension.Consistency, // 0402 关联数据一致性
        ["agree.sex"] = Dimension.Consistency,
        ["date-order"] = Dimension.Consistency,
    };

    /// <summary>A rule of a later version counts as one of format.</summary>
    public static Dimension Of(string rule) => OfRule.GetValueOrDefault(rule, Dimension.Conformity);

    public static DimensionTitle Title(Dimension dimension) => All[(int)dimension];
}

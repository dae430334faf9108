using CityHub.Kernel;
using static CityHub.DataCentre.Catalogue.Checks.EntryFaults;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>What can be wrong with an information item.</summary>
internal static class ItemFaults
{
    public static Fault NameTaken(string path, string name, int other) => At(path, "catalogue.item-name-taken",
        new("信息项重名", "Item name taken"),
        field => new($"{field.Zh}“{Short(name)}”与第 {other} 项相同。请改名以便区分。", $"{field.En}: '{Short(name)}' is the name of item {other}, too."));

    public static Fault BadColumn(string path, string column) => At(path, "catalogue.bad-column",
        new("列名格式不对", "Malformed column name"),
        field => new($"{field.Zh}“{Short(column)}”应以小写字母开头，只含小写字母、数字和下划线，最多 63 个字符。",
            $"{field.En}: '{Short(column)}' should start with a lower-case letter and hold only a-z, 0-9 and _, at most 63."));

    public static Fault ColumnTaken(string path, string column, int other) => At(path, "catalogue.column-taken",
        new("列名重复", "Column name taken"),
        field => new($"{field.Zh} {column} 与第 {other} 项相同。", $"{field.En}: {column} is the column of item {other}, too."));

    public static Fault ColumnReserved(string path, string column) => At(path, "catalogue.column-reserved",
        new("列名是保留字", "Reserved column name"),
        field => new($"{field.Zh} {column} 是查询语言的保留字。请改名，例如 {column}_value。",
            $"{field.En}: {column} is a word of the query language. Use another, such as {column}_value."));

    public static Fault ScaleBeyondLength(string path, int scale, int length) => At(path, "catalogue.scale-beyond-length",
        new("小数位多于总位数", "More decimal places than digits"),
        field => new($"{field.Zh}为 {scale}，总位数只有 {length}。", $"{field.En} is {scale}, but there are only {length} digits."));

    public static Fault KeyNotRequired(string path) => At(path, "catalogue.key-not-required",
        new("主键须必填", "A key is required"),
        _ => new($"第 {EntryFields.ItemNumber(path)} 项是主键，须同时设为必填。", $"Item {EntryFields.ItemNumber(path)} is a key, so it is required as well."));

    public static Fault KeyOfType(string path, Words type) => At(path, "catalogue.key-type",
        new("这种类型不能作主键", "Not a type for keys"),
        _ => new($"第 {EntryFields.ItemNumber(path)} 项是{type.Zh}，不能作主键。请改用字符、整型、数值或日期。",
            $"Item {EntryFields.ItemNumber(path)} is of type {type.En}, which is no key. Use text, an integer, a number or a date."));

    public static Fault KeyMasked(string path) => At(path, "catalogue.key-masked",
        new("主键不能脱敏", "A key is not masked"),
        _ => new($"第 {EntryFields.ItemNumber(path)} 项是主键，脱敏后无法核验。请去掉脱敏，或不作主键。",
            $"Item {EntryFields.ItemNumber(path)} is a key: masked, it could not be looked up. Remove the mask or the key."));

    public static Fault BadPattern(string path, string reason) => At(path, "catalogue.bad-pattern",
        new("正则表达式无效", "Invalid pattern"),
        field => new($"{field.Zh}不能使用：{reason}", $"{field.En} cannot be used: {reason}"));

    public static Fault PatternBacktracks(string path) => At(path, "catalogue.pattern-backtracks",
        new("正则表达式须能线性匹配", "The pattern must match in linear time"),
        field => new($"{field.Zh}用了前后查找、反向引用或原子组，遇到特殊的值可能极慢。请改写为不用这些写法。",
            $"{field.En} uses look-arounds, back references or atomic groups, which some values make extremely slow. Write it without them."));

    public static Fault BadLimit(string path, string written, Words type) => At(path, "catalogue.bad-limit-value",
        new("与数据类型不符", "Not of the item's type"),
        field => new($"{field.Zh}“{Short(written)}”不是{type.Zh}的值。", $"{field.En}: '{Short(written)}' is not a value of type {type.En}."));

    public static Fault NoLimits(string path, Words type) => At(path, "catalogue.no-limits",
        new("这种类型没有最小值和最大值", "No limits for this type"),
        field => new($"{field.Zh}不适用于{type.Zh}。请留空，或用正则表达式、代码表约束。",
            $"{field.En} does not apply to type {type.En}. Leave it empty, or use a pattern or a code list."));

    public static Fault LimitsCrossed(string path, string minimum, string maximum) => At(path, "catalogue.limits-crossed",
        new("最小值大于最大值", "Minimum above maximum"),
        _ => new($"第 {EntryFields.ItemNumber(path)} 项的最小值 {Short(minimum)} 大于最大值 {Short(maximum)}。",
            $"Item {EntryFields.ItemNumber(path)}: the minimum {Short(minimum)} is above the maximum {Short(maximum)}."));

    public static Fault NoSuchElement(string path, string code) => At(path, "catalogue.no-such-element",
        new("没有这个数据元", "No such data element"),
        field => new($"{field.Zh}“{Short(code)}”不在标准库中。请从标准库选择，或留空。", $"{field.En}: '{Short(code)}' is not in the standards library. Choose one of it, or leave it empty."));

    public static Fault NoSuchCodeList(string path, string code) => At(path, "catalogue.no-such-code-list",
        new("没有这个代码表", "No such code list"),
        field => new($"{field.Zh}“{Short(code)}”不在标准库中。请从标准库选择，或留空。", $"{field.En}: '{Short(code)}' is not in the standards library. Choose one of it, or leave it empty."));

    public static Fault SharedWider(string path, Words own, Words whole) => At(path, "catalogue.item-shared-wider",
        new("共享类型宽于资源", "Shared wider than its resource"),
        _ => new($"第 {EntryFields.ItemNumber(path)} 项是{own.Zh}，而资源是{whole.Zh}：信息项不能比资源更宽。请收紧该项，或放宽资源。",
            $"Item {EntryFields.ItemNumber(path)} is '{own.En}' while the resource is '{whole.En}': an item is never wider. Narrow the item, or widen the resource."));

    public static Fault ConditionMissing(string path, bool refused) => At(path, "catalogue.item-condition-missing",
        new("信息项须写明条件或依据", "The item states its condition or basis"),
        _ => refused
            ? new($"第 {EntryFields.ItemNumber(path)} 项不予共享，须列明法律、行政法规或党中央、国务院政策依据。", $"Item {EntryFields.ItemNumber(path)} is not shared: cite the law, regulation or central policy.")
            : new($"第 {EntryFields.ItemNumber(path)} 项有条件共享，须写明条件。", $"Item {EntryFields.ItemNumber(path)} is shared on conditions: state them."));

    public static Fault KeyNotShared(string path) => At(path, "catalogue.key-not-shared",
        new("主键须与资源同样共享", "A key is shared as its resource is"),
        _ => new($"第 {EntryFields.ItemNumber(path)} 项是主键，不能比资源收得更紧：没有主键，其余各项无从核验。请改用其他主键。",
            $"Item {EntryFields.ItemNumber(path)} is a key and cannot be narrower than the resource: without it nothing can be looked up. Take another key."));

    public static Fault DateFormatOfType(string path, Words type) => At(path, "catalogue.date-format-type",
        new("这种类型没有日期格式", "No date format for this type"),
        field => new($"{field.Zh}只用于日期、日期时间和字符，不适用于{type.Zh}。请留空。", $"{field.En} is for dates, times and texts, not for type {type.En}. Leave it empty."));

    public static Fault BadDateFormat(string path, string written) => At(path, "catalogue.bad-date-format",
        new("日期格式不对", "Malformed date format"),
        field => new($"{field.Zh}“{Short(written)}”由 y、M、d、H、m、s 和分隔符组成，例如 yyyy-MM-dd HH:mm:ss。",
            $"{field.En}: '{Short(written)}' is made of y, M, d, H, m, s and separators, such as yyyy-MM-dd HH:mm:ss."));
}

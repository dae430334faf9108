using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>What can be wrong with a single field of an entry. Each names its field in <see cref="Fault.Path"/> and says how to mend it.</summary>
internal static class EntryFaults
{
    public static Fault Required(string path) => At(path, "catalogue.required",
        new("必填", "Required"),
        field => new($"{field.Zh}没有填写。", $"{field.En} is missing."));

    public static Fault TooLong(string path, int length, int limit) => At(path, "catalogue.too-long",
        new("超出长度", "Too long"),
        field => new($"{field.Zh}有 {length} 个字符，最多 {limit} 个，请删去 {length - limit} 个。",
            $"{field.En} has {length} characters, at most {limit}: cut {length - limit}."),
        ("limit", limit));

    public static Fault ControlCharacter(string path) => At(path, "catalogue.control-character",
        new("含有控制字符", "Control character"),
        field => new($"{field.Zh}含有看不见的控制字符。请删去后重新输入。", $"{field.En} contains an invisible control character. Remove it."));

    public static Fault UnknownChoice(string path, string written, IReadOnlyList<string> allowed) => At(path, "catalogue.unknown-choice",
        new("不是可选的值", "Not a choice"),
        field => new($"{field.Zh}不能是“{Short(written)}”，可选：{string.Join("、", allowed)}。",
            $"{field.En} cannot be '{Short(written)}'. Choices: {string.Join(", ", allowed)}."),
        ("allowed", allowed));

    public static Fault NotWhole(string path, string written) => At(path, "catalogue.not-whole",
        new("不是整数", "Not a whole number"),
        field => new($"{field.Zh}应为整数，不能是“{Short(written)}”。", $"{field.En} is a whole number, not '{Short(written)}'."));

    public static Fault OutOfRange(string path, int least, int most) => At(path, "catalogue.out-of-range",
        new("超出范围", "Out of range"),
        field => new($"{field.Zh}应在 {least} 到 {most} 之间。", $"{field.En} is from {least} to {most}."),
        ("minimum", least), ("maximum", most));

    public static Fault ProviderUnknown(string code) => At("provider", "catalogue.provider-unknown",
        new("没有这个机构", "No such organisation"),
        _ => new($"没有代码为“{Short(code)}”的机构。请从机构树中选择提供方。", $"No organisation has the code '{Short(code)}'. Choose one from the tree."));

    public static Fault BadCategory(string written) => At("category", "catalogue.bad-category",
        new("分类码格式不对", "Malformed category"),
        _ => new($"分类码“{Short(written)}”应为 6 到 15 位数字：类 1 位（1-3）、项 2 位、目 3 位、细目不限。",
            $"The category '{Short(written)}' is 6 to 15 digits: one for the class (1-3), two, three, then any."));

    public static Fault ConditionMissing { get; } = At("sharingCondition", "catalogue.condition-missing",
        new("有条件共享须写明条件", "A condition is required"),
        _ => new("有条件共享须写明共享条件：谁、凭什么依据、用于什么。", "Sharing on conditions states them: who, on what basis, for what."));

    public static Fault LegalBasisMissing { get; } = At("sharingCondition", "catalogue.legal-basis-missing",
        new("不予共享须给出依据", "A legal basis is required"),
        _ => new("不予共享须列明法律、行政法规或党中央、国务院政策依据。", "A resource that is not shared cites the law, regulation or central policy."));

    public static Fault OpenNotShared { get; } = At("open", "catalogue.open-not-shared",
        new("不予共享的资源不能开放", "Not shared, so not open"),
        _ => new("不予共享的资源不得向社会开放。请改为不开放，或改变共享类型。", "A resource that is not shared cannot be open. Close it, or change its sharing type."));

    public static Fault OpenGraded(string path, int grade) => At(path, "catalogue.open-graded",
        new("三级以上的信息项不能开放", "Grade 3 and above is never open"),
        field => new($"{field.Zh}为 {grade} 级，所在资源不得向社会开放。请改为不开放，或把该项移到另一个资源，或重新定级。",
            $"{field.En} is {grade}: its resource cannot be open. Close the resource, move the item to another one, or grade it anew."));

    public static Fault NoItems { get; } = At("items", "catalogue.no-items",
        new("没有信息项", "No items"),
        _ => new("至少要有一个信息项。", "At least one item is needed."));

    public static Fault TooManyItems(int count, int limit) => At("items", "catalogue.too-many-items",
        new("信息项过多", "Too many items"),
        _ => new($"有 {count} 个信息项，最多 {limit} 个。请拆成几个资源。", $"{count} items, at most {limit}. Split the resource."),
        ("limit", limit));

    public static Fault At(string path, string code, Words title, Func<Words, Words> detail, params (string Name, object? Value)[] facts) =>
        new(code, 422, title, detail(EntryFields.Of(path)))
        {
            Path = path,
            Facts = facts.ToDictionary(f => f.Name, f => f.Value),
        };

    /// <summary>What was written, cut so that a pasted page does not come back whole.</summary>
    public static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}

using CityHub.Kernel;
using CityHub.Kernel.Characters;

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

    /// <summary>A character that nobody sees, by name and place: whoever mends it cannot see it either.</summary>
    public static Fault Hidden(string path, InvisibleCharacter found) => found.Control
        ? At(path, "catalogue.control-character", new("含有控制字符", "Control character"), field => Where(field, found), ("character", found.Name), ("position", found.Position))
        : At(path, "catalogue.invisible-character", new("含有看不见的字符", "Invisible character"), field => Where(field, found), ("character", found.Name), ("position", found.Position));

    public static Fault UnknownChoice(string path, string written, IReadOnlyList<string> allowed, IReadOnlyList<string>? inChinese = null) => At(path, "catalogue.unknown-choice",
        new("不是可选的值", "Not a choice"),
        field => new($"{field.Zh}不能是“{Short(written)}”，可选：{string.Join("、", inChinese ?? allowed)}。",
            $"{field.En} cannot be '{Short(written)}'. Choices: {string.Join(", ", allowed)}."),
        ("allowed", allowed));

    /// <summary>A sharing type that cannot be read leaves its duties unjudged; what is not there yet is told with it, not in a second round.</summary>
    public static Fault WithDuties(Fault sharing, bool condition, bool ways, bool open)
    {
        Words?[] duties =
        [
            condition ? null : new("选有条件共享须写共享条件，选不予共享须写依据（都写在共享条件一栏）", "conditional sharing needs its conditions and no sharing its legal basis, both in 'sharingCondition'"),
            ways ? null : new("选有条件或无条件共享须写共享方式", "what is shared needs 'ways'"),
            open ? new("选不予共享则不能向社会开放", "what is not shared cannot be 'open'") : null,
        ];
        var told = duties.OfType<Words>().ToList();
        return told.Count == 0 || sharing.Detail is not { } detail ? sharing : sharing with
        {
            Detail = new($"{detail.Zh}还须注意：{string.Join("；", told.Select(d => d.Zh))}。", $"{detail.En} Mind that {string.Join("; ", told.Select(d => d.En))}."),
        };
    }

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
        _ => new("数据库和电子表格至少要有一个信息项。请添加，或改变信息资源格式。", "A database or spreadsheet has at least one item. Add one, or change the format."));

    public static Fault TooManyItems(int count, int limit) => At("items", "catalogue.too-many-items",
        new("信息项过多", "Too many items"),
        _ => new($"有 {count} 个信息项，最多 {limit} 个。请拆成几个资源。", $"{count} items, at most {limit}. Split the resource."),
        ("limit", limit));

    public static Fault TooMany(string path, int count, int limit) => At(path, "catalogue.too-many",
        new("过多", "Too many"),
        field => new($"{field.Zh}有 {count} 个，最多 {limit} 个。", $"{field.En}: {count}, at most {limit}."),
        ("limit", limit));

    public static Fault BadDay(string path, string written) => At(path, "catalogue.bad-day",
        new("不是日期", "Not a date"),
        field => new($"{field.Zh}应写成 CCYY-MM-DD，例如 2026-04-08，不能是“{Short(written)}”。", $"{field.En} is written CCYY-MM-DD, such as 2026-04-08, not '{Short(written)}'."));

    public static Fault NotAmount(string path, string written) => At(path, "catalogue.not-amount",
        new("不是数量", "Not an amount"),
        field => new($"{field.Zh}应为不带单位的非负数，例如 12.5，不能是“{Short(written)}”。", $"{field.En} is a number without unit, zero or more, such as 12.5, not '{Short(written)}'."));

    public static Fault SelfDescribedUnnamed { get; } = At("subFormats", "catalogue.format-unnamed",
        new("自描述格式须写明名称", "A self-described format is named"),
        _ => new("自描述格式由提供方命名：请在子格式中写明，例如“气象雷达基数据”。", "The provider names its self-described format: write its name under sub-formats."));

    public static Fault SubFormatUnknown(string written, Words format, IReadOnlyList<string> known) => At("subFormats", "catalogue.sub-format-unknown",
        new("子格式不属于该格式", "Not a sub-format of the format"),
        _ => new($"“{Short(written)}”不是{format.Zh}的子格式，可选：{string.Join("、", known)}。其他专门格式请选“自描述格式”并写明名称。",
            $"'{Short(written)}' is no sub-format of '{format.En}'. Choices: {string.Join(", ", known)}. For a special one choose 'Self-described' and name it."),
        ("allowed", known));

    public static Fault WaysNotShared { get; } = At("ways", "catalogue.ways-not-shared",
        new("不予共享没有共享方式", "Not shared, so no way of sharing"),
        _ => new("不予共享的资源不填共享方式。请清空共享方式，或改变共享类型。", "A resource that is not shared has no way of sharing. Clear it, or change the sharing type."));

    public static Fault ConditionNotOpen { get; } = At("openCondition", "catalogue.open-condition-closed",
        new("不开放时不填开放条件", "No opening condition when closed"),
        _ => new("只有向社会开放的资源才填开放条件。请清空，或改为开放。", "Only an open resource has an opening condition. Clear it, or open the resource."));

    public static Fault BadCode(string path, string written) => At(path, "catalogue.bad-code",
        new("资源代码格式不对", "Malformed resource code"),
        field => new($"{field.Zh}“{Short(written)}”应为“分类码/顺序码”，例如 101001/000001。", $"{field.En}: '{Short(written)}' is written category/sequence, such as 101001/000001."));

    public static Fault RelatedUnknown(string code) => At("related", "catalogue.related-unknown",
        new("关联的资源不存在", "No such related resource"),
        _ => new($"目录中没有关联的资源 {Short(code)}。请核对代码，或删去。", $"The catalogue has no resource {Short(code)}. Check the code, or remove it."));

    public static Fault RelatedItself(string code) => At("related", "catalogue.related-itself",
        new("资源关联了自己", "Related to itself"),
        _ => new($"关联资源代码 {code} 就是本资源。请删去。", $"{code} is this very resource. Remove it."));

    public static Fault ClauseUnknown(string written) => At("basis", "catalogue.clause-unknown",
        new("登记库中没有这一条款", "No such clause"),
        _ => new($"法规登记库中没有条款“{Short(written)}”。请从登记库选择，或先请市大数据局登记该条款。",
            $"The register of decrees has no clause '{Short(written)}'. Choose one of it, or have the bureau register it first."));

    public static Fault SecretRefused { get; } = At("extension.secrecy", "catalogue.secret-refused",
        new("涉密资源不入本目录", "Secrets are not catalogued here"),
        _ => new("涉及国家秘密、工作秘密的资源不得编入本目录（国务院令第809号第三条）。请按保密规定另行管理。",
            "What holds state or work secrets is not entered into this catalogue (State Council Decree 809, art. 3). Keep it under the rules of secrecy."));

    public static Fault OrganisationUnknown(string path, string code) => At(path, "catalogue.organisation-unknown",
        new("没有这个机构", "No such organisation"),
        field => new($"{field.Zh}：没有代码为“{Short(code)}”的机构。请从机构树中选择。", $"{field.En}: no organisation has the code '{Short(code)}'. Choose one from the tree."));

    public static Fault BadDivision(string written) => At("extension.division", "catalogue.bad-division",
        new("没有这个行政区划", "No such division"),
        _ => new($"行政区划“{Short(written)}”应为本市范围内的 6 位代码，例如 500103。", $"The division '{Short(written)}' is a six-digit code within the city, such as 500103."));

    public static Fault BadPhone(string written) => At("extension.phone", "catalogue.bad-phone",
        new("电话格式不对", "Malformed phone number"),
        _ => new($"联系电话“{Short(written)}”只能含数字、空格、括号、+ 和 -，例如 023-63890000。", $"The phone '{Short(written)}' holds digits, spaces, brackets, + and - only, such as 023-63890000."));

    public static Fault GradeBelowItems(int grade, int highest) => At("extension.grade", "catalogue.grade-below-items",
        new("低于信息项的分级", "Below the grade of its items"),
        _ => new($"数据分级为 {grade}，但有信息项为 {highest} 级：整体按最高的信息项定级。请改为 {highest} 或留空。",
            $"The grade is {grade}, but an item has {highest}: a whole takes the highest of its parts. Write {highest}, or leave it empty."));

    public static Fault PartAboveWhole(string path, decimal part, string wholePath, decimal whole) => At(path, "catalogue.part-above-whole",
        new("部分大于总量", "A part above its whole"),
        field => new($"{field.Zh}为 {part}，大于{EntryFields.Name(wholePath).Zh} {whole}。", $"{field.En} is {part}, above {EntryFields.Name(wholePath).En} {whole}."));

    public static Fault At(string path, string code, Words title, Func<Words, Words> detail, params (string Name, object? Value)[] facts) =>
        new(code, 422, title, detail(EntryFields.Of(path)))
        {
            Path = path,
            Facts = facts.ToDictionary(f => f.Name, f => f.Value),
        };

    private static Words Where(Words field, InvisibleCharacter found) => found.After.Length == 0
        ? new($"{field.Zh}以看不见的字符 {found.Name} 开头。请删去，或重新输入开头的字。", $"{field.En} begins with the invisible character {found.Name}. Delete it, or type the beginning again.")
        : new($"{field.Zh}的第 {found.Position} 个字符（“{found.After}”之后）是看不见的 {found.Name}。请删去，或重新输入前后的字。",
            $"{field.En} holds the invisible {found.Name} as character {found.Position}, after '{found.After}'. Delete it, or type what stands around it again.");

    /// <summary>What was written, cut so that a pasted page does not come back whole.</summary>
    public static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}

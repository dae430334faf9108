using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>The API's words as people say them; an unknown one is shown as it is.</summary>
internal static class ApiWords
{
    private static readonly Dictionary<string, Words> All = new(StringComparer.Ordinal)
    {
        ["draft"] = new("草稿", "Draft"), ["published"] = new("已发布", "Published"), ["withdrawn"] = new("已撤销", "Withdrawn"),
        ["unconditional"] = new("无条件共享", "Unconditional"), ["conditional"] = new("有条件共享", "Conditional"), ["notShared"] = new("不予共享", "Not shared"),
        ["realTime"] = new("实时", "Real time"), ["daily"] = new("每日", "Daily"), ["weekly"] = new("每周", "Weekly"), ["monthly"] = new("每月", "Monthly"),
        ["quarterly"] = new("每季度", "Quarterly"), ["yearly"] = new("每年", "Yearly"),
        ["queued"] = new("排队", "Queued"), ["running"] = new("汇聚中", "Running"), ["succeeded"] = new("已完成", "Succeeded"), ["failed"] = new("已失败", "Failed"),
        ["cancelled"] = new("已取消", "Cancelled"), ["interrupted"] = new("已中断", "Interrupted"),
        ["append"] = new("追加", "Append"), ["replace"] = new("整体替换", "Replace all"), ["upsert"] = new("按主键更新", "Upsert by key"),
        ["active"] = new("正常", "Active"), ["disabled"] = new("已停用", "Disabled"), ["locked"] = new("已锁定", "Locked out"), ["mustChangePassword"] = new("待改密码", "Must change password"),
        ["character"] = new("字符", "Text"), ["integer"] = new("整型", "Integer"), ["number"] = new("数值", "Number"), ["date"] = new("日期", "Date"),
        ["dateTime"] = new("日期时间", "Date and time"), ["logical"] = new("逻辑", "Yes or no"), ["money"] = new("货币", "Money"), ["double"] = new("双精度", "Double"),
        ["float"] = new("浮点", "Float"), ["memo"] = new("备注", "Memo"),
        ["ready"] = new("就绪", "Ready"), ["starting"] = new("启动中", "Starting"), ["stopped"] = new("没有运行", "Not running"),
    };

    public static string Of(string word) => All.TryGetValue(word, out var words) ? Verbs.Say(words.Zh, words.En) : word;
}

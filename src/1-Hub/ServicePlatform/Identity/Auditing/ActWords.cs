using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.Auditing;

/// <summary>Acts of the trail (docs/events.md) in words, for whoever reads it. An act without words is shown by its code alone.</summary>
internal static class ActWords
{
    private static readonly Dictionary<string, Words> All = new(StringComparer.Ordinal)
    {
        ["identity.sign-in"] = new("登录", "Signed in"),
        ["identity.sign-in-refused"] = new("登录被拒", "Sign-in refused"),
        ["identity.sign-out"] = new("退出登录", "Signed out"),
        ["identity.password-changed"] = new("修改密码", "Changed the password"),
        ["identity.password-refused"] = new("修改密码被拒", "Password change refused"),
        ["identity.password-reset"] = new("重置密码", "Reset a password"),
        ["identity.account-created"] = new("新建账号", "Created an account"),
        ["identity.account-disabled"] = new("停用账号", "Disabled an account"),
        ["identity.account-enabled"] = new("启用账号", "Enabled an account"),
        ["identity.account-unlocked"] = new("解锁账号", "Unlocked an account"),
        ["identity.post-given"] = new("给予岗位", "Gave a post"),
        ["identity.post-ended"] = new("结束任职", "Ended a post"),
        ["identity.token-made"] = new("新建令牌", "Made a token"),
        ["identity.token-revoked"] = new("撤销令牌", "Revoked a token"),
        ["identity.organisations-filled"] = new("建立机构", "Filled the organisations"),
        ["identity.department-added"] = new("增加部门", "Added a department"),
        ["identity.department-renamed"] = new("部门改名", "Renamed a department"),
        ["identity.department-closed"] = new("撤销部门", "Closed a department"),
        ["catalogue.register"] = new("登记资源", "Registered a resource"),
        ["catalogue.edit"] = new("修订条目", "Edited an entry"),
        ["catalogue.publish"] = new("发布资源", "Published a resource"),
        ["catalogue.withdraw"] = new("撤销发布", "Withdrew a resource"),
        ["catalogue.discard"] = new("放弃草稿", "Discarded a draft"),
        ["catalogue.destroy"] = new("删除资源", "Removed a resource"),
        ["catalogue.class"] = new("登记资源分类", "Kept a class"),
        ["catalogue.import"] = new("批量导入条目", "Imported entries"),
        ["catalogue.notice-seen"] = new("已阅撤销通知", "Saw a notice"),
        ["decree.kept"] = new("登记法规", "Kept a decree"),
        ["decree.clause-kept"] = new("登记条款", "Kept a clause"),
        ["one-source.lead"] = new("确定源头", "Named a lead source"),
        ["one-source.lead-dropped"] = new("取消源头", "Took a lead source back"),
        ["one-source.scanned"] = new("比对取值", "Compared values"),
        ["search.saved"] = new("保存查找", "Saved a search"),
        ["search.looked"] = new("打开保存的查找", "Opened a saved search"),
        ["search.deleted"] = new("删除保存的查找", "Deleted a saved search"),
        ["search.synonyms-changed"] = new("修改同义词", "Changed synonyms"),
        ["gathering.propose"] = new("查看数据库来源", "Looked at a database source"),
        ["gathering.run"] = new("发起汇聚", "Asked for a run"),
        ["gathering.end"] = new("汇聚结束", "A run ended"),
        ["gathering.cancel"] = new("取消汇聚", "Cancelled a run"),
        ["gathering.resume"] = new("恢复汇聚", "Resumed a run"),
        ["gathering.refused-read"] = new("查看拒收的行", "Read refused rows"),
        ["gathering.refused-download"] = new("下载拒收的行", "Downloaded refused rows"),
        ["serving.read-rows"] = new("查看行", "Read rows"),
        ["serving.look-up"] = new("按键查询", "Looked up a row"),
        ["serving.aggregate"] = new("汇总查询", "Aggregated rows"),
        ["serving.match"] = new("筛选查询", "Matched rows"),
        ["serving.profile"] = new("查看列概况", "Read a profile"),
        ["serving.download"] = new("下载", "Downloaded rows"),
        ["audit.viewed"] = new("查看审计", "Viewed the trail"),
        ["audit.exported"] = new("导出审计", "Exported the trail"),
        ["audit.verified"] = new("核验审计", "Verified the trail"),
        ["audit.damage-found"] = new("发现审计损坏", "Found damage in the trail"),
        ["audit.torn-record-cut"] = new("截去未写完的记录", "Cut off a torn record"),
    };

    public static Words? Of(string act) => All.GetValueOrDefault(act);
}

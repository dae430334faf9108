using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.Delegations;

internal static class DelegationFaults
{
    public static Fault NoSuchPost { get; } = new("delegation.no-such-post", 422,
        new("没有这个岗位", "No such post"),
        new("只能委托自己现在担任的岗位。受委托代理的岗位不能再委托。", "Only a post of your own that you hold now is delegated. One that you act in for somebody else is not passed on."))
    { Path = "post" };

    public static Fault Administrator { get; } = new("delegation.administrator", 422,
        new("管理员岗位不能委托", "An administrator's post is not delegated"),
        new("系统、安全、审计管理员相互分离，岗位由另一位管理员给予，不能由本人委托。", "The three administrators are separate: another administrator gives such a post, its holder does not pass it on."))
    { Path = "post" };

    public static Fault Delegate(string userName) => new("delegation.not-a-colleague", 422,
        new("不能委托给这个账号", "Not to this account"),
        new($"“{userName}”现在不在这个岗位的机构任职，或账号已停用。岗位委托给同一机构的同事。", $"'{userName}' holds no post in the organisation of this one now, or is disabled. A post is delegated to a colleague of the same organisation."))
    { Path = "to" };

    public static Fault Days { get; } = new("delegation.days", 422,
        new("委托的日期不对", "The days are not right"),
        new($"委托从今天或以后开始，在开始之日或以后结束，至多 {DelegatePost.MostDays} 天，不晚于岗位的任期。日期写成 2026-05-01。",
            $"A delegation begins today or later, ends on that day or later, lasts {DelegatePost.MostDays} days at most, and no longer than the post. Dates are written 2026-05-01."))
    { Path = "until" };

    public static Fault Reason { get; } = new("delegation.reason", 422,
        new("须写明委托原因", "State the reason"), new("原因 1 到 100 个字，例如：年休假。", "The reason has 1 to 100 characters, such as: annual leave."))
    { Path = "reason" };

    public static Fault Overlaps { get; } = new("delegation.overlaps", 409,
        new("这些天已经委托", "Delegated on these days already"),
        new("这个岗位在这些天里已经委托给别人。先结束那次委托。", "The post is delegated to somebody on some of these days. End that first."));

    public static Fault Unknown { get; } = new("delegation.unknown", 404,
        new("没有这次委托", "No such delegation"), new("它不存在、已经结束，或与你无关。", "It does not exist, has ended, or is not yours."));
}

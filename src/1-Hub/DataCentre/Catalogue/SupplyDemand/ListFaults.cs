using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

internal static class ListFaults
{
    public static Fault NoSuchItem(string id) => new("list.no-such-item", 404,
        new("清单中没有这一项", "No such item"),
        new($"清单中没有编号为“{EntryFaults.Short(id)}”的一项，或者它不在你的职责范围内。", $"The list has no item '{EntryFaults.Short(id)}', or it is outside your scope."))
    { Path = "id" };

    public static Fault ChangedMeanwhile(string by) => new("list.changed-meanwhile", 412,
        new("内容已被他人更改", "Changed meanwhile"),
        new($"这一项在你打开之后被{by}更改过。请重新读取后再改。", $"This item was changed by {by} after you opened it. Read it again."))
    { Path = "revision" };

    public static Fault AsksItself { get; } = new("list.asks-itself", 422,
        new("提出方与提供方相同", "A department asks itself"),
        new("需求的提供方不能是提出部门自己。请改正，或留空由主管部门指定。", "The provider of a demand is another department. Mend it, or leave it empty for the bureau to name."))
    { Path = "provider" };

    public static Fault NoSuchEntry(string code) => new("list.no-such-entry", 422,
        new("目录中没有这个资源", "No such entry"),
        new($"目录中没有代码为“{EntryFaults.Short(code)}”的资源。请先登记，或改用计划答复。", $"The catalogue has no resource '{EntryFaults.Short(code)}'. Register it first, or answer with a plan."))
    { Path = "resource" };

    public static Fault PlanPassed { get; } = new("list.plan-passed", 422,
        new("计划日期已过", "The planned day has passed"),
        new("计划提供的日期应是今天或以后。", "The planned day is today or later."))
    { Path = "plannedFor" };

    public static Fault ReasonMissing { get; } = new("list.reason-missing", 422,
        new("不能提供须写明理由", "A no needs a reason"),
        new("不能提供须写明理由和依据。", "State the reason and its basis."))
    { Path = "reply" };
}

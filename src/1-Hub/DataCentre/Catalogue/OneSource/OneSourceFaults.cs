using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.OneSource;

internal static class OneSourceFaults
{
    public static Fault RepeatUnexplained(string path, string name, DatumSource lead) => new("catalogue.repeat-without-reason", 422,
        new("重复采集须写明理由", "A repeat needs a reason"),
        new($"第 {EntryFields.ItemNumber(path)} 项“{EntryFaults.Short(name)}”已由数源 {lead.Resource.Code}《{lead.Resource.Title}》的“{lead.Item.Name}”提供（国务院令第809号第十九条）。请共享取用并删去该项，或填写重复采集理由。",
            $"Item {EntryFields.ItemNumber(path)} '{EntryFaults.Short(name)}' is provided by the lead source {lead.Resource.Code} '{lead.Resource.Title}', item '{lead.Item.Name}' (State Council Decree 809, art. 19). Take it from there and remove the item, or state the reason of repeated collection."))
    {
        Path = path,
        Facts = new Dictionary<string, object?> { ["lead"] = lead.Resource.Code, ["leadColumn"] = lead.Item.Column },
    };

    public static Fault NoSuchDatum(string key) => new("one-source.no-such-datum", 404,
        new("没有这个重复的数据项", "No such repeated datum"),
        new($"没有键为“{EntryFaults.Short(key)}”的重复数据项。清单见 /api/v1/one-source。", $"No repeated datum has the key '{EntryFaults.Short(key)}'. See /api/v1/one-source."));

    public static Fault NotOfTheDatum(string code, string column) => new("one-source.not-of-the-datum", 422,
        new("该信息项不在其中", "Not one of its items"),
        new($"{EntryFaults.Short(code)} 的“{EntryFaults.Short(column)}”不是这个数据项的来源之一。请从其来源中选择数源。", $"'{EntryFaults.Short(column)}' of {EntryFaults.Short(code)} is not one of the datum's sources. Choose one of them."))
    {
        Path = "code",
    };

    public static Fault ScanRunning { get; } = new("one-source.scan-running", 409,
        new("正在比较", "A comparison is running"),
        new("取值比较正在进行，请等它结束。", "The values are being compared. Wait until it ends."));
}

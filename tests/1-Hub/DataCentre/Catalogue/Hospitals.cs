using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Tests.Catalogue;

/// <summary>A small, faultless entry, made anew for each test.</summary>
internal static class Hospitals
{
    public static DateTimeOffset Now { get; } = new(2026, 4, 8, 2, 0, 0, TimeSpan.Zero);

    public static Organisation Health { get; } =
        new("500000-wjw", new("市卫生健康委", "Health commission"), OrganisationKind.Department, "500000", "500000/500000-wjw/", "500000", null, false, "test");

    public static Organisation Police { get; } =
        new("500000-ga", new("市公安局", "Police"), OrganisationKind.Department, "500000", "500000/500000-ga/", "500000", null, false, "test");

    public static EntryRequest Request(string title = "医疗机构执业许可") => new()
    {
        Title = title, Summary = "全市医疗机构的执业许可登记信息。", Provider = "500000-wjw", Theme = "医疗卫生", Sharing = "unconditional",
        Cycle = "daily",
        Items =
        [
            new() { Name = "执业许可证登记号", Column = "licence_no", Type = "character", Length = "22", Key = true, Required = true },
            new() { Name = "机构名称", Column = "org_name", Type = "character", Length = "200", Required = true },
            new() { Name = "床位数", Column = "beds", Type = "integer", Minimum = "0", Maximum = "100000" },
        ],
    };

    public static EntryRequest With(Action<EntryRequest> change)
    {
        var request = Request();
        change(request);
        return request;
    }

    public static EntryRequest WithItem(Action<ItemRequest> change) => With(r => change(r.Items![2]));

    public static EntryContent Content(EntryRequest? request = null) => EntryReading.Of(request ?? Request()).Content;

    public static Entry Draft(EntryRequest? request = null) => new(
        Content(request).Into("r1", "306001/000001", Health.Path, ResourceState.Draft, version: 0), null, 1, false, Now, Now, "steward");

    public static Entry Published(EntryRequest? request = null) => Draft(request) with
    {
        Resource = Content(request).Into("r1", "306001/000001", Health.Path, ResourceState.Published, version: 1), PublishedAtUtc = Now, Revision = 2,
    };
}

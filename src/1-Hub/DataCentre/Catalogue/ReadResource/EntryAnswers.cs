using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Catalogue.ReadResource;

/// <summary>An entry in a list.</summary>
internal sealed record EntryLine(
    string Code, string Title, string Summary, string Provider, string ProviderName, string Theme, SharingType Sharing, bool Open,
    UpdateCycle Cycle, bool Generated, ResourceState State, int Version, int Items, DateTimeOffset? PublishedAt, DateTimeOffset ChangedAt, bool? HasDraft);

/// <summary>An entry, whole. What only officials see is left out for others.</summary>
/// <param name="ProviderCreditCode">统一社会信用代码 of the provider (catalogue guide, field 5).</param>
/// <param name="Revision">Entity tag for If-Match; officials only.</param>
/// <param name="HasDraft">A draft of a next version waits; officials only.</param>
/// <param name="GatherAgain">When the version was published its rows did not fit it: they must be gathered again.</param>
internal sealed record EntryAnswer(
    string Code, string Title, string Summary, string Provider, string ProviderName, string? ProviderCreditCode, string Theme, SharingType Sharing,
    string? SharingCondition, bool Open, UpdateCycle Cycle, bool Generated, string? Source, IReadOnlyList<InformationItem> Items, ResourceState State,
    int Version, DateTimeOffset? PublishedAt, DateTimeOffset ChangedAt, bool GatherAgain, int? Revision, bool? HasDraft,
    DateTimeOffset? WithdrawnAt, string? WithdrawReason)
{
    public string? TitleEn { get; init; }
    public ResourceFormat Format { get; init; }
    public IReadOnlyList<string> SubFormats { get; init; } = [];
    public IReadOnlyList<SharingWay> Ways { get; init; } = [];
    public string? OpenCondition { get; init; }

    /// <summary>发布日期 (field 12) as the department states it; null means the day of the first publication here.</summary>
    public DateOnly? IssuedOn { get; init; }
    public IReadOnlyList<string> Related { get; init; } = [];
    public IReadOnlyList<string> Basis { get; init; } = [];
    public EntryExtension Extension { get; init; } = EntryExtension.None;

    /// <summary>信息资源分类 (field 1): 类, 项, 目, 细目.</summary>
    public IReadOnlyList<ClassName> Classification { get; init; } = [];
}

/// <summary>A class of an entry's code.</summary>
internal sealed record ClassName(string Code, string Name);

/// <summary>Shapes entries for the API.</summary>
internal sealed class EntryAnswers(IOrganisations organisations, ClassTable classes)
{
    public static string Address(Entry entry) => $"/api/v1/catalogue/{ResourceCode.InAddress(entry.Resource.Code)}";

    /// <summary>For a list.</summary>
    public EntryLine Line(Entry entry, Language language, bool official)
    {
        var r = entry.Resource;
        return new(
            r.Code, r.Title, r.Summary, r.Provider, Name(r.Provider, language), r.Theme, r.Sharing, r.Open, r.Cycle, r.Generated, r.State, r.Version,
            r.Items.Count, entry.PublishedAtUtc, entry.ChangedAtUtc, official ? entry.Draft is not null : null);
    }

    /// <summary>Whole, with what officials see.</summary>
    public EntryAnswer Whole(Entry entry, Language language, bool official = true)
    {
        var r = entry.Resource;
        return new(
            r.Code, r.Title, r.Summary, r.Provider, Name(r.Provider, language), organisations.Find(r.Provider)?.CreditCode, r.Theme, r.Sharing,
            r.SharingCondition, r.Open, r.Cycle, r.Generated, r.Source, r.Items, r.State, r.Version, entry.PublishedAtUtc, entry.ChangedAtUtc,
            entry.GatherAgain, official ? entry.Revision : null, official ? entry.Draft is not null : null, entry.WithdrawnAtUtc, entry.WithdrawReason)
        {
            TitleEn = r.TitleEn, Format = r.Format, SubFormats = r.SubFormats, Ways = r.Ways, OpenCondition = r.OpenCondition,
            IssuedOn = r.IssuedOn, Related = r.Related, Basis = r.Basis, Extension = r.Extension,
            Classification = [.. classes.PathOf(r.Code).Select(c => new ClassName(c.Code, c.Name.In(language)))],
        };
    }

    /// <summary>The day in Beijing.</summary>
    public static DateOnly? Day(DateTimeOffset? at) => at is { } instant ? CityTime.Day(instant) : null;

    /// <summary>An organisation's name; its code when the tree no longer has it.</summary>
    public string Name(string code, Language language) => organisations.Find(code)?.Name.In(language) ?? code;
}

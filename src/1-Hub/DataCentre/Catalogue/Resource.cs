using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Catalogue;

/// <summary>共享类型, catalogue guide (发改高技术〔2017〕1272号) field 9a.</summary>
internal enum SharingType
{
    /// <summary>无条件共享.</summary>
    Unconditional = 1,

    /// <summary>有条件共享.</summary>
    Conditional = 2,

    /// <summary>不予共享.</summary>
    NotShared = 3,
}

/// <summary>更新周期, catalogue guide field 11.</summary>
internal enum UpdateCycle
{
    /// <summary>实时.</summary>
    RealTime = 1,

    /// <summary>每日.</summary>
    Daily = 2,

    /// <summary>每周.</summary>
    Weekly = 3,

    /// <summary>每月.</summary>
    Monthly = 4,

    /// <summary>每季度.</summary>
    Quarterly = 5,

    /// <summary>每年.</summary>
    Yearly = 6,
}

/// <summary>State of a catalogue entry; the numbers are those of real platforms' status lists.</summary>
internal enum ResourceState
{
    /// <summary>草稿.</summary>
    Draft = 0,

    /// <summary>取消发布 (withdrawn).</summary>
    Withdrawn = 23,

    /// <summary>发布.</summary>
    Published = 29,
}

/// <summary>数据类型 of an information item, catalogue guide field 8: the guide's letters.</summary>
internal enum ItemType
{
    /// <summary>C 字符.</summary>
    Character = 'C',

    /// <summary>N 数值.</summary>
    Number = 'N',

    /// <summary>Y 货币.</summary>
    Money = 'Y',

    /// <summary>D 日期.</summary>
    Date = 'D',

    /// <summary>T 日期时间.</summary>
    DateTime = 'T',

    /// <summary>L 逻辑.</summary>
    Logical = 'L',

    /// <summary>M 备注.</summary>
    Memo = 'M',

    /// <summary>B 双精度.</summary>
    Double = 'B',

    /// <summary>I 整型.</summary>
    Integer = 'I',

    /// <summary>F 浮点.</summary>
    Float = 'F',
}

/// <summary>How a value is hidden from those who may not see it whole (脱敏).</summary>
internal enum MaskKind
{
    /// <summary>Shown as it is.</summary>
    None,

    /// <summary>Wholly hidden.</summary>
    Full,

    /// <summary>Middle hidden: 张*, 500103********0010.</summary>
    Partial,
}

/// <summary>信息项: one column of a resource.</summary>
/// <param name="Name">信息项名称, for people.</param>
/// <param name="Column">Column name, lower-case [a-z][a-z0-9_]*, at most 63.</param>
/// <param name="Type">数据类型.</param>
/// <param name="Length">长度: characters for text, digits for N; null when free.</param>
/// <param name="Scale">Decimal places for N; null otherwise.</param>
/// <param name="Key">Part of the resource's key (主键).</param>
/// <param name="Required">必填.</param>
/// <param name="DataElement">Code of a data element (数据元) of the standards library; brings its rules.</param>
/// <param name="CodeList">Code list whose codes the item takes, for example <c>GB/T 2260</c>.</param>
/// <param name="Grade">分级 1-4 (GB/T 43697 general data levels); 1 is open to everybody.</param>
/// <param name="Mask">脱敏.</param>
/// <param name="Pattern">Regular expression that the whole value matches; null for none.</param>
/// <param name="Minimum">Least value, as text of the type; null for none.</param>
/// <param name="Maximum">Greatest value; null for none.</param>
/// <param name="Unit">Unit of the value, for people.</param>
/// <param name="Sharing">The item's own 共享类型, never wider than the resource's; null means the resource's.</param>
/// <param name="SharingCondition">Its own condition, or the basis when it is not shared.</param>
/// <param name="DateFormat">日期格式 as the source writes it, for example <c>yyyy-MM-dd</c>; null for other types or when free.</param>
/// <param name="RepeatReason">Why the item is collected although another resource is its lead source (一数一源); null when it is not.</param>
internal sealed record InformationItem(
    string Name, string Column, ItemType Type, int? Length = null, int? Scale = null, bool Key = false, bool Required = false,
    string? DataElement = null, string? CodeList = null, int Grade = 1, MaskKind Mask = MaskKind.None,
    string? Pattern = null, string? Minimum = null, string? Maximum = null, string? Unit = null,
    SharingType? Sharing = null, string? SharingCondition = null, string? DateFormat = null, string? RepeatReason = null)
{
    /// <summary>Type of its column in the table store.</summary>
    public ColumnType ColumnType => Type switch
    {
        ItemType.Number => new(ColumnKind.Decimal, Math.Clamp(Length ?? 18, 1, 18), Math.Clamp(Scale ?? 0, 0, 18)),
        ItemType.Money => new(ColumnKind.Decimal, 18, 2),
        ItemType.Date => new(ColumnKind.Date),
        ItemType.DateTime => new(ColumnKind.Timestamp),
        ItemType.Logical => new(ColumnKind.Boolean),
        ItemType.Double or ItemType.Float => new(ColumnKind.Double),
        ItemType.Integer => new(ColumnKind.Integer),
        _ => new(ColumnKind.Text),
    };
}

/// <summary>A catalogued body of data (信息资源): the metadata of one version.</summary>
/// <param name="Id">Own id, never shown; names the table.</param>
/// <param name="Code">信息资源代码, <c>分类码/顺序码</c>, for example <c>306001/000001</c>; unique, never reused.</param>
/// <param name="Title">信息资源名称.</param>
/// <param name="Summary">信息资源摘要.</param>
/// <param name="Provider">信息资源提供方: organisation code.</param>
/// <param name="ProviderPath">Path of the provider, for scopes.</param>
/// <param name="Theme">Theme word of the catalogue, for example 生态环境.</param>
/// <param name="Sharing">共享类型.</param>
/// <param name="SharingCondition">共享条件, or the legal basis when not shared.</param>
/// <param name="Open">是否向社会开放: whether the rows are open to everybody.</param>
/// <param name="Cycle">更新周期.</param>
/// <param name="Generated">True when the rows are generated sample data; every page says so.</param>
/// <param name="Source">Where the data comes from, with licence.</param>
/// <param name="Items">信息项.</param>
/// <param name="State">State.</param>
/// <param name="Version">Published version, from 1; 0 while never published.</param>
internal sealed record Resource(
    string Id, string Code, string Title, string Summary, string Provider, string ProviderPath, string Theme, SharingType Sharing,
    string? SharingCondition, bool Open, UpdateCycle Cycle, bool Generated, string? Source, IReadOnlyList<InformationItem> Items,
    ResourceState State, int Version)
{
    /// <summary>Title in English; null when nobody translated it.</summary>
    public string? TitleEn { get; init; }

    /// <summary>信息资源格式.</summary>
    public ResourceFormat Format { get; init; } = ResourceFormat.Database;

    /// <summary>Sub-formats, in the words of <see cref="Formats.SubFormats"/>; for the self-described format names of the provider's own.</summary>
    public IReadOnlyList<string> SubFormats { get; init; } = [];

    /// <summary>共享方式; empty only when it is not shared.</summary>
    public IReadOnlyList<SharingWay> Ways { get; init; } = [];

    /// <summary>开放条件; null when not open or without condition.</summary>
    public string? OpenCondition { get; init; }

    /// <summary>发布日期 as the department states it; null means the day of the first publication here.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>关联资源代码.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>Clauses of the register of decrees on which the resource is collected or shared.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>扩展元数据.</summary>
    public EntryExtension Extension { get; init; } = EntryExtension.None;

    /// <summary>Key items in order.</summary>
    public IEnumerable<InformationItem> KeyItems => Items.Where(i => i.Key);
}

/// <summary>What the other rooms ask the catalogue.</summary>
internal interface ICatalogue
{
    /// <summary>The current version (draft when never published), or null. The code may be written as in addresses, with "-" for "/".</summary>
    Task<Resource?> Find(string code, CancellationToken ct);

    /// <summary>By id.</summary>
    Task<Resource?> FindById(string id, CancellationToken ct);

    /// <summary>The refusal for a code that is not there.</summary>
    Fault NoSuchResource(string code);
}

namespace CityHub.DataCentre.Catalogue;

/// <summary>信息资源格式, catalogue guide field 7: the large class; the sub-formats stand in <see cref="Formats.SubFormats"/>.</summary>
internal enum ResourceFormat
{
    /// <summary>电子文件.</summary>
    Document = 1,

    /// <summary>电子表格.</summary>
    Spreadsheet = 2,

    /// <summary>数据库.</summary>
    Database = 3,

    /// <summary>图形图像.</summary>
    Image = 4,

    /// <summary>流媒体.</summary>
    Stream = 5,

    /// <summary>自描述格式: named by the provider.</summary>
    SelfDescribed = 6,

    /// <summary>服务接口: not in the guide, in use on real platforms.</summary>
    Service = 7,
}

/// <summary>共享方式, catalogue guide field 9c: by the sharing platform first (1-3), else by hand (4-6).</summary>
internal enum SharingWay
{
    /// <summary>共享平台方式：数据库.</summary>
    Database = 1,

    /// <summary>共享平台方式：文件.</summary>
    File = 2,

    /// <summary>共享平台方式：服务接口.</summary>
    Service = 3,

    /// <summary>邮件.</summary>
    Mail = 4,

    /// <summary>拷盘.</summary>
    Disk = 5,

    /// <summary>介质交换.</summary>
    Medium = 6,
}

/// <summary>涉密属性, catalogue guide classification by secrecy. This catalogue holds only what is no secret.</summary>
internal enum Secrecy
{
    /// <summary>非涉密.</summary>
    NotSecret = 1,

    /// <summary>涉密: refused, state secrets are outside the rules of sharing (国务院令第809号 第三条).</summary>
    Secret = 2,
}

/// <summary>扩展元数据: what real provincial platforms keep beside the guide's core (source: fields marked 【川】 of the Sichuan catalogue platform).</summary>
internal sealed record EntryExtension
{
    public static EntryExtension None { get; } = new();

    /// <summary>牵头部门: organisation code of the department that leads where several share a resource.</summary>
    public string? LeadDepartment { get; init; }

    /// <summary>行政区划: six digits of GB/T 2260; null means the provider's.</summary>
    public string? Division { get; init; }

    /// <summary>别名.</summary>
    public string? Alias { get; init; }

    /// <summary>涉密性.</summary>
    public Secrecy Secrecy { get; init; } = Secrecy.NotSecret;

    /// <summary>数据分级 of the whole resource, 1-4; null means the highest of its items.</summary>
    public int? Grade { get; init; }

    /// <summary>指标体系.</summary>
    public string? IndicatorSystem { get; init; }

    /// <summary>服务对象.</summary>
    public string? Audience { get; init; }

    /// <summary>服务领域.</summary>
    public string? ServiceField { get; init; }

    /// <summary>存储介质.</summary>
    public string? StorageMedium { get; init; }

    /// <summary>存储位置.</summary>
    public string? StorageLocation { get; init; }

    /// <summary>联系人.</summary>
    public string? Contact { get; init; }

    /// <summary>联系电话.</summary>
    public string? Phone { get; init; }

    /// <summary>数据存储总量, GB.</summary>
    public decimal? StoredGb { get; init; }

    /// <summary>结构化信息记录总数.</summary>
    public long? Records { get; init; }

    /// <summary>已共享的数据存储量, GB.</summary>
    public decimal? SharedGb { get; init; }

    /// <summary>已共享的结构化记录数.</summary>
    public long? SharedRecords { get; init; }

    /// <summary>已开放的数据存储量, GB.</summary>
    public decimal? OpenGb { get; init; }

    /// <summary>已开放的结构化记录数.</summary>
    public long? OpenRecords { get; init; }
}

/// <summary>The sub-formats of each format and the way of sharing that fits it.</summary>
internal static class Formats
{
    /// <summary>
    /// Catalogue guide, field 7, and after it what departments hand over in practice (csv, ods, json, xml, shp, geojson, tif, png, mp3, mp4, wav, gbase,
    /// postgresql, sqlite): the guide ends each of its lists with 等.
    /// </summary>
    public static IReadOnlyDictionary<ResourceFormat, IReadOnlyList<string>> SubFormats { get; } = new Dictionary<ResourceFormat, IReadOnlyList<string>>
    {
        [ResourceFormat.Document] = ["ofd", "wps", "xml", "txt", "doc", "docx", "html", "pdf", "ppt", "pptx", "json"],
        [ResourceFormat.Spreadsheet] = ["et", "xls", "xlsx", "csv", "ods"],
        [ResourceFormat.Database] =
            ["dm", "kingbasees", "access", "dbf", "dbase", "sybase", "oracle", "sqlserver", "db2", "mysql", "postgresql", "gbase", "oceanbase", "sqlite"],
        [ResourceFormat.Image] = ["jpg", "gif", "bmp", "png", "tif", "shp", "geojson", "dwg"],
        [ResourceFormat.Stream] = ["swf", "rm", "mpg", "mp3", "mp4", "wav"],
        [ResourceFormat.SelfDescribed] = [],
        [ResourceFormat.Service] = ["rest", "soap", "wms", "wfs"],
    };

    /// <summary>Whether the guide asks for information items (field 8): databases and spreadsheets.</summary>
    public static bool NeedsItems(ResourceFormat format) => format is ResourceFormat.Database or ResourceFormat.Spreadsheet;

    /// <summary>Ways of the sharing platform, which the guide prefers.</summary>
    public static bool ByPlatform(SharingWay way) => way <= SharingWay.Service;
}

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>
/// Theme words that the editor offers; any other may be written. Source: 公共信息资源开放试点工作方案 (2018), the list of fields of public data;
/// from memory, so it is a help and never a rule.
/// </summary>
internal static class Themes
{
    public static IReadOnlyList<string> Usual { get; } =
    [
        "信用服务", "医疗卫生", "社保就业", "公共安全", "城建住房", "交通运输", "教育文化", "科技创新", "资源能源", "生态环境", "工业农业",
        "商贸流通", "财税金融", "安全生产", "市场监督", "社会救助", "法律服务", "生活服务", "气象服务", "地理空间", "机构团体",
    ];
}

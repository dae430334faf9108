using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>
/// 主题 in both languages. The Chinese name is what an entry holds and what filters ask for; a theme that is not in this table is shown as it stands.
/// Names of the classes: 政务信息资源目录编制指南（试行）, 发改高技〔2017〕1272号 (base and theme resources), and the plan's list of fields for opening public data.
/// </summary>
internal static class ThemeWords
{
    private static readonly Dictionary<string, string> English = new(StringComparer.Ordinal)
    {
        // 基础信息资源
        ["人口"] = "Population", ["法人单位"] = "Legal entities", ["自然资源和空间地理"] = "Natural resources and geography", ["社会信用"] = "Social credit", ["电子证照"] = "Electronic certificates",

        // 主题信息资源
        ["公共服务"] = "Public services", ["健康保障"] = "Health", ["社会保障"] = "Social security", ["食品药品安全"] = "Food and drug safety", ["安全生产"] = "Work safety", ["价格监管"] = "Price supervision",
        ["能源安全"] = "Energy security", ["信用体系"] = "Credit system", ["城乡建设"] = "Urban and rural construction", ["社区治理"] = "Community governance", ["生态环保"] = "Environment", ["应急维稳"] = "Emergency response",
        ["信息基础设施"] = "Information infrastructure",

        // 开放的重点领域
        ["信用服务"] = "Credit services", ["医疗卫生"] = "Medical care", ["社保就业"] = "Social security and jobs", ["公共安全"] = "Public safety", ["城建住房"] = "Construction and housing", ["交通运输"] = "Transport",
        ["教育文化"] = "Education and culture", ["科技创新"] = "Science and innovation", ["资源能源"] = "Resources and energy", ["生态环境"] = "Ecology and environment", ["工业农业"] = "Industry and agriculture",
        ["商贸流通"] = "Trade and logistics", ["财税金融"] = "Finance and taxes", ["市场监督"] = "Market supervision", ["社会救助"] = "Social assistance", ["法律服务"] = "Legal services", ["生活服务"] = "Everyday services",
        ["气象服务"] = "Weather", ["地理空间"] = "Geography", ["机构团体"] = "Institutions",
    };

    /// <summary>A theme in both languages; null when it has no English words.</summary>
    public static Words? Of(string theme) => English.TryGetValue(theme, out var words) ? new(theme, words) : null;

    /// <summary>A theme in the reader's language.</summary>
    public static string In(string theme, Language language) => language == Language.English ? English.GetValueOrDefault(theme, theme) : theme;
}

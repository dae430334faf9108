using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>Departments (政务部门) of the sample city and English names, which the division data lacks.</summary>
internal static class KnownNames
{
    /// <summary>The bureau that runs the hub, in the city and in each district.</summary>
    public const string Bureau = "dsj";

    /// <summary>Short code and name of the city's departments, without the city's name before them.</summary>
    public static IReadOnlyList<(string Short, Words Name)> CityDepartments { get; } =
    [
        (Bureau, new("大数据应用发展管理局", "Big Data Application and Development Administration")),
        ("ga", new("公安局", "Public Security Bureau")),
        ("scjg", new("市场监督管理局", "Administration for Market Regulation")),
        ("sthj", new("生态环境局", "Ecology and Environment Bureau")),
        ("wjw", new("卫生健康委员会", "Health Commission")),
        ("cg", new("城市管理局", "Urban Management Bureau")),
        ("jt", new("交通局", "Transport Bureau")),
        ("mz", new("民政局", "Civil Affairs Bureau")),
        ("rlsb", new("人力资源和社会保障局", "Human Resources and Social Security Bureau")),
        ("ghzr", new("规划和自然资源局", "Planning and Natural Resources Bureau")),
        ("jw", new("教育委员会", "Education Commission")),
        ("zjw", new("住房和城乡建设委员会", "Housing and Urban-Rural Development Commission")),
        ("jjxx", new("经济和信息化委员会", "Economy and Information Technology Commission")),
        ("nyncw", new("农业农村委员会", "Agriculture and Rural Affairs Commission")),
        ("yjj", new("应急管理局", "Emergency Management Bureau")),
        ("slj", new("水利局", "Water Resources Bureau")),
        ("whlyw", new("文化和旅游发展委员会", "Culture and Tourism Commission")),
        ("sfj", new("司法局", "Justice Bureau")),
        ("czj", new("财政局", "Finance Bureau")),
        ("fgw", new("发展和改革委员会", "Development and Reform Commission")),
        ("swj", new("商务委员会", "Commerce Commission")),
        ("ylbz", new("医疗保障局", "Healthcare Security Administration")),
        ("tjj", new("统计局", "Statistics Bureau")),
        ("kjj", new("科学技术局", "Science and Technology Bureau")),
        ("qxj", new("气象局", "Meteorological Bureau")),
    ];

    /// <summary>Short codes of the departments that each district and county has.</summary>
    public static IReadOnlyList<string> DistrictDepartments { get; } = [Bureau, "ga", "scjg", "wjw", "cg", "mz", "jw"];

    /// <summary>English names of the districts and counties by GB/T 2260 code. Towns and streets keep their Chinese name: no source gives an English one.</summary>
    public static IReadOnlyDictionary<string, string> English { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["500000"] = "Chongqing",
        ["500101"] = "Wanzhou District", ["500102"] = "Fuling District", ["500103"] = "Yuzhong District", ["500104"] = "Dadukou District",
        ["500105"] = "Jiangbei District", ["500106"] = "Shapingba District", ["500107"] = "Jiulongpo District", ["500108"] = "Nan'an District",
        ["500109"] = "Beibei District", ["500110"] = "Qijiang District", ["500111"] = "Dazu District", ["500112"] = "Yubei District",
        ["500113"] = "Banan District", ["500114"] = "Qianjiang District", ["500115"] = "Changshou District", ["500116"] = "Jiangjin District",
        ["500117"] = "Hechuan District", ["500118"] = "Yongchuan District", ["500119"] = "Nanchuan District", ["500120"] = "Bishan District",
        ["500151"] = "Tongliang District", ["500152"] = "Tongnan District", ["500153"] = "Rongchang District", ["500154"] = "Kaizhou District",
        ["500155"] = "Liangping District", ["500156"] = "Wulong District", ["500229"] = "Chengkou County", ["500230"] = "Fengdu County",
        ["500231"] = "Dianjiang County", ["500233"] = "Zhong County", ["500235"] = "Yunyang County", ["500236"] = "Fengjie County",
        ["500237"] = "Wushan County", ["500238"] = "Wuxi County", ["500240"] = "Shizhu Tujia Autonomous County",
        ["500241"] = "Xiushan Tujia and Miao Autonomous County", ["500242"] = "Youyang Tujia and Miao Autonomous County",
        ["500243"] = "Pengshui Miao and Tujia Autonomous County",
    };
}

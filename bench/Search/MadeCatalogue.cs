using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel.Organisations;

namespace CityHub.Bench.Search;

/// <summary>A catalogue of any size in the words of a city's: subjects by a long-tailed law, each department of each district in turn. Deterministic.</summary>
internal static class MadeCatalogue
{
    private static readonly string[] Subjects =
    [
        "医院", "学校", "人口", "企业", "公园", "停车场", "电梯", "养老机构", "幼儿园", "食品经营", "药品经营", "行政处罚", "行政许可", "水质监测", "空气质量", "噪声监测", "公交线路", "公交站点",
        "轨道交通", "桥梁", "隧道", "河流", "水库", "气象预警", "降水量", "森林资源", "耕地", "宅基地", "房屋建筑", "商品房预售", "住房公积金", "失业保险", "养老保险", "医疗保险", "工伤认定", "劳动仲裁",
        "职业技能鉴定", "专业技术人才", "户籍迁移", "出生登记", "婚姻登记", "收养登记", "殡葬服务", "社会组织", "慈善募捐", "低保对象", "残疾人证", "退役军人优待", "危险化学品", "安全生产检查", "消防重点单位",
        "特种设备", "计量器具", "产品质量抽查", "商标注册", "专利授权", "科技项目", "高新技术企业", "招商项目", "政府采购", "财政预算", "国有资产", "税收优惠", "价格监测", "农产品批发", "农机补贴", "种子经营",
        "动物防疫", "渔业捕捞", "文物保护", "图书馆", "博物馆", "旅游景区", "体育场馆", "演出许可", "出版物经营", "法律援助", "公证机构", "律师事务所", "人民调解", "信访事项", "道路照明", "生活垃圾分类",
        "公共厕所", "户外广告", "占道施工", "地下管网", "供水管网", "燃气用户", "通信基站", "充电桩", "物流园区", "道路运输", "机动车维修", "驾驶培训", "网约车", "港口码头", "航道", "人口普查", "经济普查",
    ];

    private static readonly string[] Kinds = ["名录", "登记信息", "统计", "基本信息", "许可信息", "检查结果", "台账", "变更记录", "年度汇总", "月度汇总", "分布", "办理结果", "评价信息", "公示信息"];

    private static readonly string[] Items =
    [
        "机构名称", "统一社会信用代码", "法定代表人", "地址", "联系电话", "区划代码", "经度", "纬度", "成立日期", "有效期止", "证书编号", "发证机关", "状态", "类别", "等级", "面积", "数量", "金额", "单位", "统计年份",
        "统计月份", "办理时间", "办结时间", "经办部门", "处罚决定书文号", "违法事实", "监测点位", "监测值", "监测时间", "床位数", "在校学生数", "从业人员数", "车牌号码", "线路名称", "站点名称", "建成年代", "产权单位", "备注",
    ];

    private static readonly string[] Themes =
        ["信用服务", "医疗卫生", "社保就业", "公共安全", "城建住房", "交通运输", "教育文化", "科技创新", "资源能源", "生态环境", "工业农业", "商贸流通", "财税金融", "安全生产", "市场监管", "社会救助", "法律服务", "生活服务", "气象服务", "地理空间", "机构团体"];

    public static IEnumerable<Entry> Of(int count, IReadOnlyList<Organisation> departments, IReadOnlyDictionary<string, string> areas)
    {
        var taken = new HashSet<string>();
        var end = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        for (long i = 0, n = 0; n < count; i++)
        {
            var dice = new Random((int)i);
            var department = departments[(int)(i % departments.Count)];
            // The first subjects are common, the last ones rare.
            var subject = Subjects[(int)(Subjects.Length * Math.Pow(dice.NextDouble(), 2))];
            var kind = Kinds[dice.Next(Kinds.Length)];
            var title = $"{areas[department.DivisionCode]}{subject}{kind}";
            var series = dice.Next(3) == 0 ? $"（{2015 + dice.Next(12)}年）" : "";
            if (!taken.Add(department.Code + title + series))
            {
                series += $"第{dice.Next(1, 500)}批";
                if (!taken.Add(department.Code + title + series))
                {
                    continue;
                }
            }

            n++;
            var items = Enumerable.Range(0, 4 + dice.Next(8)).Select(_ => Items[dice.Next(Items.Length)]).Distinct()
                .Select((name, at) => new InformationItem(name, $"c{at}", ItemType.Character, Grade: 1 + (dice.Next(10) == 0 ? dice.Next(3) : 0))).ToList();
            var content = new EntryContent(
                title + series, $"{department.Name.Zh}依职责形成的{subject}{kind}，含{items[0].Name}等 {items.Count} 项。", department.Code, Themes[Array.IndexOf(Subjects, subject) % Themes.Length],
                (SharingType)(1 + (dice.Next(10) < 6 ? 0 : dice.Next(2) + 1)), "依申请", dice.Next(3) == 0, (UpdateCycle)(1 + dice.Next(6)), true, "bench", items);
            var published = end.AddDays(-dice.Next(2000));
            var code = string.Create(CultureInfo.InvariantCulture, $"306{1 + (i % 900):D3}/{n:D6}");
            yield return new Entry(content.Into($"bench{n:D8}", code, department.Path, ResourceState.Published, 1), null, 2, false, published, published, "bench", published);
        }
    }
}

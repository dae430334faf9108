using CityHub.SampleCity.People;
using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.Made;

/// <summary>登记: companies and their licences. Codes of one company agree between the resources.</summary>
internal static class Registers
{
    private const int Companies = 30_000;

    private static readonly (string Word, string Industry)[] Trades =
        [("科技", "6513"), ("商贸", "5181"), ("餐饮管理", "6210"), ("建筑工程", "4790"), ("物流", "5442"), ("农业开发", "0141"), ("汽车零部件", "3670"),
         ("电子", "3982"), ("医药", "2720"), ("教育咨询", "8391"), ("物业管理", "7020"), ("文化传媒", "8720"), ("环保工程", "7721"), ("酒店管理", "6110"), ("火锅", "6210")];

    private static readonly string[] Words = ["渝达", "嘉陵", "山城", "两江", "巴渝", "金桥", "鑫源", "宏盛", "恒信", "瑞丰", "华美", "天成", "长江", "东方", "盛世", "联创", "汇通", "博远", "佳和", "泰兴"];
    private static readonly string[] Roads = ["人民路", "解放路", "建设路", "新华路", "滨江路", "工业大道", "迎宾大道", "凤凰路", "长江路", "金山路"];
    private static readonly NameTable Names = new();

    /// <summary>A company by its number, the same in every resource.</summary>
    public static (string Code, string Name, District District, string Industry, string Address, DateOnly Founded) Company(Town town, int number)
    {
        var dice = new Dice(Dice.Mix(town.Seed ^ 0xC0, (ulong)number));
        dice.Next();
        var district = town.Map.ByPeople(ref dice);
        var (trade, industry) = dice.Of(Trades);
        var name = $"重庆市{district.ShortName}{dice.Of(Words)}{dice.Of(Words)}{trade}{(number % 10 < 6 ? "有限公司" : "经营部")}";
        var address = Address(district, ref dice);
        return (Identifiers.CreditCode(number % 10 < 6 ? "91" : "92", district.Code, number), name, district, industry, address, Cell.Day(ref dice, 20));
    }

    public static string Address(District district, ref Dice dice) =>
        $"重庆市{district.Name}{dice.Of(Towns(district)).Name}{dice.Of(Roads)}{dice.Between(1, 300)}号";

    public static IEnumerable<string[]> AllCompanies(Town town)
    {
        var dice = town.Dice("companies");
        for (var n = 0; n < town.Count(Companies); n++)
        {
            var (code, name, district, industry, address, founded) = Company(town, n);
            var capital = Math.Round(Math.Pow(10, 0.5 + (dice.Share() * 3)), 0);
            yield return
            [
                code, name, code[1] == '1' ? "有限责任公司" : "个体工商户", Names.Name(ref dice), Cell.Of(capital, 4), Cell.Of(founded),
                dice.Chance(0.88) ? "1" : dice.Chance(0.8) ? "3" : "2", industry, district.Code, address, Cell.Phone(ref dice), $"{district.Name}市场监督管理局",
            ];
        }
    }

    public static IEnumerable<string[]> Licences(Town town)
    {
        string[] kinds = ["营业执照", "食品经营许可证", "道路运输经营许可证", "公共场所卫生许可证", "排污许可证", "建筑业企业资质证书", "特种行业许可证", "药品经营许可证"];
        var dice = town.Dice("licences");
        for (var n = 0; n < town.Count(40_000); n++)
        {
            var (code, name, district, _, _, founded) = Company(town, dice.Below(town.Count(Companies)));
            var issued = founded.AddDays(dice.Below(CityMap.AsOf.DayNumber - founded.DayNumber + 1));
            var lasts = dice.Chance(0.9);
            var until = issued.AddYears(5);
            yield return
            [
                Cell.Number("渝证", n + 1, 9), dice.Of(kinds), code, name, $"{district.Name}行政审批局", Cell.Of(issued), Cell.Of(issued),
                lasts ? Cell.Of(until) : "", lasts && until < CityMap.AsOf ? "2" : dice.Chance(0.03) ? "3" : "1", district.Code,
            ];
        }
    }

    public static IEnumerable<string[]> FoodLicences(Town town)
    {
        string[] kinds = ["餐饮服务经营者", "食品销售经营者", "单位食堂"];
        string[] scopes = ["热食类食品制售", "预包装食品销售", "热食类食品制售、冷食类食品制售", "散装食品销售、预包装食品销售", "糕点类食品制售、自制饮品制售"];
        var dice = town.Dice("food");
        for (var n = 0; n < town.Count(15_000); n++)
        {
            var (code, name, district, _, address, founded) = Company(town, n % town.Count(Companies));
            var issued = founded.AddDays(dice.Below(CityMap.AsOf.DayNumber - founded.DayNumber + 1));
            var until = issued.AddYears(5).AddDays(-1);
            yield return
            [
                Cell.Number("JY2" + district.Code + "00", n, 6), name, code, dice.Of(kinds), dice.Of(scopes), Cell.Of(issued), Cell.Of(issued), Cell.Of(until),
                until < CityMap.AsOf ? "2" : "1", district.Code, address,
            ];
        }
    }

    public static IEnumerable<string[]> Elevators(Town town)
    {
        string[] kinds = ["曳引驱动乘客电梯", "曳引驱动载货电梯", "自动扶梯", "自动人行道"];
        var dice = town.Dice("elevators");
        for (var n = 0; n < town.Count(8_000); n++)
        {
            var (code, name, district, _, _, _) = Company(town, dice.Below(town.Count(Companies)));
            var (lon, lat) = district.Shape.Point(ref dice);
            var installed = Cell.Day(ref dice, 20);
            yield return
            [
                Cell.Number("31105" + district.Code, n, 9), name, code, kinds[Math.Max(0, dice.Below(10) - 6)], Cell.Of(dice.Between(2, 34)), Cell.Of(installed),
                Cell.Of(CityMap.AsOf.AddDays(dice.Between(-20, 365))), district.Code, Cell.Of(lon, 6), Cell.Of(lat, 6),
            ];
        }
    }

    public static IEnumerable<string[]> HazardousSites(Town town)
    {
        string[] hazards = ["易燃液体", "易燃气体", "腐蚀品", "毒性物质", "氧化剂", "加压气体"];
        var dice = town.Dice("hazards");
        for (var n = 0; n < town.Count(500); n++)
        {
            var district = town.Map.ByPeople(ref dice);
            var code = Identifiers.CreditCode("91", district.Code, 300_000 + n);
            var name = $"重庆市{district.ShortName}{dice.Of(Words)}化工有限公司";
            var (lon, lat) = district.Shape.Point(ref dice);
            yield return
            [
                code, name, Cell.Number("渝危化经字", n + 1, 6), dice.Of(hazards), dice.Chance(0.2) ? Cell.Of(dice.Between(1, 4)) : "", district.Code,
                Cell.Of(lon, 6), Cell.Of(lat, 6), Cell.Phone(ref dice),
            ];
        }
    }

    public static IEnumerable<string[]> HousingProjects(Town town)
    {
        string[] names = ["江山府", "嘉陵郡", "云栖台", "翡翠湾", "锦绣城", "滨江壹号", "山水间", "学府里", "和悦居", "朗月轩"];
        var dice = town.Dice("housing");
        for (var n = 0; n < town.Count(800); n++)
        {
            var district = town.Map.ByPeople(ref dice);
            var code = Identifiers.CreditCode("91", district.Code, 400_000 + n);
            var name = $"重庆市{district.ShortName}{dice.Of(Words)}房地产开发有限公司";
            var (lon, lat) = district.Shape.Point(ref dice);
            var homes = dice.Between(40, 1200);
            yield return
            [
                Cell.Number("渝住建委预字", n + 1, 6), $"{district.ShortName}{dice.Of(names)}{dice.Between(1, 6)}期", name, code, Cell.Of(homes),
                Cell.Of(homes * dice.Between(80, 130), 2), Cell.Of(Cell.Day(ref dice, 8)), district.Code, Cell.Of(lon, 6), Cell.Of(lat, 6),
            ];
        }
    }

    public static IEnumerable<string[]> SocialInsurance(Town town)
    {
        (string Kind, double Share, int Monthly)[] kinds = [("企业职工基本养老保险", 0.32, 1150), ("城乡居民养老保险", 0.34, 25), ("失业保险", 0.17, 62), ("工伤保险", 0.22, 28), ("职工基本医疗保险", 0.25, 620)];
        var dice = town.Dice("insurance");
        for (var month = 1; month <= 12; month++)
        {
            foreach (var district in town.Map.Districts)
            {
                foreach (var (kind, share, monthly) in kinds)
                {
                    // Of the real number of people, so that the figures have a city's size.
                    var insured = (long)(district.Weight * 32_054_159 * share * dice.Normal(1, 0.02));
                    var payers = (long)(insured * (0.8 + (dice.Share() * 0.15)));
                    yield return
                        [Cell.Number($"{CityMap.AsOf.Year}-", month, 2), district.Code, kind, Cell.Of(insured), Cell.Of(payers), Cell.Of(payers * (double)monthly, 2)];
                }
            }
        }
    }

    internal static Township[] Towns(District district) => (Township[])[.. district.Townships];
}

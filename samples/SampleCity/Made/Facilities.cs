using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.Made;

/// <summary>设施: what stands in the city, each inside its real district.</summary>
internal static class Facilities
{
    private delegate string[] Row(int number, District district, string lon, string lat, ref Dice dice);

    private static IEnumerable<string[]> Spread(Town town, string part, int whole, Row row)
    {
        var dice = town.Dice(part);
        for (var n = 0; n < town.Count(whole); n++)
        {
            var district = town.Map.ByPeople(ref dice);
            var (lon, lat) = district.Shape.Point(ref dice);
            yield return row(n + 1, district, Cell.Of(lon, 6), Cell.Of(lat, 6), ref dice);
        }
    }

    /// <summary>A medical institution by number, the same in the list and in the licences.</summary>
    private static (string Code, string Name, string Kind, District District) Hospital(Town town, int number)
    {
        string[] kinds = ["综合医院", "中医医院", "专科医院", "社区卫生服务中心", "乡镇卫生院", "门诊部"];
        var dice = new Dice(Dice.Mix(town.Seed ^ 0x40, (ulong)number));
        dice.Next();
        var district = town.Map.ByPeople(ref dice);
        var kind = dice.Of(kinds);
        return (Identifiers.CreditCode("12", district.Code, 100_000 + number), $"{district.Name}{dice.Of(Registers.Towns(district)).Name}第{number}{kind}", kind, district);
    }

    public static IEnumerable<string[]> Hospitals(Town town)
    {
        var dice = town.Dice("hospitals");
        for (var n = 1; n <= town.Count(1_200); n++)
        {
            var (code, name, kind, district) = Hospital(town, n);
            var (lon, lat) = district.Shape.Point(ref dice);
            var beds = kind.EndsWith("医院", StringComparison.Ordinal) ? dice.Between(60, 1500) : dice.Between(0, 80);
            yield return
            [
                code, name, kind, beds > 800 ? "三级" : beds > 150 ? "二级" : "一级", Cell.Of(beds), district.Code, Registers.Address(district, ref dice),
                Cell.Of(lon, 6), Cell.Of(lat, 6), Cell.Phone(ref dice),
            ];
        }
    }

    public static IEnumerable<string[]> MedicalLicences(Town town)
    {
        string[] departments = ["内科；外科；妇产科；儿科", "中医科；针灸科；推拿科", "口腔科", "全科医疗科；预防保健科", "眼科；耳鼻咽喉科", "急诊医学科；重症医学科；麻醉科"];
        var dice = town.Dice("medical");
        for (var n = 1; n <= town.Count(1_200); n++)
        {
            var (code, name, _, district) = Hospital(town, n);
            var from = Cell.Day(ref dice, 14);
            var to = from.AddYears(15).AddDays(-1);
            yield return
            [
                Cell.Number("PDY" + district.Code, n, 8), code, name, dice.Of(departments), $"{district.Name}卫生健康委员会", Cell.Of(from), Cell.Of(to), to < CityMap.AsOf ? "2" : "1", district.Code,
            ];
        }
    }

    public static IEnumerable<string[]> Schools(Town town) => Spread(town, "schools", 2_500, (int n, District d, string lon, string lat, ref Dice dice) =>
    {
        (string Stage, string Word, int Students)[] stages = [("幼儿园", "幼儿园", 240), ("小学", "小学", 900), ("初中", "中学", 1100), ("普通高中", "高级中学", 1900), ("中等职业", "职业教育中心", 2400)];
        var (stage, word, students) = stages[Math.Min(dice.Below(5), dice.Below(5))];
        return
        [
            Identifiers.CreditCode("12", d.Code, 200_000 + n), $"{d.Name}{dice.Of(Registers.Towns(d)).Name}第{n}{word}", stage, dice.Chance(0.8) ? "公办" : "民办",
            Cell.Of((int)(students * (0.5 + dice.Share()))), d.Code, Registers.Address(d, ref dice), lon, lat,
        ];
    });

    public static IEnumerable<string[]> ParkingLots(Town town) => Spread(town, "parking", 1_500, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number("P" + d.Code, n, 5), $"{d.Name}{dice.Of(Registers.Towns(d)).Name}{n}号停车场", Cell.Of(dice.Between(20, 1200)),
        dice.Chance(0.2) ? "0.00" : Cell.Of(dice.Between(2, 20) / 2.0, 2), Cell.Of(dice.Below(40)), d.Code, lon, lat,
    ]);

    public static IEnumerable<string[]> BusStops(Town town) => Spread(town, "bus-stops", 6_000, (int n, District d, string lon, string lat, ref Dice dice) =>
        [Cell.Number("S", n, 6), StopName(d, n, ref dice), d.Code, dice.Chance(0.55) ? "1" : "0", lon, lat]);

    public static IEnumerable<string[]> BusLines(Town town) => Spread(town, "bus-lines", 600, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number(d.Code[3..], n, 4), $"{d.ShortName}{n}路", StopName(d, 1, ref dice), StopName(d, 2, ref dice), Cell.Of(3 + (dice.Share() * 30), 1), dice.Chance(0.7) ? "2.00" : "1.00",
        $"0{dice.Between(5, 7)}:{(dice.Chance(0.5) ? "00" : "30")}", $"{dice.Between(19, 22)}:{(dice.Chance(0.5) ? "00" : "30")}", d.Code,
    ]);

    public static IEnumerable<string[]> Parks(Town town) => Spread(town, "parks", 600, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number("G" + d.Code, n, 5), $"{d.Name}{dice.Of(Registers.Towns(d)).Name}公园{n}", dice.Of<string>(["综合公园", "社区公园", "专类公园", "游园"]),
        Cell.Of(Math.Pow(10, dice.Share() * 2), 4), Cell.Of(dice.Between(1980, CityMap.AsOf.Year)), d.Code, lon, lat,
    ]);

    public static IEnumerable<string[]> Toilets(Town town) => Spread(town, "toilets", 3_000, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number("T" + d.Code, n, 5), $"{d.Name}{dice.Of(Registers.Towns(d)).Name}{n}号公厕", Cell.Of(dice.Between(2, 12)), Cell.Of(dice.Between(3, 18)), dice.Chance(0.7) ? "1" : "0", d.Code, lon, lat,
    ]);

    public static IEnumerable<string[]> Streetlights(Town town) => Spread(town, "streetlights", 20_000, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number("L" + d.Code, n, 7), "01", dice.Chance(0.8) ? "LED" : "高压钠灯", Cell.Of(dice.Between(4, 40) * 10), Cell.Of(Cell.Day(ref dice, 15)), d.Code, lon, lat,
    ]);

    public static IEnumerable<string[]> BaseStations(Town town) => Spread(town, "base-stations", 15_000, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number("5G" + d.Code, n, 7), dice.Of<string>(["中国移动", "中国电信", "中国联通", "中国广电"]), dice.Of<string>(["700MHz", "2.1GHz", "2.6GHz", "3.5GHz"]), Cell.Of(Cell.Day(ref dice, 6)), d.Code, lon, lat,
    ]);

    public static IEnumerable<string[]> ScenicSpots(Town town) => Spread(town, "scenic", 280, (int n, District d, string lon, string lat, ref Dice dice) =>
    [
        Cell.Number("A" + d.Code, n, 4), $"{d.ShortName}{dice.Of<string>(["古镇", "峡谷", "森林公园", "温泉", "博物馆", "溶洞", "湖"])}景区{n}", $"{dice.Between(2, 5)}A", Cell.Of(dice.Between(5, 400) * 100), d.Code, lon, lat,
    ]);

    public static IEnumerable<string[]> ServiceHalls(Town town)
    {
        var dice = town.Dice("halls");
        var n = 0;
        foreach (var district in town.Map.Districts)
        {
            foreach (var township in district.Townships.Prepend(null))
            {
                var (lon, lat) = district.Shape.Point(ref dice);
                yield return
                [
                    Cell.Number("H" + district.Code, ++n, 5), township is null ? $"{district.Name}政务服务中心" : $"{district.Name}{township.Name}便民服务中心", district.Code, township?.Code ?? "",
                    $"重庆市{district.Name}{township?.Name}服务中心", Cell.Phone(ref dice), Cell.Of(township is null ? dice.Between(30, 120) : dice.Between(3, 12)), "工作日 09:00-17:00", Cell.Of(lon, 6), Cell.Of(lat, 6),
                ];
            }
        }
    }

    private static string StopName(District district, int n, ref Dice dice) => $"{dice.Of(Registers.Towns(district)).Name}{(n % 3 == 0 ? "路口" : n % 3 == 1 ? "北" : "中心")}站";
}

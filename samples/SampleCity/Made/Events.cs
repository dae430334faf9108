using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.Made;

/// <summary>事件: what patrols and citizens report, in the classes of city management; nobody's name is in it.</summary>
internal static class Events
{
    private static readonly (string Class, string Kind, string Words, int Hours)[] Kinds =
    [
        ("01", "暴露垃圾", "路边有成堆垃圾未清运", 24), ("01", "道路不洁", "路面有泥土和积水", 5), ("01", "积存垃圾渣土", "空地堆放建筑渣土", 96), ("01", "绿地脏乱", "绿化带内有杂物", 48),
        ("02", "违章张贴", "墙面张贴小广告", 24), ("02", "违规户外广告", "占道设置广告牌", 72), ("03", "施工扰民", "夜间施工噪声大", 12), ("03", "工地扬尘", "工地未覆盖，扬尘明显", 24),
        ("04", "路面塌陷", "人行道地砖塌陷", 12), ("04", "井盖缺失", "污水井盖缺失，未设围挡", 4), ("05", "机动车乱停放", "车辆占用盲道停放", 6), ("05", "占道经营", "摊贩占用人行道", 6), ("06", "其他问题", "其他需要处置的问题", 72),
    ];

    public static IEnumerable<string[]> All(Town town)
    {
        var dice = town.Dice("events");
        var days = 365;
        for (var n = 1; n <= town.Count(40_000); n++)
        {
            var district = town.Map.ByPeople(ref dice);
            var township = dice.Of(Registers.Towns(district));
            var (kind, name, words, hours) = dice.Of(Kinds);
            var (lon, lat) = district.Shape.Point(ref dice);
            var reported = CityMap.AsOf.AddDays(-dice.Below(days)).ToDateTime(TimeOnly.MinValue).AddMinutes(dice.Between(360, 1320));
            var closed = reported.AddMinutes(20 + (hours * 60 * dice.Share() * dice.Share() * 2.2));
            var open = closed.Date > CityMap.AsOf.ToDateTime(TimeOnly.MinValue) || dice.Chance(0.02);
            yield return
            [
                Cell.Number($"E{kind}{reported:yyyyMMdd}", n, 6), kind, name, $"{township.Name}{words}", dice.Chance(0.7) ? "巡查上报" : "市民反映", district.Code, township.Code,
                township.Code + Cell.Number("", dice.Between(1, 12), 3) + Cell.Number("", dice.Between(1, 30), 3), Cell.Of(lon, 6), Cell.Of(lat, 6), Cell.Of(reported),
                open ? "" : Cell.Of(closed), open ? dice.Chance(0.5) ? "2" : "3" : "4",
            ];
        }
    }
}

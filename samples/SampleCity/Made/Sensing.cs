using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.Made;

/// <summary>感知: stations and what they report. Values follow hour and season; no reading is real.</summary>
internal static class Sensing
{
    private const int Hours = 24;

    private static readonly string[] Rivers = ["长江", "嘉陵江", "乌江", "涪江", "渠江", "綦江", "大宁河", "小江", "御临河", "梁滩河"];

    // Day by day, air stands still or moves for the whole city.
    private static double[] Weather(Town town, string part, int days)
    {
        var dice = town.Dice(part);
        var value = 1.0;
        return [.. Enumerable.Range(0, days).Select(_ => value = Math.Clamp((value * 0.7) + (dice.Normal(1, 0.45) * 0.3), 0.35, 2.4))];
    }

    private static List<(string Code, string Name, District District, (double Lon, double Lat) At)> Stations(Town town, string part, string prefix, string suffix, int more)
    {
        var dice = town.Dice(part);
        var districts = town.Map.Districts.Concat(Enumerable.Range(0, more).Select(_ => town.Map.ByPeople(ref dice))).ToList();
        return [.. districts.Select((d, n) => (Cell.Number(prefix, n + 1, 4), Bare(dice.Of(Registers.Towns(d)).Name) + suffix, d, d.Shape.Point(ref dice)))];
    }

    // 上清寺街道 -> 上清寺, 高峰镇 -> 高峰.
    private static string Bare(string township) =>
        township.EndsWith("街道", StringComparison.Ordinal) ? township[..^2] : township.Length > 2 ? township.TrimEnd('镇', '乡') : township;

    public static IEnumerable<string[]> AirStations(Town town)
    {
        var dice = town.Dice("air-since");
        return Stations(town, "air-stations", "CQA", "站", 32)
            .Select(s => new[] { s.Code, s.Name, s.District.Code, Cell.Of(s.At.Lon, 6), Cell.Of(s.At.Lat, 6), Cell.Of(Cell.Day(ref dice, 12)) });
    }

    public static IEnumerable<string[]> AirHourly(Town town)
    {
        var days = town.Count(30);
        var still = Weather(town, "air-days", days);
        var dice = town.Dice("air-hourly");
        foreach (var (code, _, _, _) in Stations(town, "air-stations", "CQA", "站", 32))
        {
            var local = 0.75 + (dice.Share() * 0.5);
            for (var hour = 0; hour < days * Hours; hour++)
            {
                var (s, rush) = (still[hour / Hours] * local, 1 + (0.25 * Math.Sin((hour % Hours - 5) / 24.0 * 4 * Math.PI)));
                var pm25 = 48 * s * rush * dice.Normal(1, 0.12);
                yield return
                [
                    code, Cell.Of(First(days).AddHours(hour)), Positive(pm25, 1), Positive(pm25 * dice.Normal(1.45, 0.1), 1), Positive(9 * s * dice.Normal(1, 0.2), 1),
                    Positive(38 * s * rush * dice.Normal(1, 0.15), 1), Positive(0.8 * s * dice.Normal(1, 0.12), 2),
                    Positive((35 + (30 * Math.Max(0, Math.Sin((hour % Hours - 9) / 12.0 * Math.PI)))) / s * dice.Normal(1, 0.15), 1),
                ];
            }
        }
    }

    public static IEnumerable<string[]> AirDaily(Town town)
    {
        var still = Weather(town, "air-year", 365);
        var dice = town.Dice("air-daily");
        foreach (var district in town.Map.Districts)
        {
            var local = 0.8 + (dice.Share() * 0.4);
            for (var day = 0; day < 365; day++)
            {
                // Winter brings dust, summer ozone.
                var (s, winter) = (still[day] * local, Math.Cos(day / 365.0 * 2 * Math.PI));
                var pm25 = Math.Round(Math.Max(3, (32 + (14 * winter)) * s * dice.Normal(1, 0.1)));
                var pm10 = Math.Round(pm25 * Math.Max(1.1, dice.Normal(1.5, 0.1)));
                var o3 = Math.Round(Math.Max(10, (85 - (45 * winter)) * dice.Normal(1, 0.15)));
                var no2 = Math.Round(Math.Max(3, 28 * s * dice.Normal(1, 0.12)));
                var (aqi, level, primary) = Air.Daily(pm25, pm10, o3, no2);
                yield return
                [
                    district.Code, Cell.Of(CityMap.AsOf.AddDays(day - 364)), Cell.Of(pm25, 0), Cell.Of(pm10, 0), Cell.Of(o3, 0), Cell.Of(no2, 0), Cell.Of(aqi), Cell.Of(level), primary,
                ];
            }
        }
    }

    public static IEnumerable<string[]> WaterStations(Town town)
    {
        var dice = town.Dice("water-target");
        return Stations(town, "water-stations", "CQW", "断面", 22).Select(s => new[]
        {
            s.Code, s.Name, dice.Of(Rivers), s.District.Code, Cell.Of(s.At.Lon, 6), Cell.Of(s.At.Lat, 6), dice.Chance(0.6) ? "2" : "3",
        });
    }

    public static IEnumerable<string[]> WaterQuality(Town town)
    {
        var days = town.Count(30);
        var dice = town.Dice("water-quality");
        foreach (var (code, _, _, _) in Stations(town, "water-stations", "CQW", "断面", 22))
        {
            var dirt = 0.5 + (dice.Share() * dice.Share() * 2);
            for (var step = 0; step < days * 6; step++)
            {
                var oxygen = Math.Round(Math.Max(1, 9.5 - (1.6 * dirt) + dice.Normal(0, 0.4)), 2);
                var permanganate = Math.Round(Math.Max(0.5, 2.2 * dirt * dice.Normal(1, 0.1)), 2);
                var ammonia = Math.Round(Math.Max(0.02, 0.16 * dirt * dirt * dice.Normal(1, 0.2)), 3);
                var phosphorus = Math.Round(Math.Max(0.01, 0.06 * dirt * dice.Normal(1, 0.15)), 3);
                yield return
                [
                    code, Cell.Of(First(days).AddHours(step * 4)), Cell.Of(12 + dice.Normal(0, 1), 1), Cell.Of(Math.Clamp(dice.Normal(7.9, 0.25), 6, 9), 2), Cell.Of(oxygen, 2),
                    Cell.Of(permanganate, 2), Cell.Of(ammonia, 3), Cell.Of(phosphorus, 3), Cell.Of(WaterClass(oxygen, permanganate, ammonia, phosphorus)),
                ];
            }
        }
    }

    public static IEnumerable<string[]> Noise(Town town)
    {
        // GB 3096-2008: limits by day of each zone; the readings lie around them.
        (string Zone, double Level)[] zones = [("1", 52), ("2", 56), ("3", 60), ("4a", 67)];
        var days = town.Count(7);
        var dice = town.Dice("noise");
        foreach (var (code, _, district, _) in Stations(town, "noise-stations", "CQN", "点", 42))
        {
            var (zone, level) = dice.Of(zones);
            for (var hour = 0; hour < days * Hours; hour++)
            {
                var night = hour % Hours is < 6 or >= 22;
                yield return [code, Cell.Of(First(days).AddHours(hour)), district.Code, zone, Cell.Of(level - (night ? 9 : 0) + dice.Normal(0, 2.5), 1)];
            }
        }
    }

    public static IEnumerable<string[]> WeatherHourly(Town town)
    {
        var days = town.Count(30);
        var dice = town.Dice("weather");
        foreach (var (code, _, district, _) in Stations(town, "weather-stations", "CQM", "气象站", 0))
        {
            var height = dice.Share() * 4;
            var rain = false;
            for (var hour = 0; hour < days * Hours; hour++)
            {
                rain = dice.Chance(rain ? 0.8 : 0.03);
                yield return
                [
                    code, Cell.Of(First(days).AddHours(hour)), district.Code,
                    Cell.Of(9 - height + (3 * Math.Sin((hour % Hours - 9) / 12.0 * Math.PI)) + dice.Normal(0, 0.7) - (rain ? 1 : 0), 1),
                    Cell.Of(Math.Clamp(dice.Normal(rain ? 94 : 82, 5), 20, 100), 1), Cell.Of(Math.Abs(dice.Normal(0, 1.4)), 1), rain ? Cell.Of(Math.Abs(dice.Normal(0.6, 0.7)), 1) : "0.0",
                ];
            }
        }
    }

    public static IEnumerable<string[]> MarketPrices(Town town)
    {
        (string Product, double Price)[] products =
            [("大白菜", 1.8), ("萝卜", 1.6), ("土豆", 2.6), ("番茄", 5.2), ("黄瓜", 4.6), ("青椒", 6.1), ("莴笋", 3.4), ("猪肉", 24.5), ("鸡蛋", 9.6), ("草鱼", 15.8), ("苹果", 8.2), ("柑橘", 4.9)];
        string[] markets = ["双福国际农贸城", "江北盘溪市场", "万州批发市场", "涪陵批发市场", "永川批发市场"];
        var dice = town.Dice("prices");
        for (var day = 0; day < town.Count(180); day++)
        {
            foreach (var market in markets)
            {
                foreach (var (product, price) in products)
                {
                    yield return
                    [
                        Cell.Of(CityMap.AsOf.AddDays(-day)), market, product, Cell.Of(price * (1 + (0.15 * Math.Sin(day / 25.0))) * dice.Normal(1, 0.03), 2),
                        Cell.Of(Math.Abs(dice.Normal(60, 25)), 2),
                    ];
                }
            }
        }
    }

    // GB 3838-2002 table 1, single-factor: the worst item counts.
    private static int WaterClass(double oxygen, double permanganate, double ammonia, double phosphorus)
    {
        double[] oxygens = [7.5, 6, 5, 3, 2], permanganates = [2, 4, 6, 10, 15], ammonias = [0.15, 0.5, 1, 1.5, 2], phosphoruses = [0.02, 0.1, 0.2, 0.3, 0.4];
        return new[]
        {
            1 + oxygens.Count(limit => oxygen < limit), 1 + permanganates.Count(limit => permanganate > limit),
            1 + ammonias.Count(limit => ammonia > limit), 1 + phosphoruses.Count(limit => phosphorus > limit),
        }.Max();
    }

    private static DateTime First(int days) => CityMap.AsOf.AddDays(1 - days).ToDateTime(TimeOnly.MinValue);

    private static string Positive(double value, int places) => Cell.Of(Math.Max(value, 0.1), places);
}

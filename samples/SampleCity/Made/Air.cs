namespace CityHub.SampleCity.Made;

/// <summary>Air quality index by HJ 633-2012 (the edition in force until 2026-03-01, that is for the whole generated time), daily values.</summary>
internal static class Air
{
    private static readonly int[] Index = [0, 50, 100, 150, 200, 300, 400, 500];

    // HJ 633-2012 table 1, 24-hour means, O3 8-hour maximum; μg/m³.
    private static readonly (string Name, double[] Limits)[] Pollutants =
    [
        ("PM2.5", [0, 35, 75, 115, 150, 250, 350, 500]), ("PM10", [0, 50, 150, 250, 350, 420, 500, 600]),
        ("O3", [0, 100, 160, 215, 265, 800]), ("NO2", [0, 40, 80, 180, 280, 565, 750, 940]),
    ];

    /// <summary>Index, level (1-6) and primary pollutant; the last is empty up to 50 (clause 4.4.2).</summary>
    public static (int Aqi, int Level, string Primary) Daily(params ReadOnlySpan<double> pm25Pm10O3No2)
    {
        var (aqi, primary) = (0, "");
        for (var i = 0; i < Pollutants.Length; i++)
        {
            var own = Iaqi(pm25Pm10O3No2[i], Pollutants[i].Limits);
            (aqi, primary) = own > aqi ? (own, Pollutants[i].Name) : (aqi, primary);
        }

        return (aqi, aqi switch { <= 50 => 1, <= 100 => 2, <= 150 => 3, <= 200 => 4, <= 300 => 5, _ => 6 }, aqi > 50 ? primary : "");
    }

    private static int Iaqi(double concentration, double[] limits)
    {
        var step = 1;
        while (step < limits.Length - 1 && concentration > limits[step])
        {
            step++;
        }

        var share = (concentration - limits[step - 1]) / (limits[step] - limits[step - 1]);
        return Math.Min(500, (int)Math.Ceiling(Math.Round(Index[step - 1] + (share * (Index[step] - Index[step - 1])), 6)));
    }
}

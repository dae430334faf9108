using System.Globalization;
using CityHub.Kernel.Modules;

namespace CityHub.Web;

/// <summary>常住人口 by district at a national census, from <c>reference/population.csv</c> (published facts; the file's source stands in samples/README).</summary>
/// <param name="settings">Where the reference data stands.</param>
/// <param name="year">2010 or 2020: the column <c>census_year</c>.</param>
internal sealed class CensusLayer(HubSettings settings, int year) : IMapLayer
{
    public string Key => year == 2020 ? "population" : FormattableString.Invariant($"population-{year}");

    public async ValueTask<MapFigures?> Figures(CancellationToken ct)
    {
        var file = Path.Combine(settings.ReferenceFolder, "population.csv");
        if (!File.Exists(file))
        {
            return null;
        }

        var lines = await File.ReadAllLinesAsync(file, ct);
        var column = Array.IndexOf(lines[0].Split(','), FormattableString.Invariant($"census_{year}"));
        if (column < 0)
        {
            return null;
        }

        var values = lines.Skip(1).Select(line => line.Split(',')).ToDictionary(
            cells => cells[0],
            cells => double.TryParse(cells[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out var people) ? people : (double?)null);
        return new(
            new("常住人口", "Resident population"),
            new("人", "people"),
            new($"{year} 年人口普查", $"census of {year}"),
            year == 2020
                ? new("第七次全国人口普查，转载的公报；4 个县未找到分县数字", "7th national census, republished bulletins; no figure found for 4 counties")
                : new("重庆市统计局，第六次全国人口普查表 1-6", "Chongqing Bureau of Statistics, 6th national census, table 1-6"),
            values);
    }
}

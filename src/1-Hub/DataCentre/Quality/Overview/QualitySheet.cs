using CityHub.DataCentre.Quality.Scoring;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Overview;

/// <summary>The list of scores for a spreadsheet.</summary>
internal static class QualitySheet
{
    private static readonly string[] DimensionHeads = [.. Dimensions.All.Select(d => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(d.Dimension.ToString()))];

    private static readonly string[] Heads =
    [
        "code", "title", "provider", "providerName", "score", .. DimensionHeads,
        "rows", "refused", "run", "assessedAt", "updatedAt", "why",
    ];

    public static CsvSheet Of(IReadOnlyList<QualityLine> lines) => new("quality.csv", Heads, lines.ToAsyncEnumerable().Select(Cells));

    public static CsvSheet Of(IReadOnlyList<DepartmentLine> lines) => new(
        "quality-departments.csv", ["department", "name", "score", .. DimensionHeads, "resources", "scored", "refused"],
        lines.ToAsyncEnumerable().Select(line => (IReadOnlyList<string?>)
            [line.Department, line.Name, CsvSheet.Text(line.Score), .. Shares(line.Dimensions), CsvSheet.Text(line.Resources), CsvSheet.Text(line.Scored), CsvSheet.Text(line.Refused)]));

    private static IEnumerable<string?> Shares(IReadOnlyList<DimensionShare> shares) =>
        Dimensions.All.Select(d => CsvSheet.Text(shares.FirstOrDefault(s => s.Dimension == d.Dimension)?.Share));

    private static IReadOnlyList<string?> Cells(QualityLine line) =>
    [
        line.Code, line.Title, line.Provider, line.ProviderName, CsvSheet.Text(line.Score),
        .. Shares(line.Dimensions),
        CsvSheet.Text(line.Rows), CsvSheet.Text(line.Refused), CsvSheet.Text(line.Run), CsvSheet.Text(line.AssessedAt), CsvSheet.Text(line.UpdatedAt), line.Why,
    ];
}

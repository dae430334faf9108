using CityHub.DataCentre.Quality.Scoring;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Overview;

/// <summary>The list of scores for a spreadsheet.</summary>
internal static class QualitySheet
{
    private static readonly string[] Heads =
    [
        "code", "title", "provider", "providerName", "score", .. Dimensions.All.Select(d => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(d.Dimension.ToString())),
        "rows", "refused", "run", "assessedAt", "updatedAt", "why",
    ];

    public static CsvSheet Of(IReadOnlyList<QualityLine> lines) => new("quality.csv", Heads, lines.ToAsyncEnumerable().Select(Cells));

    private static IReadOnlyList<string?> Cells(QualityLine line) =>
    [
        line.Code, line.Title, line.Provider, line.ProviderName, CsvSheet.Text(line.Score),
        .. Dimensions.All.Select(d => CsvSheet.Text(line.Dimensions.FirstOrDefault(s => s.Dimension == d.Dimension)?.Share)),
        CsvSheet.Text(line.Rows), CsvSheet.Text(line.Refused), CsvSheet.Text(line.Run), CsvSheet.Text(line.AssessedAt), CsvSheet.Text(line.UpdatedAt), line.Why,
    ];
}

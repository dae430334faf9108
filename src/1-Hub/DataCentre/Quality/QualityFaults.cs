using CityHub.Kernel;

namespace CityHub.DataCentre.Quality;

/// <summary>What the quality room refuses.</summary>
internal static class QualityFaults
{
    public static Fault NoSuchCodeList(string code) => new("quality.no-such-code-list", 404,
        new("没有这个代码表", "No such code list"),
        new($"没有代码表 {code}；GET /api/v1/standards/code-lists 列出全部", $"There is no code list {code}; GET /api/v1/standards/code-lists names all"));
}

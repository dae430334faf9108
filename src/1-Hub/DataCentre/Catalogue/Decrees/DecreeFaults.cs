using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Decrees;

internal static class DecreeFaults
{
    public static Fault NoSuchDecree(string code) => new("decree.no-such-decree", 404,
        new("没有这部法规", "No such decree"),
        new($"法规登记库中没有代码为“{EntryFaults.Short(code)}”的法规。", $"The register has no decree with the code '{EntryFaults.Short(code)}'."));

    public static Fault NoSuchClause(string code) => new("decree.no-such-clause", 404,
        new("没有这个条款", "No such clause"),
        new($"法规登记库中没有条款“{EntryFaults.Short(code)}”。", $"The register has no clause '{EntryFaults.Short(code)}'."));

    public static Fault HasClauses(string code, int clauses) => new("decree.has-clauses", 409,
        new("法规下还有条款", "The decree has clauses"),
        new($"{code} 下还有 {clauses} 个条款，请先删除条款。", $"{code} has {clauses} clauses. Remove them first."));

    public static Fault Cited(string code, int entries) => new("decree.cited", 409,
        new("条款已被引用", "The clause is cited"),
        new($"有 {entries} 个目录条目引用 {code}，不能删除。请先在条目中改用别的条款。", $"{entries} entries cite {code}. Have them cite another clause first."));

    public static Fault Fixed(string code) => new("decree.fixed", 409,
        new("随程序提供的条目不能修改", "What the program ships is fixed"),
        new($"{code} 随程序提供，程序的检查由它而来，不能修改。请另登记一部法规或条款。", $"{code} ships with the program, whose checks come from it. Enter another decree or clause."));

    public static Fault CityOnly { get; } = new("decree.city-only", 403,
        new("法规由市大数据局登记", "Decrees are kept by the city's bureau"),
        new("只有全市范围的目录发布岗位可以登记法规。请向市大数据局提出。", "Only posts that publish for the whole city enter decrees. Ask the city's data bureau."));

    public static Fault BadSlug(string path, string written) => new("decree.bad-code", 422,
        new("代码格式不对", "Malformed code"),
        new($"“{EntryFaults.Short(written)}”应为小写字母、数字和连字符，最多 40 个，例如 gwyl-809。", $"'{EntryFaults.Short(written)}' is made of a-z, 0-9 and '-', at most 40, such as gwyl-809."))
    { Path = path };

    public static Fault NoSuchField(string field) => new("decree.no-such-field", 422,
        new("目录没有这个字段", "No such field"),
        new($"目录条目没有字段“{EntryFaults.Short(field)}”。字段路径见接口文档，例如 sharingCondition。", $"Entries have no field '{EntryFaults.Short(field)}'. See the API for the paths, such as sharingCondition."))
    { Path = "fields" };
}

using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Classification;

internal static class ClassFaults
{
    public static Fault UnknownCategory(string category) => new("catalogue.unknown-category", 422,
        new("分类表中没有这个分类", "No such category"),
        new($"分类码 {EntryFaults.Short(category)} 不在分类表中。请从 /console/catalogue/classes 选择，或请市大数据局增设。",
            $"The category {EntryFaults.Short(category)} is not in the table of classes. Choose one of /console/catalogue/classes, or have the bureau add it."))
    {
        Path = "category",
    };

    public static Fault CityOnly { get; } = new("catalogue.classes-city-only", 403,
        new("分类由市大数据局管理", "Classes are kept by the city's bureau"),
        new("只有全市范围的目录发布岗位可以增设分类。请向市大数据局提出。", "Only posts that publish for the whole city add classes. Ask the city's data bureau."));

    public static Fault BadClass(string code) => new("catalogue.bad-class", 422,
        new("分类码位数不对", "Malformed class"),
        new($"“{EntryFaults.Short(code)}”应为 3 位（项）、6 位（目）或 7 至 15 位（细目）数字。", $"'{EntryFaults.Short(code)}' is 3 digits (item), 6 (detail) or 7 to 15 (finer)."))
    {
        Path = "code",
    };

    public static Fault Fixed(string code) => new("catalogue.class-fixed", 409,
        new("指南所列分类不能改名", "A class of the guide is fixed"),
        new($"{code} 出自目录编制指南或由本库按部门编定，不能改名。请另设一个目或细目。", $"{code} comes from the guide or was numbered for a department and keeps its name. Add another detail."))
    {
        Path = "code",
    };

    public static Fault NoSuchClass(string code) => new("catalogue.no-such-class", 404,
        new("没有这个分类", "No such class"),
        new($"分类表中没有“{EntryFaults.Short(code)}”。", $"The table of classes has no '{EntryFaults.Short(code)}'."))
    {
        Path = "code",
    };

    public static Fault InUse(string code) => new("catalogue.class-in-use", 409,
        new("分类已在使用", "The class is in use"),
        new($"{code} 下编过资源代码或设有下级分类，不能删除；代码编定后不再更改。", $"A resource's code was counted in {code}, or a class stands below it. It stays, since codes never change."))
    {
        Path = "code",
    };

    public static Fault NoParent(string code, string parent) => new("catalogue.class-without-parent", 422,
        new("上级分类不存在", "No class above"),
        new($"要增设 {code}，须先有上级分类 {parent}。", $"To add {code}, its parent {parent} must be there first."))
    {
        Path = "code",
    };
}

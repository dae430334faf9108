using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>What can be wrong with a file of entries.</summary>
internal static class ImportFaults
{
    public static Fault NoFile { get; } = new("catalogue.import-no-file", 422,
        new("没有文件", "No file"),
        new("请以 multipart/form-data 的 file 字段，或直接以请求正文发送 XLSX 或 JSON。", "Send an XLSX or JSON file as the field 'file' of multipart/form-data, or as the body."));

    public static Fault TooLarge(long bytes, long limit) => new("catalogue.import-too-large", 413,
        new("文件过大", "The file is too large"),
        new($"文件有 {bytes / 1024 / 1024} MB，最多 {limit / 1024 / 1024} MB。请分成几个文件导入。", $"The file has {bytes / 1024 / 1024} MB, at most {limit / 1024 / 1024} MB. Split it."));

    public static Fault NotABook(string name) => new("catalogue.import-not-a-file", 422,
        new("不是可导入的文件", "Not a file to import"),
        new($"“{EntryFaults.Short(name)}”既不是 XLSX 工作簿，也不是 JSON。请用下载的模板填写。", $"'{EntryFaults.Short(name)}' is neither an XLSX workbook nor JSON. Fill in the template."));

    public static Fault BadJson(string name, Words where) => new("catalogue.import-bad-json", 422,
        new("JSON 读不出", "The JSON cannot be read"),
        new($"“{EntryFaults.Short(name)}”在{where.Zh}处不是合法的 JSON，或者不是条目的数组。请用“导出 JSON”得到的样式。",
            $"'{EntryFaults.Short(name)}' is no JSON at {where.En}, or no array of entries. Follow a file made by 'Export JSON'."));

    public static Fault NoSheet(string wanted, IEnumerable<string> sheets) => new("catalogue.import-no-sheet", 422,
        new("没有这张工作表", "No such sheet"),
        new($"工作簿中没有名为“{wanted}”的工作表，只有：{string.Join("、", sheets.Select(EntryFaults.Short))}。请用模板，或把工作表改名为“{wanted}”。",
            $"The workbook has no sheet '{wanted}', only {string.Join(", ", sheets.Select(EntryFaults.Short))}. Use the template, or rename the sheet."));

    public static Fault NoColumn(string sheet, IEnumerable<string> heads) => new("catalogue.import-no-column", 422,
        new("缺少列", "Columns are missing"),
        new($"工作表“{sheet}”的第 1 行缺少这些列：{string.Join("、", heads)}。请用模板的表头。", $"Row 1 of sheet '{sheet}' lacks the columns {string.Join(", ", heads)}. Use the heads of the template."));

    public static Fault ColumnTwice(string sheet, string head) => new("catalogue.import-column-twice", 422,
        new("列重复", "A column stands twice"),
        new($"工作表“{sheet}”有两列都是“{head}”。请删去一列。", $"Sheet '{sheet}' has the column '{head}' twice. Delete one."));

    public static Fault Empty(string sheet) => new("catalogue.import-empty", 422,
        new("没有要导入的条目", "Nothing to import"),
        new($"“{EntryFaults.Short(sheet)}”没有一行数据。请从第 2 行起填写。", $"'{EntryFaults.Short(sheet)}' has no row. Fill in from row 2 on."));

    public static Fault TooManyRows(int limit) => new("catalogue.import-too-many", 422,
        new("条目过多", "Too many entries"),
        new($"一次最多导入 {limit} 个条目、{limit * 20} 个信息项。请分成几个文件。", $"At most {limit} entries and {limit * 20} items at once. Split the file."));

    public static Fault Merged(string area) => new("catalogue.import-merged", 422,
        new("含有合并单元格", "Merged cells"),
        new($"{area} 是合并的单元格，看不出各行的值。请取消合并，并在每一行填写。", $"{area} is merged, so the value of each row is not told. Unmerge it and fill in every row."));

    public static Fault RowMissing { get; } = new("catalogue.import-row-missing", 422,
        new("没有序号", "No number"),
        new("请填写序号，信息项表用它指明属于哪个资源。", "Fill in the number: the items' sheet refers to it."))
    { Path = ImportColumns.Row };

    public static Fault RowTaken(string row, Words other) => new("catalogue.import-row-taken", 422,
        new("序号重复", "The number stands twice"),
        new($"序号“{EntryFaults.Short(row)}”在{other.Zh}已经用过。请改为不重复的序号。", $"The number '{EntryFaults.Short(row)}' stands at {other.En} already. Take another."))
    { Path = ImportColumns.Row };

    public static Fault RowUnknown(string row) => new("catalogue.import-row-unknown", 422,
        new("没有这个序号的资源", "No entry with this number"),
        new($"资源目录表中没有序号“{EntryFaults.Short(row)}”。请核对，或删去这一行。", $"The sheet of entries has no number '{EntryFaults.Short(row)}'. Check it, or delete the row."))
    { Path = ImportColumns.Row };

    public static Fault CodeTaken(string code, Words other) => new("catalogue.import-code-twice", 422,
        new("代码重复", "The code stands twice"),
        new($"代码 {EntryFaults.Short(code)} 在{other.Zh}已经出现。一个资源只留一行；新资源的代码请留空。", $"The code {EntryFaults.Short(code)} stands at {other.En} already. Keep one row; leave the code of a new resource empty."))
    { Path = ImportColumns.Code };

    public static Fault CodeUnknown(string code) => new("catalogue.import-code-unknown", 422,
        new("目录中没有这个代码", "No such code"),
        new($"目录中没有代码 {EntryFaults.Short(code)}。新资源的代码由系统编定，请留空；修订请核对代码。", $"The catalogue has no code {EntryFaults.Short(code)}. Leave it empty for a new resource, or check it."))
    { Path = ImportColumns.Code };

    public static Fault TitleTwice(string title, Words other) => new("catalogue.import-title-twice", 422,
        new("同一部门的名称重复", "The title stands twice"),
        new($"名称“{EntryFaults.Short(title)}”与{other.Zh}相同，且提供方相同。请改用能区分的名称。", $"The title '{EntryFaults.Short(title)}' stands at {other.En} with the same provider. Tell them apart."))
    { Path = "title" };

    public static Fault TitleThere(string title, string code) => new("catalogue.import-title-there", 422,
        new("该部门已有同名资源", "Title already registered"),
        new($"该部门已有名称为“{EntryFaults.Short(title)}”的资源 {code}。要修订它，请在代码列填写 {code}；否则请改名。",
            $"This department has '{EntryFaults.Short(title)}' as {code}. Write {code} into the code column to update it, or choose another title."))
    { Path = "title" };

    public static Fault CreditCodeDiffers(string written, string known) => new("catalogue.import-credit-code", 422,
        new("提供方代码不符", "The provider's code differs"),
        new($"提供方代码“{EntryFaults.Short(written)}”与该机构登记的 {known} 不符。请核对，或留空。", $"The code '{EntryFaults.Short(written)}' is not the provider's, {known}. Check it, or leave it empty."))
    { Path = "providerCode" };

    public static Fault NotYesNo(string path, string written) => new("catalogue.import-yes-no", 422,
        new("应为“是”或“否”", "Yes or no"),
        new($"这里填“是”或“否”，不能是“{EntryFaults.Short(written)}”。", $"Write yes or no (是, 否), not '{EntryFaults.Short(written)}'."))
    { Path = path };

    public static Fault Refused(int faults) => new("catalogue.import-refused", 422,
        new("没有导入任何条目", "Nothing was imported"),
        new($"文件有 {faults} 处须改正，逐处见 report.faults；改正后整个文件重新导入。目录没有改动。", $"{faults} places to mend, each listed in report.faults; mend and send the whole file again. The catalogue is as it was."));

    public static Fault Busy { get; } = new("catalogue.import-busy", 409,
        new("已有导入在进行", "An import is running"),
        new("同一时间只能有一个批量导入。请稍后再试。", "One import runs at a time. Try again later."));
}

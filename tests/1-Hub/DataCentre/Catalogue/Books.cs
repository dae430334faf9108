using System.IO.Compression;
using System.Text;
using MiniExcelLibs;

namespace CityHub.DataCentre.Tests.Catalogue;

/// <summary>Import books made by other code than reads them (MiniExcel), and ways to damage them.</summary>
internal static class Books
{
    /// <summary>A row of the entries' sheet that keeps every rule.</summary>
    public static Dictionary<string, object?> Entry(int number, string title, params (string Head, object? Value)[] others) => Row(
        [("序号*", number), ("信息资源代码", null), ("分类码", null), ("信息资源名称*", title), ("信息资源提供方*", "500000-wjw"), ("信息资源摘要*", "全市医疗机构的执业许可登记信息。"),
            ("主题*", "医疗卫生"), ("信息资源格式*", "数据库"), ("子格式", "mysql"), ("共享类型*", "无条件共享"), ("共享条件", null), ("共享方式", "共享平台-服务接口"), ("是否向社会开放*", "否"),
            ("更新周期*", "每日"), ("修订号", null)], others);

    public static Dictionary<string, object?> Item(int number, string name, params (string Head, object? Value)[] others) =>
        Row([("序号*", number), ("信息项名称*", name), ("列名", null), ("数据类型*", "C 字符"), ("长度", 50), ("主键", null), ("必填", null)], others);

    public static byte[] Of(IEnumerable<Dictionary<string, object?>> entries, IEnumerable<Dictionary<string, object?>> items, string entrySheet = "资源目录")
    {
        using var to = new MemoryStream();
        to.SaveAs(new Dictionary<string, object> { [entrySheet] = entries, ["信息项"] = items });
        return to.ToArray();
    }

    /// <summary>As many faultless entries as asked for, each with two items.</summary>
    public static byte[] Many(int count) => Of(
        Enumerable.Range(1, count).Select(n => Entry(n, $"资源 {n}")), Enumerable.Range(1, count).SelectMany(n => new[] { Item(n, "编号"), Item(n, "名称") }));

    /// <summary>The book with one part's text changed.</summary>
    public static byte[] Changed(byte[] book, string part, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(book);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry(part)!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
            {
                text = reader.ReadToEnd();
            }

            entry.Delete();
            using var to = zip.CreateEntry(part).Open();
            to.Write(Encoding.UTF8.GetBytes(change(text)));
        }

        return stream.ToArray();
    }

    private static Dictionary<string, object?> Row((string, object?)[] cells, (string Head, object? Value)[] others)
    {
        var row = cells.ToDictionary(c => c.Item1, c => c.Item2);
        foreach (var (head, value) in others)
        {
            row[head] = value;
        }

        return row;
    }
}

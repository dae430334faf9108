using System.Text;

namespace CityHub.DataCentre.Quality.Standards;

/// <summary>Chinese names of persons, told by their form. A column "name" or "xm" may name anything (xm is 姓名 or 项目), so its values decide.</summary>
internal static class PersonNames
{
    // About the hundred commonest, which four in five people bear: 二〇二〇年全国姓名报告, Ministry of Public Security, 2021.
    private const string Surnames =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤";

    /// <summary>Whether the name is one that things bear as well.</summary>
    public static bool MayMeanAThing(DataElement element, string normalName) => element.Code == "DE01002" && (normalName == "xm"
        || (normalName.EndsWith("name", StringComparison.Ordinal) && !normalName.EndsWith("personname", StringComparison.Ordinal) && !normalName.EndsWith("fullname", StringComparison.Ordinal)));

    /// <summary>Share of the values that look like a person's name: a common surname and one to three characters more, some of them stars where they are masked.</summary>
    public static double Share(IReadOnlyList<byte[]> values)
    {
        var names = values.Select(Encoding.UTF8.GetString).ToList();
        var common = names.Count(n => n.Length is >= 2 and <= 4 && Surnames.Contains(n[0], StringComparison.Ordinal) && n.Skip(1).All(c => c is '*' or (>= '\u4E00' and <= '\u9FFF')));

        // One person in five bears a rarer surname.
        return Math.Min(1, common / 0.8 / names.Count);
    }
}

namespace CityHub.DataCentre.Quality.Standards;

/// <summary>
/// 个人信息的名称: which element that is usually masked a column's name speaks of, whatever its values look like: a telephone number with a typing error is to be hidden, too.
/// </summary>
/// <remarks>
/// A Chinese name says at its end what it names: 公民姓名 is a 姓名, 学校姓名牌 is a 牌, 企业名称 is no 姓名. So a name counts that ends with a name of such an element, but for a number
/// behind it (联系电话2); Latin ones end with it as whole words (applicant_phone). Not counted are words that end names of things as well (品牌名字, 是否法人; file_name), unless
/// they are the whole name, and the telephone or mailbox of an organisation or a service (医院电话, 投诉电话); who is to be reached is a person (企业联系电话).
/// </remarks>
internal static class PersonalNames
{
    private const int LeastLatin = 4;

    private static readonly string[] WholeOnly = ["名字", "法人", "name", "mail", "fullname"];
    private static readonly string[] Shared = ["电话", "电话号码", "固定电话", "邮箱", "电子邮箱", "电子邮件"];
    private static readonly string[] Offices =
    [
        "单位", "企业", "公司", "机构", "组织", "学校", "医院", "部门", "机关", "中心", "窗口", "门店", "社区", "街道", "办公", "办公室", "值班", "服务", "咨询", "投诉", "监督", "举报",
        "客服", "热线", "报警", "急救", "救援", "报修",
    ];

    /// <summary>The element; of several the one with the longest name. Null when the name speaks of none.</summary>
    public static DataElement? Personal(this IStandards standards, string columnName) => standards.Elements
        .Where(e => e.Mask != Catalogue.MaskKind.None)
        .Select(e => (Element: e, Word: e.Aliases.Append(e.Name.Zh).Where(w => Ends(columnName, w)).Select(w => w.Length).DefaultIfEmpty(0).Max()))
        .Where(e => e.Word > 0)
        .OrderByDescending(e => e.Word).ThenBy(e => e.Element.Code, StringComparer.Ordinal)
        .FirstOrDefault().Element;

    private static bool Ends(string columnName, string word)
    {
        var (name, end) = (SuggestElements.Normal(columnName).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), SuggestElements.Normal(word));
        if (name == end)
        {
            return true;
        }

        if (WholeOnly.Contains(end))
        {
            return false;
        }

        if (end.All(char.IsAscii))
        {
            return end.Length >= LeastLatin && Words(columnName).EndsWith('_' + Words(word).TrimStart('_'), StringComparison.Ordinal);
        }

        return name.EndsWith(end, StringComparison.Ordinal)
            && !(Shared.Contains(end) && Offices.Any(o => name[..^end.Length].EndsWith(o, StringComparison.Ordinal)));
    }

    // applicantPhone and Applicant Phone are _applicant_phone.
    private static string Words(string name) => string.Concat(name.Select((c, i) =>
        !char.IsLetterOrDigit(c) ? "_" : (i == 0 || (char.IsUpper(c) && char.IsLower(name[i - 1])) ? "_" : "") + char.ToLowerInvariant(c)));
}

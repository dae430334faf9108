using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Quality.Standards;
using CityHub.Kernel;
using CityHub.Kernel.Characters;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>Makes items for a new resource out of what all values of the columns have in common. A pure decision over profiles.</summary>
internal static class ProposeItems
{
    private const double Adopt = 0.8;
    private const int ShortText = 500;

    // The shortest telephone number that belongs to a person.
    private const int LeastDigits = 7;

    private static readonly string[] Numeric = ["gb11643", "phone", "mobile"];

    private static readonly string[] CodeWords = ["码", "号", "编", "证", "邮", "电话", "手机", "code", "no", "id", "zip", "phone", "tel"];
    private static readonly string[] KeyWords = ["主键", "编号", "编码", "代码", "号码", "序号", "标识", "id", "code", "no", "key", "number", "uuid"];
    private static readonly int[] Lengths = [1, 2, 4, 6, 8, 10, 12, 18, 20, 30, 50, 100, 200, 300, ShortText];

    public static IReadOnlyList<ProposedItem> Of(FileProfile file, IStandards standards)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var items = file.Columns.Select(c => One(c, standards, used, file.Missing)).ToList();
        if (BestKey(items, file) is { } key)
        {
            // A key names rows, so it is never masked; its grade stands all the same.
            items[key] = items[key] with { Key = true, Required = true, Mask = EntryWords.Of(MaskKind.None) };
        }

        return items;
    }

    private static ProposedItem One(ColumnProfile column, IStandards standards, HashSet<string> used, IReadOnlyList<string> missing)
    {
        var samples = column.Samples.Select(v => Encoding.UTF8.GetString(column.HasGroups ? GroupedNumbers.Plain(v) : v)).ToArray();
        var suggestions = column.Name.Length == 0 && samples.Length == 0 ? [] : standards.Suggest(column.Name, samples);
        var personal = column.Name.Length > 0 && standards.Personal(column.Name) is { } said && MayHold(said, column) ? said : null;
        var (type, length, scale, ground, certainty) = TypeOf(column);
        var element = suggestions.FirstOrDefault(s => Suits(s.Element, column)
            && (s.Score >= Adopt || (s.Element == personal && s.Fits is null or >= ElementSuggestion.Agreeing)));
        if (element is not null)
        {
            (type, length, scale) = (element.Element.Type, element.Element.Type is ItemType.Character or ItemType.Number ? element.Element.Length ?? length : null, element.Element.Scale);
            ground = new($"{ground.Zh}；{element.Why.Zh}", $"{ground.En}; {element.Why.En}");
            certainty = Math.Max(certainty, element.Score);
        }
        else if (personal is not null)
        {
            // The name is believed for the grade and the mask, the values for everything else.
            (type, length, scale) = type is ItemType.Memo ? (type, length, scale) : (ItemType.Character, length ?? Bucket(column), null);
            ground = new($"{ground.Zh}；名称指“{personal.Name.Zh}”，按个人信息定级脱敏", $"{ground.En}; the name speaks of '{personal.Name.En}': graded and masked as personal data");
        }

        var name = column.Name.Length > 0 ? column.Name : $"列{column.Ordinal + 1}";
        var candidate = column.Unique != false && column.Empty == 0 && column.Filled > 1 && type is ItemType.Character or ItemType.Integer;
        // A doubtful element would give the column a name that says something else.
        var named = element?.Element ?? (suggestions is [{ Score: >= Adopt } first, ..] ? first.Element : null);
        var mask = element?.Element.Mask is { } usual and not MaskKind.None ? usual : personal?.Mask ?? MaskKind.None;
        return new(
            column.Ordinal, name, ColumnName(column, named, used), EntryWords.Of(type), length, scale, Key: false, Required: column is { Empty: 0, Filled: > 0 } && !missing.Any(column.StandIns.ContainsKey),
            element?.Element.Code, element?.Element.Name.Zh, element?.Element.CodeList, Math.Max(element?.Element.Grade ?? 1, personal?.Grade ?? 1), EntryWords.Of(mask),
            candidate, ground, Math.Round(certainty, 2));
    }

    internal static (ItemType Type, int? Length, int? Scale, Words Ground, double Certainty) TypeOf(ColumnProfile column)
    {
        if (column.Filled == 0)
        {
            return (ItemType.Character, 100, null, new("整列为空", "the column is empty"), 0.3);
        }

        var all = $"{column.Filled:N0}";
        var commas = column.HasGroups ? new Words("，有千位分隔符", ", some with commas between thousands") : new Words("", "");
        if (Is(column, CellShapes.Boolean))
        {
            return (ItemType.Logical, null, null, Whole("是逻辑值", "are true or false", all), 1);
        }

        if (Is(column, CellShapes.Date))
        {
            return (ItemType.Date, null, null, Whole("是日期", "are dates", all), 1);
        }

        if (Is(column, CellShapes.Timestamp))
        {
            return (ItemType.DateTime, null, null, Whole("是日期时间", "are times", all), 1);
        }

        if (Is(column, CellShapes.CompactDate))
        {
            return (ItemType.Date, null, null, Whole("是 yyyyMMdd 日期", "are dates as yyyyMMdd", all), 0.9);
        }

        if (Is(column, CellShapes.Integer))
        {
            var coded = !column.HasGroups && column.MinLength == column.MaxLength && column.MaxLength >= 4 && CodeWords.Any(w => column.Name.Contains(w, StringComparison.OrdinalIgnoreCase));
            return coded
                ? (ItemType.Character, column.MaxLength, null, Whole($"是 {column.MaxLength} 位数字，名称像编码", $"have {column.MaxLength} digits and the name says code", all), 0.9)
                : (ItemType.Integer, null, null, Whole("是整数" + commas.Zh, "are whole numbers" + commas.En, all), 1);
        }

        if (Is(column, CellShapes.Decimal))
        {
            return column.WholeDigits + column.Places <= 18
                ? (ItemType.Number, column.WholeDigits + column.Places, column.Places, Whole($"是数，最多 {column.Places} 位小数{commas.Zh}", $"are numbers with at most {column.Places} decimals{commas.En}", all), 1)
                : (ItemType.Double, null, null, Whole("是数，位数超过 18", "are numbers of more than 18 digits", all), 1);
        }

        if (Is(column, CellShapes.Double))
        {
            return (ItemType.Double, null, null, Whole("是数（含指数）", "are numbers, some with an exponent", all), 1);
        }

        var ground = column.LeadingZeros ? Whole($"是文本（有前导零），最长 {column.MaxLength} 字", $"are text (leading zeros), at most {column.MaxLength} characters", all)
            : Whole($"是文本，最长 {column.MaxLength} 字", $"are text, at most {column.MaxLength} characters", all);
        return column.MaxLength > ShortText
            ? (ItemType.Memo, null, null, ground, 1)
            : (ItemType.Character, column.MinLength == column.MaxLength ? column.MaxLength : Bucket(column), null, ground, 1);
    }

    private static int Bucket(ColumnProfile column) => Lengths.FirstOrDefault(l => l >= column.MaxLength, ShortText);

    internal static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in Compatibility.Fold(name))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '_' && c < 128)
            {
                slug.Append('_');
            }
            else if (c >= 128)
            {
                return ""; // half a Chinese name says less than a number
            }
        }

        var text = slug.ToString().Trim('_');
        return text.Length == 0 ? "" : text.Length > 60 ? text[..60] : text;
    }

    private static string ColumnName(ColumnProfile column, DataElement? element, HashSet<string> used)
    {
        var slug = Slug(column.Name);
        if (slug.Length == 0 && element is not null)
        {
            slug = element.Aliases.FirstOrDefault(a => a.Length > 2 && a.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) ?? "";
        }

        slug = slug.Length == 0 ? $"c{column.Ordinal + 1}" : char.IsAsciiDigit(slug[0]) ? "c_" + slug : slug;
        slug = ReservedWords.Contains(slug) ? slug + "_value" : slug;
        var name = slug;
        for (var n = 2; !used.Add(name); n++)
        {
            name = $"{slug}_{n}";
        }

        return name;
    }

    // An element must not refuse what the file is full of: its type fits every value.
    private static bool Suits(DataElement element, ColumnProfile column) => column.Filled == 0 || element.Type switch
    {
        ItemType.Integer => Is(column, CellShapes.Integer),
        ItemType.Number or ItemType.Money => Is(column, CellShapes.Decimal) && column.Places <= (element.Scale ?? 0),
        ItemType.Double or ItemType.Float => Is(column, CellShapes.Double),
        ItemType.Date => Is(column, CellShapes.Date) || Is(column, CellShapes.CompactDate),
        ItemType.DateTime => Is(column, CellShapes.Timestamp) || Is(column, CellShapes.Date),
        ItemType.Logical => Is(column, CellShapes.Boolean),
        ItemType.Character => (element.Length ?? int.MaxValue) >= column.MaxLength || element.Rules.Count > 0 || element.CodeList is not null,
        _ => true,
    };

    // What a name says of a person is not believed of values that cannot be that: whether somebody has a telephone, or how many names there are.
    private static bool MayHold(DataElement personal, ColumnProfile column) => column.Filled == 0
        || ((column.Shapes & (CellShapes.Boolean | CellShapes.Date | CellShapes.Timestamp)) == 0
            && (!Is(column, CellShapes.Double) || (Is(column, CellShapes.Integer) && column.MinLength >= LeastDigits && !column.HasGroups && personal.Rules.Any(Numeric.Contains))));

    private static int? BestKey(List<ProposedItem> items, FileProfile file)
    {
        var best = items.Where(i => i.KeyCandidate)
            .Select(i => (i.Ordinal, Score: Score(i, file.Columns[i.Ordinal])))
            .OrderByDescending(s => s.Score).ThenBy(s => s.Ordinal).FirstOrDefault();
        return best.Score > 0 ? best.Ordinal : null;
    }

    private static int Score(ProposedItem item, ColumnProfile column) =>
        (item.Mask != EntryWords.Of(MaskKind.None) && item.DataElement != "DE01001" ? -4 : 0)
        + (item.DataElement is "DE01001" or "DE02001" ? 4 : 0)
        + (KeyWords.Any(w => item.Name.Contains(w, StringComparison.OrdinalIgnoreCase)) ? 2 : 0)
        + (item.Ordinal == 0 ? 1 : 0)
        - (column.MaxLength > 64 ? 4 : 0);

    private static bool Is(ColumnProfile column, CellShapes shape) => column.Filled > 0 && (column.Shapes & shape) != 0 && (!column.LeadingZeros || shape is not (CellShapes.Integer or CellShapes.Decimal or CellShapes.Double));

    private static Words Whole(string zh, string en, string count) => new($"{count} 个值全部{zh}", $"all {count} values {en}");
}

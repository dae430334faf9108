using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Query;

/// <summary>
/// The filter language: <c>column=value</c> or <c>column=op.value</c> with eq ne gt gte lt lte like in is not. A value that itself begins
/// with an operator and a dot is written with <c>eq.</c> before it.
/// </summary>
internal static class FilterSyntax
{
    private const int MostValues = 200;

    public static Outcome<RowFilter> Parse(ReadableColumn column, string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var rest = dot < 0 ? "" : text[(dot + 1)..];
        return (dot < 0 ? "" : text[..dot]) switch
        {
            "eq" => One(column, FilterOperator.Equal, rest),
            "ne" => One(column, FilterOperator.NotEqual, rest),
            "gt" => One(column, FilterOperator.Greater, rest),
            "gte" => One(column, FilterOperator.GreaterOrEqual, rest),
            "lt" => One(column, FilterOperator.Less, rest),
            "lte" => One(column, FilterOperator.LessOrEqual, rest),
            "like" => Like(column, text, rest),
            "in" => In(column, text, rest),
            "is" when rest == "null" => new RowFilter(column, FilterOperator.IsNull, []),
            "not" when rest == "null" => new RowFilter(column, FilterOperator.NotNull, []),
            "is" or "not" when column.Type.Kind != ColumnKind.Text =>
                ServingFaults.WrongFilter(column.Name, text, new("只有 is.null 和 not.null", "only is.null and not.null exist")),
            _ => One(column, FilterOperator.Equal, text),
        };
    }

    private static Outcome<RowFilter> One(ReadableColumn column, FilterOperator op, string text) =>
        ColumnValue.Parse(column.Name, column.Type.Kind, text).Then<RowFilter>(typed => new RowFilter(column, op, [typed.Value]));

    private static Outcome<RowFilter> Like(ReadableColumn column, string whole, string pattern)
    {
        if (column.Type.Kind != ColumnKind.Text)
        {
            return ServingFaults.WrongFilter(column.Name, whole, new("like 只用于文本列", "like is for text columns"));
        }

        // Only * is a wildcard; the engine's own are taken as they stand.
        var sql = pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal).Replace('*', '%');
        return new RowFilter(column, FilterOperator.Like, [sql]);
    }

    private static Outcome<RowFilter> In(ReadableColumn column, string whole, string list)
    {
        if (list.Length < 2 || list[0] != '(' || list[^1] != ')' || Split(list[1..^1]) is not { } texts)
        {
            return ServingFaults.WrongFilter(column.Name, whole, new("应写作 in.(值,值)，含逗号的值加双引号", "write in.(value,value); quote a value that has a comma"));
        }

        if (texts.Count > MostValues)
        {
            return ServingFaults.TooMuch($"in ({column.Name})", MostValues);
        }

        var values = new List<object>(texts.Count);
        foreach (var text in texts)
        {
            if (!ColumnValue.Parse(column.Name, column.Type.Kind, text).Try(out var typed, out var fault))
            {
                return fault;
            }

            values.Add(typed.Value);
        }

        return new RowFilter(column, FilterOperator.In, values);
    }

    /// <summary>Cuts <c>a,"b,c",d</c>; a quote inside quotes is doubled. Null when a quote never closes.</summary>
    private static List<string>? Split(string list)
    {
        var texts = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < list.Length && list[at] == '"')
            {
                var text = new System.Text.StringBuilder();
                for (at++; ; at++)
                {
                    if (at >= list.Length)
                    {
                        return null;
                    }

                    if (list[at] == '"' && (at + 1 >= list.Length || list[at + 1] != '"'))
                    {
                        break;
                    }

                    at += list[at] == '"' ? 1 : 0;
                    text.Append(list[at]);
                }

                texts.Add(text.ToString());
                at++;
                if (at < list.Length && list[at] != ',')
                {
                    return null;
                }
            }
            else
            {
                var end = list.IndexOf(',', at);
                texts.Add(end < 0 ? list[at..] : list[at..end]);
                at = end < 0 ? list.Length : end;
            }

            if (at >= list.Length)
            {
                return texts;
            }

            at++;
        }
    }
}

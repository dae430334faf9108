using CityHub.DataCentre.Catalogue;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Rights;

/// <summary>
/// Masks (脱敏) inside the query, so that a hidden value never leaves the engine. <see cref="MaskText"/> says the same for the row index.
/// </summary>
internal static class MaskSql
{
    /// <summary>The column as this reader sees it, named as it is.</summary>
    public static string Select(ReadableColumn column) => $"{Expression(column)} as {column.Sql}";

    public static string Expression(ReadableColumn column) => Expression(column.Sql, column.Mask, column.Type.Kind);

    /// <param name="sql">The column, or any text of its kind.</param>
    public static string Expression(string sql, MaskKind mask, ColumnKind kind) => (mask, kind) switch
    {
        (MaskKind.None, _) => sql,
        (MaskKind.Full, ColumnKind.Text) => $"case when {sql} is not null then '***' end",
        (MaskKind.Partial, ColumnKind.Text) => PartialText(sql),
        // The year stays.
        (MaskKind.Partial, ColumnKind.Date or ColumnKind.Timestamp) => $"left({sql}::varchar, 4) || '-**-**'",
        // A number with some digits hidden is no number, and one that is wholly hidden has nothing to show.
        _ => "null::varchar",
    };

    /// <summary>Characters kept at the front and the end of a partly hidden text of this many characters.</summary>
    public static (int Front, int Back) Kept(int length) => length switch
    {
        <= 1 => (0, 0),
        2 => (1, 0),
        <= 6 => (1, 1),
        <= 10 => (2, 2),
        <= 14 => (3, 4),
        _ => (6, 4),
    };

    private static string PartialText(string c) =>
        $"""
        case when {c} is null then null
        when length({c}) <= 1 then '*'
        when length({c}) = 2 then left({c}, 1) || '*'
        when length({c}) <= 6 then left({c}, 1) || repeat('*', length({c}) - 2) || right({c}, 1)
        when length({c}) <= 10 then left({c}, 2) || repeat('*', length({c}) - 4) || right({c}, 2)
        when length({c}) <= 14 then left({c}, 3) || repeat('*', length({c}) - 7) || right({c}, 4)
        else left({c}, 6) || repeat('*', length({c}) - 10) || right({c}, 4) end
        """;
}

namespace CityHub.Storage.Tables;

/// <summary>
/// SQL over the columns of a resource. The text form of a value is what <c>cast(x as varchar)</c> prints: dates <c>yyyy-MM-dd</c>,
/// timestamps <c>yyyy-MM-dd HH:mm:ss[.ffffff]</c>, decimals with their whole scale, booleans <c>true</c> and <c>false</c>. The row index serves just that.
/// </summary>
public static class TableText
{
    /// <summary>Separates the parts of a key of several columns.</summary>
    public const byte KeySeparator = 0x1F;

    /// <summary>A column as text.</summary>
    public static string Of(TableColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Type.Kind == ColumnKind.Text ? Name(column.Name) : $"cast({Name(column.Name)} as varchar)";
    }

    /// <summary>The key as text: its columns joined by U+001F.</summary>
    public static string Key(IReadOnlyList<TableColumn> columns, IReadOnlyList<string> key) =>
        string.Join(" || chr(31) || ", key.Select(k => Of(columns.Single(c => c.Name == k))));

    /// <summary>A quoted name.</summary>
    public static string Name(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A quoted text.</summary>
    public static string Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Type in SQL.</summary>
    public static string TypeOf(ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            ColumnKind.Integer => "bigint",
            ColumnKind.Decimal => $"decimal({type.Precision},{type.Scale})",
            ColumnKind.Double => "double",
            ColumnKind.Date => "date",
            ColumnKind.Timestamp => "timestamp",
            ColumnKind.Boolean => "boolean",
            _ => "varchar",
        };
    }
}

using System.Globalization;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Query;

/// <summary>A value of a column's own type: string, long, decimal, double, DateOnly, DateTime or bool.</summary>
internal readonly record struct TypedValue(object Value);

/// <summary>Values of a column as text and back: in filters and cursors.</summary>
internal static class ColumnValue
{
    private static readonly string[] TimestampFormats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>The value to compare with, of the column's own type: text stays text, leading zeros and all.</summary>
    public static Outcome<TypedValue> Parse(string column, ColumnKind kind, string text)
    {
        object? value = kind switch
        {
            ColumnKind.Text => text,
            ColumnKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null,
            ColumnKind.Decimal => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var d) ? d : null,
            ColumnKind.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : null,
            ColumnKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            ColumnKind.Timestamp => DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null,
            ColumnKind.Boolean => text switch { "true" or "1" => true, "false" or "0" => false, _ => null },
            _ => null,
        };
        return value is null ? ServingFaults.WrongValue(column, text, Expected(kind)) : new TypedValue(value);
    }

    /// <summary>The text that <see cref="Parse"/> reads back to the same value.</summary>
    public static string Write(object value) => value switch
    {
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    public static Words Expected(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => new("整数", "a whole number"),
        ColumnKind.Decimal => new("十进制数，如 12.50", "a decimal number such as 12.50"),
        ColumnKind.Double => new("数，如 1.5 或 2e3", "a number such as 1.5 or 2e3"),
        ColumnKind.Date => new("日期 yyyy-MM-dd", "a date as yyyy-MM-dd"),
        ColumnKind.Timestamp => new("本地日期时间 yyyy-MM-ddTHH:mm:ss，不带时区", "a local date and time as yyyy-MM-ddTHH:mm:ss, without zone"),
        ColumnKind.Boolean => new(" true 或 false", "true or false"),
        _ => new("文本", "text"),
    };
}

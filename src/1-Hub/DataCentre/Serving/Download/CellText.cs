using System.Data.Common;
using System.Globalization;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>Cells as text of a download: codes whole, numbers exact, days and instants as ISO 8601 with a space between.</summary>
internal static class CellText
{
    /// <summary>The text; null when the value is missing.</summary>
    public static string? Of(DbDataReader data, int ordinal, ColumnKind kind) => data.IsDBNull(ordinal) ? null : kind switch
    {
        ColumnKind.Text => data.GetString(ordinal),
        ColumnKind.Integer => data.GetInt64(ordinal).ToString(CultureInfo.InvariantCulture),
        ColumnKind.Decimal => data.GetDecimal(ordinal).ToString(CultureInfo.InvariantCulture),
        ColumnKind.Double => data.GetDouble(ordinal).ToString("R", CultureInfo.InvariantCulture),
        ColumnKind.Date => data.GetFieldValue<DateOnly>(ordinal).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnKind.Timestamp => data.GetDateTime(ordinal).ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        _ => data.GetBoolean(ordinal) ? "true" : "false",
    };
}

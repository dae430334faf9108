using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.ReadRows;

/// <summary>Cells as JSON: numbers exact, days and instants as ISO 8601, text as it is.</summary>
internal static class CellJson
{
    /// <summary>Chinese stays readable; the answer is JSON, never put into a page.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(Utf8JsonWriter json, DbDataReader data, int ordinal, ColumnKind kind)
    {
        if (data.IsDBNull(ordinal))
        {
            json.WriteNullValue();
            return;
        }

        switch (kind)
        {
            case ColumnKind.Text:
                json.WriteStringValue(data.GetString(ordinal));
                break;
            case ColumnKind.Integer:
                json.WriteNumberValue(data.GetInt64(ordinal));
                break;
            case ColumnKind.Decimal:
                json.WriteNumberValue(data.GetDecimal(ordinal));
                break;
            case ColumnKind.Double:
                Write(json, data.GetDouble(ordinal));
                break;
            case ColumnKind.Date:
                json.WriteStringValue(data.GetFieldValue<DateOnly>(ordinal).ToString("yyyy-MM-dd", null));
                break;
            case ColumnKind.Timestamp:
                json.WriteStringValue(data.GetDateTime(ordinal).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", null));
                break;
            default:
                json.WriteBooleanValue(data.GetBoolean(ordinal));
                break;
        }
    }

    // JSON has no word for them; a text says what null would hide.
    private static void Write(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }
}

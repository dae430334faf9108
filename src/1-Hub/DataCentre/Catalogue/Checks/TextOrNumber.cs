using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>Takes 18 and "18" alike: what it means is judged with the field's own fault, not by the JSON reader.</summary>
internal sealed class TextOrNumber : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw new JsonException("A text or a number is wanted here."),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CityHub.Kernel.Modules;
using Microsoft.OpenApi;

namespace CityHub.Host.Hub;

/// <summary>Types of the API description.</summary>
internal static class OpenApiTypes
{
    private const string LeftOut = "left-out";

    /// <summary>A property as its declaration says: one of some words, or a text that may come as a number.</summary>
    public static void Property(OpenApiSchema schema, JsonPropertyInfo? property)
    {
        if (schema.Enum is { Count: > 0 } && schema.Type is null)
        {
            schema.Type = JsonSchemaType.String;
        }

        if (property?.PropertyType == typeof(string) && schema.Type is null)
        {
            // Only a converter that takes both leaves the type open.
            schema.Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Null;
        }

        if (Attribute<OneOfAttribute>(property) is { } choice)
        {
            var words = new OpenApiSchema { Enum = [.. choice.Words.Select(w => (JsonNode)w)], Type = JsonSchemaType.String };
            if (schema.Type?.HasFlag(JsonSchemaType.Array) == true)
            {
                schema.Items = words;
            }
            else
            {
                if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
                {
                    // Left out rather than null: the list of words stays the list of words.
                    (schema.Metadata ??= new Dictionary<string, object>())[LeftOut] = true;
                }

                (schema.Type, schema.Enum) = (words.Type, words.Enum);
            }
        }

        schema.Description ??= Attribute<DescriptionAttribute>(property)?.Description;
    }

    /// <summary>
    /// Numbers are numbers: that a text of digits is taken for one, too, is of no use to a client, and would make every figure of an answer a text
    /// to it. What may be null is left out of answers then, so it is not required.
    /// </summary>
    public static void Narrow(IOpenApiSchema? described)
    {
        if (described is not OpenApiSchema schema)
        {
            return;
        }

        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && schema.Pattern is not null && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
        {
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        }

        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (MayBeNull(property) && name != "next")
            {
                schema.Required?.Remove(name);
            }
        }

        foreach (var part in (schema.Properties?.Values ?? []).Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Append(schema.Items).Append(schema.AdditionalProperties))
        {
            Narrow(part);
        }
    }

    private static bool MayBeNull(IOpenApiSchema schema) =>
        (schema as OpenApiSchema)?.Metadata?.ContainsKey(LeftOut) == true || schema.Type?.HasFlag(JsonSchemaType.Null) == true || (schema.OneOf ?? []).Any(choice => choice.Type == JsonSchemaType.Null);

    private static T? Attribute<T>(JsonPropertyInfo? property)
        where T : Attribute => (T?)property?.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false).FirstOrDefault();
}

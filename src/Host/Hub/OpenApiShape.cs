using System.Globalization;
using System.Text.Json.Nodes;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CityHub.Host.Hub;

/// <summary>The API description: title, licence, queries as the endpoints say of them, and types as narrow as what is sent and taken.</summary>
internal static class OpenApiShape
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "CityHub API";
        document.Info.Version = "v1";
        document.Info.Description = "城枢接口。拒绝一律以 RFC 9457 问题详情返回，code 稳定，见 /help。Refusals are RFC 9457 problem details with a stable code.";
        document.Info.License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" };
        // The address differs from place to place; the approved file must not.
        document.Servers?.Clear();
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            OpenApiTypes.Narrow(schema);
        }

        return Task.CompletedTask;
    }).AddOperationTransformer((operation, context, _) =>
    {
        var description = context.Description;
        operation.OperationId ??= Id(description.HttpMethod ?? "", description.RelativePath ?? "");
        Describe(operation, description.ActionDescriptor.EndpointMetadata);
        foreach (var content in (operation.Responses ?? []).Values.SelectMany(response => (response.Content ?? new Dictionary<string, OpenApiMediaType>()).Values))
        {
            OpenApiTypes.Narrow(content.Schema);
        }

        return Task.CompletedTask;
    }).AddSchemaTransformer((schema, context, _) =>
    {
        OpenApiTypes.Property(schema, context.JsonPropertyInfo);
        return Task.CompletedTask;
    });

    private static void Describe(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (var bound in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query))
        {
            bound.Name = QueryNames.InAddress(bound.Name ?? "");
            OpenApiTypes.Narrow(bound.Schema);
            // A list in a query that is left out is empty, whatever its declaration says.
            bound.Required &= bound.Schema?.Type?.HasFlag(JsonSchemaType.Array) != true;
        }

        foreach (var said in metadata.OfType<QueryParameter>())
        {
            Say(Parameter(operation, said.Name), said);
        }

        foreach (var free in metadata.OfType<FreeQuery>())
        {
            var columns = Parameter(operation, "columns");
            columns.Description = free.Meaning;
            columns.Style = ParameterStyle.Form;
            columns.Explode = true;
            columns.Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }

    private static OpenApiParameter Parameter(OpenApiOperation operation, string name)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.OfType<OpenApiParameter>().FirstOrDefault(p => p.In == ParameterLocation.Query && p.Name == name) is { } there)
        {
            return there;
        }

        var added = new OpenApiParameter { Name = name, In = ParameterLocation.Query };
        operation.Parameters.Add(added);
        return added;
    }

    private static void Say(OpenApiParameter parameter, QueryParameter said)
    {
        parameter.Description = said.Meaning;
        parameter.Example = said.Example is not { } text ? null : said.Whole is null ? JsonValue.Create(text) : JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture));
        if (said.Whole is var (least, greatest))
        {
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = Text(least), Maximum = greatest == int.MaxValue ? null : Text(greatest) };
        }
        else if (said.Truth)
        {
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean };
        }
        else if (said.Repeats || said.Words.Count > 0 || parameter.Schema is null)
        {
            var one = new OpenApiSchema { Type = JsonSchemaType.String, Enum = said.Words.Count > 0 ? [.. said.Words.Select(w => (JsonNode)w)] : null };
            parameter.Schema = said.Repeats ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name for what has none, for generated clients: <c>getRunsRefused</c>.</summary>
    private static string Id(string method, string path) => method.ToLowerInvariant() + string.Concat(path
        .Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2)
        .Select(part => part.StartsWith('{') ? $"By{Capital(part.Trim('{', '}', '*').Split(':')[0])}" : string.Concat(part.Split('-', '.').Select(Capital))));

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CityHub.Host.Hub;

/// <summary>The API description: title, licence, and an answer of problem details for every refusal.</summary>
internal static class OpenApiShape
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "CityHub API";
        document.Info.Version = "v1";
        document.Info.Description = "城枢接口。拒绝一律以 RFC 9457 问题详情返回，code 稳定，见 /help。Refusals are RFC 9457 problem details with a stable code.";
        document.Info.License = new() { Name = "Apache-2.0" };
        // The address differs from place to place; the approved file must not.
        document.Servers?.Clear();
        return Task.CompletedTask;
    }).AddOperationTransformer((operation, _, _) =>
    {
        // A list in a query that is left out is empty, whatever its declaration says.
        foreach (var list in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query && p.Schema?.Type == JsonSchemaType.Array))
        {
            list.Required = false;
        }

        return Task.CompletedTask;
    });
}

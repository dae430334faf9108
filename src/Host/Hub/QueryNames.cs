using System.Collections.Concurrent;
using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CityHub.Host.Hub;

/// <summary>
/// Refuses a query with a name that its endpoint does not know. The names are those of the API description: what the signature of a handler takes,
/// and what <see cref="QueryParameter"/> says.
/// </summary>
internal static class QueryNames
{
    private const string Api = "/api/v1/";

    /// <summary>
    /// Behind routing and before the short way, so that a look-up is guarded, too. The description is public: nobody learns more by being refused
    /// before signing in. An address without a query costs one comparison.
    /// </summary>
    public static void UseQueryNames(this WebApplication app)
    {
        // Read when first needed: endpoints are complete once the server listens.
        var bound = new Lazy<ILookup<(string Method, string Route), string>>(() => Bound(app.Services));
        var names = new ConcurrentDictionary<RouteEndpoint, Names>();
        app.Use(next => context =>
            context.Request.QueryString.HasValue && context.GetEndpoint() is RouteEndpoint endpoint
            && Route(endpoint).StartsWith(Api, StringComparison.Ordinal) && Refuse(context.Request.Query, names.GetOrAdd(endpoint, e => Of(e, bound.Value))) is { } fault
                ? fault.ToProblem().ExecuteAsync(context)
                : next(context));
    }

    private static Fault? Refuse(IQueryCollection query, Names names)
    {
        foreach (var name in query.Keys)
        {
            // Handlers are bound without regard to case.
            if (!names.Known.Contains(name, StringComparer.OrdinalIgnoreCase) && (names.Free is null || names.Free.NeverFree.Contains(name)))
            {
                return QueryFaults.UnknownParameter(name, names.Known);
            }
        }

        return null;
    }

    private static Names Of(RouteEndpoint endpoint, ILookup<(string Method, string Route), string> bound)
    {
        var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var first, ..] ? first : HttpMethods.Get;
        return new(
            [.. bound[(method, Route(endpoint))].Concat(endpoint.Metadata.OfType<QueryParameter>().Select(p => p.Name)).Distinct(StringComparer.OrdinalIgnoreCase)],
            endpoint.Metadata.GetMetadata<FreeQuery>());
    }

    private static string Route(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText ?? "";

    private static ILookup<(string Method, string Route), string> Bound(IServiceProvider services) => services
        .GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items.SelectMany(group => group.Items)
        .SelectMany(d => d.ParameterDescriptions.Where(p => p.Source == BindingSource.Query), (d, p) => ((d.HttpMethod ?? "", "/" + d.RelativePath), InAddress(p.Name)))
        .ToLookup(p => p.Item1, p => p.Item2);

    /// <summary>A parameter's name as it is written in addresses.</summary>
    public static string InAddress(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private sealed record Names(IReadOnlyList<string> Known, FreeQuery? Free);
}

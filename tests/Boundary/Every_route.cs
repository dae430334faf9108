using System.Text;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.Boundary;

/// <summary>Deny by default: every route and page names the permission it needs, or says that it is open (DESIGN section 7).</summary>
public sealed class Every_route(RunningHub hub) : IClassFixture<RunningHub>
{
    // Signed-in persons may see and change what is their own without any post.
    private const string SignedIn = "(signed in)";
    private const string Open = "(open)";

    [Fact]
    public void names_the_permission_it_needs_or_says_that_it_is_open() =>
        Assert.Empty(Routes().Where(route => route.Needs is null).Select(route => route.Pattern));

    [Fact]
    public void asks_only_for_permissions_that_a_module_declares()
    {
        var declared = hub.App.Services.GetServices<IModule>().SelectMany(m => m.Permissions).Select(p => p.Code).ToHashSet();

        var unknown = Routes().Where(r => r.Needs is not (null or Open or SignedIn) && !declared.Contains(r.Needs));

        Assert.Empty(unknown.Select(r => $"{r.Pattern} asks for {r.Needs}"));
    }

    [Fact]
    public async Task turns_a_stranger_away_unless_it_says_that_it_is_open()
    {
        var let = new List<string>();
        foreach (var route in Routes().Where(r => r.Needs != Open))
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Example);
            using var answer = await hub.Client.SendAsync(request);
            var turnedAway = (int)answer.StatusCode is 401 or 403
                || ((int)answer.StatusCode is 302 && answer.Headers.Location!.OriginalString.Contains("/sign-in", StringComparison.Ordinal));
            if (!turnedAway)
            {
                let.Add($"{route.Method} {route.Pattern}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(let);
    }

    [Fact]
    public void stands_in_the_approved_list()
    {
        var list = new StringBuilder("# Routes and pages\n\nWritten by `tests/Boundary/Every_route.cs`; `APPROVE=1 ./test Boundary` rewrites it.\n\n| route | method | needs |\n|---|---|---|\n");
        foreach (var route in Routes())
        {
            list.Append("| `").Append(route.Pattern).Append("` | ").Append(route.Method).Append(" | ").Append(route.Needs).Append(" |\n");
        }

        Approved.Same(list.ToString(), "docs/routes.md");
    }

    private List<Route> Routes() =>
    [
        .. ((IEndpointRouteBuilder)hub.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => !IsFrameworkFile(endpoint))
            .SelectMany(endpoint => Methods(endpoint).Select(method => new Route("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), method, NeedOf(endpoint))))
            .Distinct()
            .OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Methods(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    private static string? NeedOf(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return Open;
        }

        var demands = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        return demands.Select(d => d.Policy).LastOrDefault(policy => policy is not null) ?? (demands.Count > 0 ? SignedIn : null);
    }

    // Scripts and styles, listed by their build; Blazor's own circuit needs a page that was let in first.
    private static bool IsFrameworkFile(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText is not { } pattern
        || pattern.StartsWith("_framework", StringComparison.Ordinal) || pattern.StartsWith("/_framework", StringComparison.Ordinal)
        || pattern.StartsWith("_content", StringComparison.Ordinal) || pattern.StartsWith("/_blazor", StringComparison.Ordinal) || pattern.StartsWith("_blazor", StringComparison.Ordinal)
        || pattern == "{**path:file}" // static files of a build that is not published
        || endpoint.Metadata.Any(m => m.GetType().Name == "StaticAssetDescriptor");

    private sealed record Route(string Pattern, string Method, string? Needs)
    {
        public string Example => System.Text.RegularExpressions.Regex.Replace(Pattern, @"\{\*{0,2}[^}]*\}", "1");
    }
}

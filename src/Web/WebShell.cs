using System.Text.Encodings.Web;
using System.Text.Unicode;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace CityHub.Web;

/// <summary>The door of the two sites for the Host: services, middleware, routes.</summary>
public static class WebShell
{
    /// <summary>Registers Blazor, MudBlazor, maps and what the shells need. Also needed: <see cref="PageAssemblies"/>, every
    /// <see cref="IModule"/>, <see cref="Kernel.ICallers"/>, <see cref="HubSettings"/>; and <see cref="CityProfile"/> if the city has a name.</summary>
    public static IServiceCollection AddWebShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        // Chinese as it is, not as numbers: a third of the bytes, and readable. Markup characters stay escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddExceptionHandler<PageFailure>();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            options.SnackbarConfiguration.PreventDuplicates = false;
            options.SnackbarConfiguration.HideTransitionDuration = 120;
            options.SnackbarConfiguration.ShowTransitionDuration = 120;
        });
        services.AddScoped<Toasts>();
        services.AddScoped<Confirm>();
        services.AddSingleton<ISearchSource, PageSearchSource>();
        services.AddSingleton<DistrictShapes>();
        services.AddSingleton<IMapLayer>(s => new CensusLayer(s.GetRequiredService<HubSettings>(), 2020));
        services.AddSingleton<IMapLayer>(s => new CensusLayer(s.GetRequiredService<HubSettings>(), 2010));
        services.TryAddSingleton(new CityProfile(new("", ""), new("", "")));
        return services;
    }

    /// <summary>Headers for every answer, and an answer to every failure. Comes first.</summary>
    public static IApplicationBuilder UseHeadersAndFailures(this IApplicationBuilder app) =>
        app.Use(SecurityHeaders.Add).UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", CreateScopeForErrors = true });

    /// <summary>Pages for missing pages. Comes before authentication.</summary>
    public static IApplicationBuilder UseWebShell(this IApplicationBuilder app) =>
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true).Use(ForPrograms.NoPages);

    /// <summary>Maps the pages of the shell and of the modules, the switches of the header, the boundaries and the static files.
    /// Comes after authentication, authorization and antiforgery.</summary>
    public static void MapWebShell(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var pages = routes.ServiceProvider.GetRequiredService<PageAssemblies>();
        routes.MapStaticAssets().AllowAnonymous();
        SettingsRoutes.Map(routes);
        BoundaryRoutes.Map(routes);
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .AddAdditionalAssemblies([.. pages.Modules])
            .Add(OpenCircuit);
    }

    // Blazor's own endpoints name no permission and would be denied. A circuit only opens with the markers of a page that was let in,
    // and each page in it is authorized again.
    private static void OpenCircuit(EndpointBuilder endpoint)
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern }
            && (pattern.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal) || pattern.TrimStart('/').StartsWith("_framework", StringComparison.Ordinal)))
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
        }
    }
}

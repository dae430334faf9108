using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.Storage.Records;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>
/// 统一身份认证: the hub as an OpenID Connect provider. Departments' systems sign people in through it (authorization code with PKCE), call it in
/// a person's name or, with client credentials, in their own. OpenIddict speaks the protocol; who may what is decided here.
/// </summary>
internal static class SignOnServer
{
    /// <summary>Audience of tokens for the hub's own interface.</summary>
    public const string Audience = "cityhub";

    public static readonly TimeSpan AccessTokenLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RefreshTokenLife = TimeSpan.FromDays(14);

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<SweepSignOn>();
        if (!settings.ForOneCommand)
        {
            services.AddHostedService(s => s.GetRequiredService<SweepSignOn>());
        }

        services.AddSingleton<IRecordsModel, ApplicationTables>();
        services.AddSingleton<ApplicationStandings>();
        services.AddSingleton<PersonClaims>();
        services.AddSingleton<IssuedTokens>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, SigningKeys>();
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.UseEntityFrameworkCore().UseDbContext<RecordsDb>().ReplaceDefaultEntities<ApplicationRow, AuthorizationRow, ScopeRow, IssuedTokenRow, string>();
                core.ReplaceApplicationManager<ApplicationRow, ApplicationManager>();
            })
            .AddServer(Configure)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.AddAudiences(Audience);
                // Revoking takes effect at once, not when the token has run out.
                validation.EnableTokenEntryValidation().EnableAuthorizationEntryValidation();
            });
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize.Handle).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/connect/token", IssueTokens.Handle).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/connect/userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfo.Handle).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/connect/logout", [HttpMethods.Get, HttpMethods.Post], EndSession.Handle).AllowAnonymous().ExcludeFromDescription();
    }

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetUserInfoEndpointUris("connect/userinfo")
            .SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke").SetEndSessionEndpointUris("connect/logout");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow().AllowRefreshTokenFlow();
        // A plain challenge is the verifier itself: whoever sees the request has it (RFC 7636, 7.2).
        server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        server.RegisterScopes([.. SignOnScopes.All.Keys]);
        server.RegisterClaims(Claims.Name, Claims.PreferredUsername, Claims.Email, Claims.PhoneNumber, Claims.AuthenticationTime, Claims.AuthenticationMethodReference, PersonClaims.PostsClaim);
        server.SetAccessTokenLifetime(AccessTokenLife).SetRefreshTokenLifetime(RefreshTokenLife);
        // Departments' own services check access tokens with the published keys; what they hold is no secret of the hub.
        server.DisableAccessTokenEncryption();
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough()
            .EnableStatusCodePagesIntegration()
            // Asked for below with one exception: the first start on a laptop is plain HTTP.
            .DisableTransportSecurityRequirement();
        server.AddEventHandler<ProcessRequestContext>(handler => handler.UseInlineHandler(RefusePlainHttp).SetOrder(int.MinValue + 50_000));
        server.AddEventHandler<ApplyAuthorizationResponseContext>(handler => handler.UseInlineHandler(Explain).SetOrder(int.MinValue + 50_000));
        server.AddEventHandler<ApplyEndSessionResponseContext>(handler => handler.UseInlineHandler(Explain).SetOrder(int.MinValue + 50_000));
    }

    /// <summary>RFC 6749, 3.1 and 3.2: codes and tokens go over TLS. A machine that asks itself sends nothing over a wire.</summary>
    private static ValueTask RefusePlainHttp(ProcessRequestContext context)
    {
        var http = Http(context.Transaction);
        if (context.EndpointType != OpenIddictServerEndpointType.Unknown && http is { Request.IsHttps: false, Connection.RemoteIpAddress: { } address } && !System.Net.IPAddress.IsLoopback(address))
        {
            context.Reject(Errors.InvalidRequest, "Codes and tokens are given out over HTTPS only: start the hub with --cert, or put it behind a proxy that speaks TLS.");
        }

        return default;
    }

    // A request that cannot be answered to its sender (unknown application, wrong address) is told to the reader, in words of the status page.
    private static ValueTask Explain(BaseContext context)
    {
        var response = context.Transaction.Response;
        if (response?.Error is { } error && Http(context.Transaction) is { } http)
        {
            http.Features.Set(SignOnFaults.Of(error, response.ErrorDescription));
        }

        return default;
    }

    private static HttpContext? Http(OpenIddictServerTransaction transaction) => transaction.GetHttpRequest()?.HttpContext;
}

/// <summary>What a reader is told when an application's request cannot be answered.</summary>
internal static class SignOnFaults
{
    public static Fault Of(string error, string? description) => new("identity.sign-on-refused", 400,
        new("应用系统的登录请求不对", "The application's request is wrong"),
        new($"要登录的应用系统发来的请求无法处理（{error}）。请告诉该系统的管理员，或核对它在城枢登记的回调地址：{description}",
            $"The request of the application that you want to sign in to cannot be answered ({error}). Tell its administrator, or compare the addresses registered for it: {description}"));
}

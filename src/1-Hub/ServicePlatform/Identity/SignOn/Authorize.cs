using System.Security.Claims;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>
/// An application asks for a person (OpenID Connect Core 1.0, 3.1.2): the person signs in, agrees once, and is sent back with a code. OpenIddict has
/// checked the application, its address and PKCE.
/// </summary>
internal static class Authorize
{
    public const string Path = "/connect/authorize";

    /// <summary>Field of the consent page: <c>yes</c> or <c>no</c>.</summary>
    public const string Decision = "decision";

    public static async Task<IResult> Handle(
        HttpContext context, Caller caller, ApplicationStandings applications, PersonClaims persons, IOpenIddictAuthorizationManager consents,
        IAntiforgery antiforgery, RecordsDb db, TimeProvider clock, CancellationToken ct)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        if (await applications.Of(request.ClientId ?? "") is not { Disabled: false } application)
        {
            return Refused.With(Errors.UnauthorizedClient, "The application is disabled, or its organisation was closed.");
        }

        var silent = request.HasPromptValue(PromptValues.None);
        var authenticatedAt = SessionCookie.BegunAt(context.User);
        if (!caller.SignedIn || authenticatedAt is null || MustSignInAgain(request, authenticatedAt.Value, clock))
        {
            return silent
                ? Refused.With(Errors.LoginRequired, "Nobody is signed in.")
                : Results.LocalRedirect($"/sign-in?returnUrl={Uri.EscapeDataString(AddressOf(request, context, without: PromptValues.Login))}");
        }

        if (await persons.Of(caller.AccountId, authenticatedAt.Value.ToUnixTimeSeconds(), SessionCookie.WaysOf(context.User), request.GetScopes()) is not { } identity)
        {
            return silent
                ? Refused.With(Errors.InteractionRequired, "The person must set an own password, or add a second factor, first.")
                : Results.LocalRedirect($"/account?returnUrl={Uri.EscapeDataString(AddressOf(request, context))}");
        }

        var given = await Given(consents, caller, application, request, ct);
        if (application.AsksConsent && (given is null || request.HasPromptValue(PromptValues.Consent)))
        {
            if (silent)
            {
                return Refused.With(Errors.ConsentRequired, "The person has not agreed yet.");
            }

            var decision = await DecisionOf(context, antiforgery);
            if (decision is null)
            {
                return Results.LocalRedirect("/connect/consent" + AddressOf(request, context)[Path.Length..]);
            }

            if (decision == false)
            {
                return Refused.With(Errors.AccessDenied, "The person did not agree.");
            }
        }

        db.Note(AuditEntry.By(caller, given is null ? "sign-on.agreed" : "sign-on.entered", application.ClientId) with { Detail = string.Join(' ', request.GetScopes()) }, clock);
        given ??= await consents.CreateAsync(identity, caller.AccountId, application.Id, AuthorizationTypes.Permanent, request.GetScopes(), ct);
        identity.SetAuthorizationId(await consents.GetIdAsync(given, ct));
        await db.SaveChangesAsync(ct);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>What the person agreed to before, when it covers what is asked now.</summary>
    private static async Task<object?> Given(IOpenIddictAuthorizationManager consents, Caller caller, ApplicationStanding application, OpenIddictRequest request, CancellationToken ct)
    {
        await foreach (var consent in consents.FindAsync(caller.AccountId, application.Id, Statuses.Valid, AuthorizationTypes.Permanent, request.GetScopes(), ct))
        {
            return consent;
        }

        return null;
    }

    private static bool MustSignInAgain(OpenIddictRequest request, DateTimeOffset authenticatedAt, TimeProvider clock) =>
        request.HasPromptValue(PromptValues.Login) || (request.MaxAge is { } seconds && clock.GetUtcNow() - authenticatedAt > TimeSpan.FromSeconds(seconds));

    /// <summary>What the person chose on the consent page; null when not asked yet. Another site cannot answer for the person.</summary>
    private static async Task<bool?> DecisionOf(HttpContext context, IAntiforgery antiforgery) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && context.Request.Form[Decision] is [{ } answer]
        && await antiforgery.IsRequestValidAsync(context)
            ? answer == "yes"
            : null;

    /// <summary>The request as an address to come back to, without one of its prompts.</summary>
    private static string AddressOf(OpenIddictRequest request, HttpContext context, string? without = null)
    {
        IEnumerable<KeyValuePair<string, StringValues>> sent = HttpMethods.IsPost(context.Request.Method) ? context.Request.Form : context.Request.Query;
        var kept = sent.Where(p => p.Key is not (Parameters.Prompt or Decision or "__RequestVerificationToken")).ToList();
        var prompts = request.GetPromptValues().Where(p => p != without).ToList();
        if (prompts.Count > 0)
        {
            kept.Add(new(Parameters.Prompt, string.Join(' ', prompts)));
        }

        return Path + new QueryBuilder(kept).ToString();
    }
}

using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

internal sealed record SecondStep(string? Code);

/// <summary>What the pages do with second factors, for programs.</summary>
internal static class SecondFactorRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/v1/second-factor").RequireAuthorization().WithTags("second factor");
        own.MapGet("", async (Caller caller, OwnFactors factors, CancellationToken ct) => TypedResults.Ok(await factors.Of(caller, ct)))
            .WithSummary("The caller's authenticator app, passkeys and number of recovery codes");
        own.MapPost("/app", async (HttpContext http, Caller caller, AddAuthenticatorApp app) => Ok(await app.Begin(http, caller)))
            .Produces<NewAuthenticatorApp>().ProducesProblem(403).WithSummary("Makes a key for an authenticator app; nothing is kept before a code confirms it");
        own.MapPost("/app/confirm", async (ConfirmAuthenticatorApp request, HttpContext http, Caller caller, AddAuthenticatorApp app) => Ok(await app.Confirm(http, caller, request)))
            .Produces<FactorAdded>().ProducesProblem(403).ProducesProblem(422).WithSummary("Adds the authenticator app, in place of the one before; recovery codes are answered once, with the first factor");
        own.MapDelete("/app", async (HttpContext http, Caller caller, OwnFactors factors) => Done(await factors.RemoveApp(http, caller)))
            .WithSummary("Removes the authenticator app");
        own.MapPost("/passkeys/options", async (HttpContext http, Caller caller, Passkeys passkeys) => Ok(await passkeys.BeginAdding(http, caller)))
            .Produces<PasskeyAsked>().ProducesProblem(403).ProducesProblem(409).WithSummary("What a browser needs to make a passkey (WebAuthn)");
        own.MapPost("/passkeys", async (AddPasskey request, HttpContext http, Caller caller, Passkeys passkeys) => Ok(await passkeys.Add(http, caller, request)))
            .Produces<FactorAdded>().ProducesProblem(403).ProducesProblem(422).WithSummary("Adds a passkey; recovery codes are answered once, with the first factor");
        own.MapDelete("/passkeys/{id}", async (string id, HttpContext http, Caller caller, OwnFactors factors) => Done(await factors.RemovePasskey(http, caller, id)))
            .WithSummary("Removes a passkey");
        own.MapPost("/recovery-codes", async (HttpContext http, Caller caller, OwnFactors factors) => Ok(await factors.RenewCodes(http, caller)))
            .Produces<NewRecoveryCodes>().ProducesProblem(403).ProducesProblem(409).WithSummary("Makes new recovery codes, answered once; the former ones end");

        var session = routes.MapGroup("/api/v1/session").AllowAnonymous().WithTags("session");
        session.MapPost("/second-factor", async (SecondStep step, HttpContext http, CheckSecondFactor check, SessionDesk sessions, Callers callers) =>
            await Enter(await check.Check(http, step.Code), http, sessions, callers))
            .Produces<WhoAmI>().ProducesProblem(401).WithSummary("The second step of signing in: a code of the authenticator app, or a recovery code");
        session.MapPost("/passkey/options", async (HttpContext http, Passkeys passkeys) => TypedResults.Ok(await passkeys.BeginSigningIn(http)))
            .WithSummary("What a browser needs to sign in with a passkey, alone or after the password (WebAuthn)");
        session.MapPost("/passkey", async (PasskeyAnswer answer, HttpContext http, Passkeys passkeys, SessionDesk sessions, Callers callers) =>
            await Enter(await passkeys.SignIn(http, answer), http, sessions, callers))
            .Produces<WhoAmI>().ProducesProblem(401).WithSummary("Signs in with a passkey: sets the session cookie");
    }

    private static async Task<IResult> Enter(Outcome<Entered> outcome, HttpContext http, SessionDesk sessions, Callers callers)
    {
        if (!outcome.Try(out var entered, out var fault))
        {
            return fault.ToProblem();
        }

        await sessions.Begin(http, entered.Account, entered.Ways);
        return TypedResults.Ok(await Session.Describe(callers, entered.Account.Id, null));
    }

    private static IResult Ok<T>(Outcome<T> outcome) => outcome.Match<IResult>(value => TypedResults.Ok(value), fault => fault.ToProblem());

    private static IResult Done<T>(Outcome<T> outcome) => outcome.Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem());
}

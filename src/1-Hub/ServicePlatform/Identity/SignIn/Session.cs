using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.ServicePlatform.Identity.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.SignIn;

internal sealed record SignInRequest(string UserName, string Password);

/// <summary>Who acts, as the API tells it.</summary>
internal sealed record WhoAmI(string AccountId, string UserName, string Name, string? Application, bool MustChangePassword, bool MustAddSecondFactor, IReadOnlyList<PostOfCaller> Posts);

internal sealed record PostOfCaller(string Organisation, string OrganisationName, string Post, string ScopePath, IReadOnlyList<string> Permissions);

/// <summary>Begins, shows and ends a browser session. Programs take a token instead, see Tokens/.</summary>
internal static class Session
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/session", Begin).AllowAnonymous().WithTags("session").WithSummary("Signs in: sets the session cookie, or asks an account with a second factor for the second step (identity.second-factor-asked)");
        routes.MapGet("/api/v1/session", Show).RequireAuthorization().WithTags("session").WithSummary("Who is signed in, with posts and permissions");
        routes.MapDelete("/api/v1/session", End).RequireAuthorization().WithTags("session").WithSummary("Signs out");
        routes.MapPost("/sign-out", EndFromPage).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> Begin(SignInRequest request, HttpContext context, SignInDesk desk, PendingStep pending, SessionDesk sessions, Callers callers, CancellationToken ct)
    {
        var outcome = await desk.Check(request.UserName ?? "", request.Password ?? "", ct);
        if (!outcome.Try(out var right, out var fault))
        {
            return fault.ToProblem();
        }

        if (right.OwesSecondStep)
        {
            pending.Begin(context, right.Account);
            return SecondFactorFaults.Asked.ToProblem();
        }

        await sessions.Begin(context, right.Account, ProofWays.Password);
        return TypedResults.Ok(await Describe(callers, right.Account.Id, null));
    }

    private static async Task<IResult> Show(Caller caller, Callers callers) => TypedResults.Ok(await Describe(callers, caller.AccountId, caller));

    private static async Task<IResult> End(HttpContext context, Caller caller, SessionDesk sessions, CancellationToken ct)
    {
        await sessions.SignOut(context, caller, ct);
        return TypedResults.NoContent();
    }

    /// <summary>The form in the shell. It carries an antiforgery token, so that no other site can sign people out.</summary>
    private static async Task<IResult> EndFromPage(
        HttpContext context, Caller caller, IAntiforgery antiforgery, SessionDesk sessions, CancellationToken ct)
    {
        if (caller.SignedIn && await antiforgery.IsRequestValidAsync(context))
        {
            await sessions.SignOut(context, caller, ct);
        }

        return TypedResults.LocalRedirect("/");
    }

    internal static async Task<WhoAmI> Describe(Callers callers, string accountId, Caller? caller)
    {
        var standing = await callers.Of(accountId);
        caller ??= standing!.Caller;
        return new WhoAmI(caller.AccountId, standing?.UserName ?? caller.AccountId, caller.Name, caller.Application, standing?.MustChangePassword ?? false, standing?.MustAddSecondFactor ?? false,
            [.. caller.Appointments.Select(a => new PostOfCaller(
                a.OrganisationCode, a.OrganisationName, a.Post.Zh, a.ScopePath, [.. a.Permissions.Order(StringComparer.Ordinal)]))]);
    }
}

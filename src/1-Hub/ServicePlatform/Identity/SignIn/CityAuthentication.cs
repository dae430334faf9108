using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SignOn;
using CityHub.ServicePlatform.Identity.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>
/// The one default scheme: a token in the Authorization header, else the local socket, else the browser's session. It implements the
/// bare handler interface, because a look-up by token must cost microseconds; it also sets the <see cref="Caller"/> of the request.
/// </summary>
internal sealed class CityAuthentication(Callers callers, ActiveTokens tokens, IssuedTokens issued, OrganisationTree tree) : IAuthenticationHandler
{
    public const string Scheme = "CityHub";
    private const string Bearer = "Bearer ";
    private static readonly AuthenticateResult Refused = AuthenticateResult.Fail("The token is unknown, expired or revoked.");
    private static readonly AuthenticateResult Local = AuthenticateResult.Success(new(LocalSocket.Principal, LocalSocket.Scheme));

    private HttpContext _context = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (TokenOf(_context) is { } text)
        {
            if (await (TokenText.Is(text.Span) ? tokens.Find(text) : issued.Find(_context)) is not { } token)
            {
                return Refused;
            }

            _context.Features.Set(token.Caller);
            return token.Ticket;
        }

        if (LocalSocket.Carries(_context))
        {
            _context.Features.Set(LocalSocket.Operator(tree));
            return Local;
        }

        var session = await _context.AuthenticateAsync(SessionCookie.Scheme);
        if (session.Succeeded)
        {
            _context.Features.Set(await callers.Of(session.Principal));
        }

        return session;
    }

    /// <summary>The token in the Authorization header; null when there is none.</summary>
    public static ReadOnlyMemory<char>? TokenOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        return header.Count == 1 && header[0]!.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[0].AsMemory(Bearer.Length)
            : default(ReadOnlyMemory<char>?);
    }

    // Answers of refused requests are made in one place, see Permissions/RefusedRequests.
    public Task ChallengeAsync(AuthenticationProperties? properties) => throw Misuse();

    public Task ForbidAsync(AuthenticationProperties? properties) => throw Misuse();

    private static NotSupportedException Misuse() => new("Return IdentityFaults as problem details instead of a challenge.");
}

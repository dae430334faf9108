using System.Net.Sockets;
using System.Security.Claims;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>
/// The command line on the same machine. It reaches the hub over a Unix socket in the data folder: whoever may write there owns the
/// data anyway, so the file's rights are the sign-in.
/// </summary>
internal static class LocalSocket
{
    public const string Scheme = "LocalSocket";

    /// <summary>What stands in the audit trail as the application.</summary>
    public const string Application = "command-line";

    public const string AccountId = "local";

    public static ClaimsPrincipal Principal { get; } = new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, AccountId), new(ClaimTypes.Name, Caller.LocalOperator.Zh)], Scheme));

    /// <summary>All permissions over the whole city.</summary>
    public static Caller Operator(IOrganisations tree) => new(AccountId, Caller.LocalOperator.Zh, Application,
        [new(tree.Root.Code, tree.Root.Name.Zh, Caller.LocalOperator, tree.Root.Path, Roles.EveryPermission)]);

    /// <summary>Whether the request came in over a Unix socket.</summary>
    public static bool Carries(HttpContext context) =>
        context.Connection.LocalIpAddress is null
        && (context.Features.Get<IConnectionEndPointFeature>()?.LocalEndPoint is UnixDomainSocketEndPoint
            || context.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint);
}

using System.Collections.Concurrent;
using CityHub.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.Permissions;

/// <summary>Each policy name is a permission code. What names none is denied to everybody.</summary>
internal sealed class PermissionPolicies : IAuthorizationPolicyProvider
{
    private static readonly AuthorizationPolicy SignedIn = new([new SignedInRequirement()], []);
    private static readonly AuthorizationPolicy Nobody = new([new UnnamedRequirement()], []);
    private readonly ConcurrentDictionary<string, AuthorizationPolicy> _policies = new(StringComparer.Ordinal);

    public bool AllowsCachingPolicies => true;

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        Task.FromResult<AuthorizationPolicy?>(_policies.GetOrAdd(policyName, name => new([new PermissionRequirement(name)], [])));

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => Task.FromResult(SignedIn);

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult<AuthorizationPolicy?>(Nobody);
}

/// <summary>The caller holds the permission somewhere; the endpoint checks where.</summary>
internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>Any signed-in caller.</summary>
internal sealed record SignedInRequirement : IAuthorizationRequirement;

/// <summary>An endpoint that names no permission.</summary>
internal sealed record UnnamedRequirement : IAuthorizationRequirement;

internal sealed class PermissionHandler(ICallers callers) : IAuthorizationHandler
{
    public async Task HandleAsync(AuthorizationHandlerContext context)
    {
        var caller = context.Resource is HttpContext http
            ? http.Features.Get<Caller>() ?? Caller.Anonymous
            : await callers.Of(context.User);
        foreach (var requirement in context.Requirements)
        {
            var met = requirement switch
            {
                PermissionRequirement needed => caller.May(needed.Permission),
                SignedInRequirement => caller.SignedIn,
                UnnamedRequirement => FrameworkDoors.Open(context.Resource as HttpContext, caller),
                _ => false,
            };
            if (met)
            {
                context.Succeed(requirement);
            }
        }
    }
}

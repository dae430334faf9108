using Microsoft.AspNetCore.Http;

namespace CityHub.Kernel;

/// <summary>Who acts: a person or an application, with the posts that give rights. Handlers take it as a parameter.</summary>
/// <param name="AccountId">Account.</param>
/// <param name="Name">Name to show.</param>
/// <param name="Application">The application or token through which the account acts; null in the browser.</param>
/// <param name="Appointments">Posts held now.</param>
public sealed record Caller(string AccountId, string Name, string? Application, IReadOnlyList<Appointment> Appointments)
{
    /// <summary>Nobody: not signed in.</summary>
    public static Caller Anonymous { get; } = new("", "", null, []);

    /// <summary>Name of whoever uses the command line on the hub's own machine. Records keep the Chinese word.</summary>
    public static Words LocalOperator { get; } = new("本机操作员", "Local operator");

    /// <summary>What keeps the caller from all posts for now, and how to mend it: told in place of "not yours". Null for most.</summary>
    public Fault? Hindrance { get; init; }

    /// <summary>The posts of the person behind a token that was given less than they carry; null when nothing was taken away.</summary>
    public IReadOnlyList<Appointment>? Whole { get; init; }

    /// <summary>Whether somebody is signed in.</summary>
    public bool SignedIn => AccountId.Length > 0;

    /// <summary>The organisation of the first post, for records and defaults.</summary>
    public string? Organisation => Appointments.Count > 0 ? Appointments[0].OrganisationCode : null;

    /// <summary>Whether the caller holds the permission anywhere.</summary>
    public bool May(string permission) => Appointments.Any(a => a.Permissions.Contains(permission));

    /// <summary>The refusal when only the token lacks the permission and the person behind it holds it, told in place of "your posts lack it"; null otherwise.</summary>
    /// <param name="permission">Permission code.</param>
    /// <param name="organisationPath">Over which organisation; null for anywhere.</param>
    public Fault? TokenLacks(string permission, string? organisationPath = null)
    {
        bool Held(Appointment a) => a.Permissions.Contains(permission) && organisationPath?.StartsWith(a.ScopePath, StringComparison.Ordinal) != false;
        return Whole is { } whole && whole.Any(Held) && !Appointments.Any(Held) ? CallerFaults.TokenNarrowed(Application ?? "", permission) : null;
    }

    /// <summary>Whether the caller holds the permission over the organisation with this path (its own subtree rule).</summary>
    /// <param name="permission">Permission code.</param>
    /// <param name="organisationPath">Path of the organisation, see <see cref="Organisations.Organisation.Path"/>.</param>
    public bool May(string permission, string organisationPath)
    {
        ArgumentNullException.ThrowIfNull(organisationPath);
        return Appointments.Any(a => a.Permissions.Contains(permission)
            && organisationPath.StartsWith(a.ScopePath, StringComparison.Ordinal));
    }

    /// <summary>The subtrees over which the caller holds the permission, as path prefixes; filters lists.</summary>
    public IReadOnlyList<string> Scopes(string permission) =>
        [.. Appointments.Where(a => a.Permissions.Contains(permission)).Select(a => a.ScopePath).Distinct()];

    /// <summary>Lets endpoints take the caller as a parameter. Set by the sign-in middleware.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<Caller?>(context.Features.Get<Caller>() ?? Anonymous);
    }
}

/// <summary>Refusals of callers that any room tells.</summary>
public static class CallerFaults
{
    /// <summary>The person may, the token may not.</summary>
    public static Fault TokenNarrowed(string application, string permission) => new("identity.token-narrowed", 403,
        new("令牌没有这项权限", "The token lacks the right"),
        new($"你的岗位有权限 {permission}，但令牌 {application} 建立时没有选它。请在“我的账号”里新建一个含 {permission} 的令牌，改用它。",
            $"Your posts carry {permission}, but {application} was made without it. Make a token with {permission} under 'My account' and use that one."))
    { Facts = new Dictionary<string, object?> { ["permission"] = permission } };
}

/// <summary>A post (岗位) held by an account: where, as what, and over which part of the tree.</summary>
/// <param name="OrganisationCode">The organisation of the post.</param>
/// <param name="OrganisationName">Its name, for the page.</param>
/// <param name="Post">What the post is called, for example 数据专员.</param>
/// <param name="ScopePath">Path prefix of the subtree over which the permissions hold.</param>
/// <param name="Permissions">Permission codes.</param>
public sealed record Appointment(
    string OrganisationCode, string OrganisationName, Words Post, string ScopePath, IReadOnlySet<string> Permissions);

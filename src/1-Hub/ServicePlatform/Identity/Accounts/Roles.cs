using System.Collections.Frozen;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Organisations;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>A role (角色): what a post may do. Where it may do so follows from the post's organisation, see <see cref="Roles.ScopeOf"/>.</summary>
internal sealed record Role(string Code, Words Title, Words Summary, FrozenSet<string> Permissions);

/// <summary>
/// The one table of roles. The three administrators are separate, as GB/T 22239-2019 asks at level 3 (系统、安全、审计管理员):
/// no role that gives rights carries a right to data, and no role over data gives rights. Whoever gives rights could give them to an account
/// of their own making: the trail, which the auditor reads, is the check on that.
/// </summary>
internal static class Roles
{
    public static IReadOnlyList<Role> All { get; } =
    [
        Of("bureau-operator", new("大数据局运行值守", "Bureau operator"), new("管理本级全部数据：登记、发布、汇聚、查看", "All data of the bureau's area: register, publish, gather, read"),
            "catalogue.register", "catalogue.publish", "gathering.run", "gathering.push", "gathering.read", "resource.read", "search.synonyms"),
        Of("data-steward", new("数据专员", "Data steward"), new("登记、汇聚、查看本单位的数据", "Register, gather and read the own organisation's data"),
            "catalogue.register", "gathering.run", "gathering.push", "gathering.read", "resource.read"),
        Of("department-reader", new("数据查阅", "Reader"), new("查看本单位的数据与汇聚运行", "Read the own organisation's data and runs"),
            "gathering.read", "resource.read"),
        Of("data-sender", new("推送程序", "Sending program"), new("只向本单位的资源推送批次，查看自己批次的回执", "Push batches into the own organisation's resources and see their receipts, nothing else"),
            "gathering.push"),
        Of("system-administrator", new("系统管理员", "System administrator"), new("管理机构、账号与岗位，备份", "Organisations, accounts and posts, backups"),
            "identity.manage", "search.synonyms", "system.backup"),
        Of("security-administrator", new("安全管理员", "Security administrator"), new("管理账号与岗位，查看审计", "Accounts and posts, reading the trail"),
            "identity.manage", "audit.read"),
        Of("auditor", new("审计管理员", "Auditor"), new("查看与核验审计记录", "Read and verify the audit trail"),
            "audit.read"),
    ];

    /// <summary>Every permission that some role carries.</summary>
    public static FrozenSet<string> EveryPermission { get; } = All.SelectMany(r => r.Permissions).ToFrozenSet(StringComparer.Ordinal);

    public static Role? Find(string code) => All.FirstOrDefault(r => r.Code == code);

    /// <summary>The subtree over which a post holds: a bureau's posts act for its whole area, any other for its own organisation and what is below.</summary>
    public static string ScopeOf(Organisation organisation) =>
        organisation.Code == $"{organisation.DivisionCode}-{KnownNames.Bureau}"
            ? organisation.Path[..^(organisation.Code.Length + 1)]
            : organisation.Path;

    private static Role Of(string code, Words title, Words summary, params string[] permissions) =>
        new(code, title, summary, permissions.ToFrozenSet(StringComparer.Ordinal));
}

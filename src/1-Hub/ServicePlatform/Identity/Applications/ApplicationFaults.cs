using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>Refusals of the register of applications.</summary>
internal static class ApplicationFaults
{
    public static Fault Unknown(string clientId) => new("identity.application-unknown", 404,
        new("没有这个应用系统", "No such application"), new($"没有客户端标识为“{clientId}”的应用系统，或不在你的管理范围", $"No application has the client id '{clientId}', or it is outside your area."));

    public static Fault Taken(string clientId) => new("identity.application-taken", 409,
        new("客户端标识已被使用", "Client id is taken"), new($"已有应用系统使用“{clientId}”，换一个", $"Another application has the client id '{clientId}'; choose another."))
    { Path = "clientId" };

    public static Fault ClientId { get; } = new("identity.application-client-id", 422,
        new("客户端标识不合规则", "Client id is not allowed"), new("客户端标识用 3 到 64 个小写字母、数字或 -，以字母开头，例如 ga-residence", "A client id has 3 to 64 lower-case letters, digits or -, and begins with a letter, such as ga-residence."))
    { Path = "clientId" };

    public static Fault Name { get; } = new("identity.application-name", 422,
        new("应用系统名称不合规则", "Application name is not allowed"), new("填写名称，最多 64 个字", "Give a name of at most 64 characters."))
    { Path = "name" };

    public static Fault Purpose { get; } = new("identity.application-purpose", 422,
        new("缺少应用系统的用途", "The application's purpose is missing"), new("写明用途，最多 200 个字；登录的人会看到", "Say what it is for, at most 200 characters; people who sign in read it."))
    { Path = "purpose" };

    public static Fault Kind { get; } = new("identity.application-kind", 422,
        new("没有这种应用系统", "No such kind of application"),
        new("kind 为 web（网站，有自己的服务器）、public（网页或手机应用，不能保密）或 service（只以自己的名义调用接口）", "kind is web (a site with a server of its own), public (a page or phone app that keeps no secret) or service (calls in its own name only)."))
    { Path = "kind" };

    public static Fault RoleNotForApplications(string role) => new("identity.application-role", 422,
        new("应用系统不能有这个角色", "An application cannot have this role"), new($"角色“{role}”管理账号或审计，只给人；应用系统可用数据类角色", $"The role '{role}' manages accounts or the audit trail and is for people; an application takes a role over data."))
    { Path = "role" };

    public static Fault RoleMissing { get; } = new("identity.application-role-missing", 422,
        new("缺少角色", "The role is missing"), new("只以自己名义调用接口的应用系统须有一个数据类角色", "An application that calls in its own name needs a role over data."))
    { Path = "role" };

    public static Fault AddressMissing { get; } = new("identity.application-address-missing", 422,
        new("缺少回调地址", "The redirect address is missing"), new("登记至少一个、最多 20 个登录后返回的地址", "Register at least one address to come back to after signing in, at most 20."))
    { Path = "redirectUris" };

    public static Fault Address(string field, int index, string address) => new("identity.application-address", 422,
        new("回调地址不合规则", "The redirect address is not allowed"),
        new($"“{Shortened.To(address, 100)}”不是可用的地址：须为不带 # 的完整 https 地址；本机（127.0.0.1、localhost）可用 http；手机应用可用 cn.gov.example:/back 这样自有的协议名",
            $"'{Shortened.To(address, 100)}' cannot be used: it must be a whole https address without #; http on the own machine only (127.0.0.1, localhost); phone apps may use a scheme of their own such as cn.gov.example:/back."))
    { Path = $"{field}[{index}]" };

    public static Fault Keys { get; } = new("identity.application-keys", 422,
        new("公钥集不合规则", "The key set is not allowed"),
        new("keys 为 JSON Web Key Set，含至少一个签名用的公钥（EC P-256 或 RSA 2048 位以上），不含私钥", "keys is a JSON Web Key Set with at least one public signing key (EC P-256, or RSA of 2048 bits or more) and no private one."))
    { Path = "keys" };

    public static Fault NoSecret { get; } = new("identity.application-no-secret", 409,
        new("这个应用系统没有密钥", "This application has no secret"), new("公开应用或用公钥证明身份的应用系统不用密钥", "Public applications, and those that prove themselves with keys, use no secret."));

    public static Fault ConsentUnknown { get; } = new("identity.consent-unknown", 404,
        new("没有这个授权", "No such consent"), new("它不属于你，或已经收回", "It is not yours, or already taken back."));
}

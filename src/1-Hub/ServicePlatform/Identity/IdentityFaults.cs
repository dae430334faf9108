using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity;

/// <summary>Every refusal of this room.</summary>
internal static class IdentityFaults
{
    /// <summary>One answer for unknown name, wrong password, disabled and locked account: it tells a stranger nothing.</summary>
    public static Fault SignInRefused { get; } = new("identity.sign-in-refused", 401,
        new("用户名或密码不对", "User name or password is wrong"),
        new("用户名或密码不对。连续 5 次不对，账号锁定 15 分钟；忘记密码由系统管理员重置",
            "User name or password is wrong. Five wrong attempts lock the account for 15 minutes; a system administrator resets forgotten passwords."));

    public static Fault NotSignedIn { get; } = new("identity.not-signed-in", 401,
        new("没有登录", "Not signed in"),
        new("先登录，或在请求头 Authorization 里带上令牌：Bearer cht_…", "Sign in, or send a token in the Authorization header: Bearer cht_..."));

    public static Fault TokenRefused { get; } = new("identity.token-refused", 401,
        new("令牌无效", "Token is not valid"),
        new("令牌不存在、已过期或已撤销。在“我的账号”里新建一个", "The token is unknown, expired or revoked. Make a new one under 'My account'."));

    public static Fault NotPermitted(IEnumerable<string> permissions) => new("identity.not-permitted", 403,
        new("没有这项权限", "Not permitted"),
        new($"你的岗位不含权限 {string.Join("、", permissions)}。请系统管理员调整岗位", $"None of your posts carries {string.Join(", ", permissions)}. Ask a system administrator."));

    public static Fault OutOfScope(string organisation) => new("identity.out-of-scope", 403,
        new("不在你的管理范围", "Outside your area"),
        new($"你的岗位管不到机构 {organisation}", $"Your posts do not reach organisation {organisation}."));

    public static Fault PasswordChangeRequired { get; } = new("identity.password-change-required", 403,
        new("须先修改密码", "Password must be changed first"),
        new("这个密码由管理员设置，只能用来登录后改成自己的密码", "An administrator made this password; it serves only to sign in and set your own."));

    public static Fault CrossSite { get; } = new("identity.cross-site", 403,
        new("请求来自别的网站", "Request comes from another site"),
        new("浏览器会话不接受其他网站发起的更改；程序请使用令牌", "A browser session takes no changes started by another site; programs use a token."));
}

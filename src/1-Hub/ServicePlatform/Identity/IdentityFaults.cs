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
        new("这个密码由管理员设置，只能用来登录后改成自己的密码。请在“我的账号”（/account）修改，或调用 POST /api/v1/password",
            "An administrator made this password; it serves only to sign in and set your own. Change it under 'My account' (/account), or with POST /api/v1/password."));

    public static Fault CrossSite { get; } = new("identity.cross-site", 403,
        new("请求来自别的网站", "Request comes from another site"),
        new("浏览器会话不接受其他网站发起的更改；程序请使用令牌", "A browser session takes no changes started by another site; programs use a token."));

    public static Fault AccountUnknown(string userName) => new("identity.account-unknown", 404,
        new("没有这个账号", "No such account"), new($"没有用户名为“{userName}”的账号", $"No account has the user name '{userName}'."));

    public static Fault UserNameTaken(string userName) => new("identity.user-name-taken", 409,
        new("用户名已被使用", "User name is taken"), new($"已有账号使用“{userName}”，换一个", $"Another account has the name '{userName}'; choose another."))
    { Path = "userName" };

    public static Fault UserNameInvalid { get; } = new("identity.user-name-invalid", 422,
        new("用户名不合规则", "User name is not allowed"),
        new("用户名用 3 到 64 个字母、数字或 - . _", "A user name has 3 to 64 letters, digits or - . _"))
    { Path = "userName" };

    public static Fault DisplayNameMissing { get; } = new("identity.display-name-missing", 422,
        new("缺少姓名", "Name is missing"), new("填写姓名，最多 64 个字", "Give a name of at most 64 characters."))
    { Path = "displayName" };

    public static Fault PasswordWeak { get; } = new("identity.password-weak", 422,
        new("密码太弱", "Password is too weak"),
        new("密码至少 10 个字符，含小写字母和数字，至少 5 个不同的字符，不含用户名（正写或倒写）",
            "A password has at least 10 characters with a lower-case letter and a digit, 5 of them different, and does not hold the user name, forwards or backwards."))
    { Path = "next" };

    public static Fault PasswordSame { get; } = new("identity.password-same", 422,
        new("新密码与现在的相同", "The new password is the present one"), new("换一个不同的密码", "Choose another one."))
    { Path = "next" };

    public static Fault PasswordWrong { get; } = new("identity.password-wrong", 422,
        new("现在的密码不对", "The present password is wrong"),
        new("现在的密码不对。连续 5 次不对，账号锁定 15 分钟", "The present password is wrong. Five wrong attempts lock the account for 15 minutes."))
    { Path = "current" };

    public static Fault OnlyInTheBrowser { get; } = new("identity.only-in-the-browser", 403,
        new("令牌不能做这件事", "A token cannot do this"),
        new("改密码、管理令牌、委托岗位须本人登录后操作，不能用令牌", "Passwords, tokens and delegations are managed by the person who is signed in, not through a token."));

    public static Fault OwnAccount { get; } = new("identity.own-account", 409,
        new("不能对自己的账号做这件事", "Not for your own account"),
        new("给予岗位、停用、重置须由另一位管理员操作", "Another administrator gives you posts, disables or resets your account."));

    public static Fault RoleUnknown(string role) => new("identity.role-unknown", 422,
        new("没有这个角色", "No such role"), new($"没有角色“{role}”，见 /api/v1/roles", $"There is no role '{role}'; see /api/v1/roles."))
    { Path = "role" };

    public static Fault PostEndsTooEarly { get; } = new("identity.post-ends-too-early", 422,
        new("岗位的结束时间已过", "The post ends in the past"), new("结束时间须晚于现在，或留空", "The end must lie in the future, or be left out."))
    { Path = "to" };

    public static Fault PostUnknown { get; } = new("identity.post-unknown", 404,
        new("没有这个任职", "No such post"), new("该账号没有这个仍在任的岗位", "The account holds no such post now."));

    public static Fault SessionUnknown { get; } = new("identity.session-unknown", 404,
        new("没有这个登录", "No such session"), new("它不属于你，或已经结束", "It is not yours, or already over."));

    public static Fault TokenUnknown { get; } = new("identity.token-unknown", 404,
        new("没有这个令牌", "No such token"), new("它不属于你，或已经撤销", "It is not yours, or already revoked."));

    public static Fault TokenNameMissing { get; } = new("identity.token-name-missing", 422,
        new("缺少令牌的用途", "The token's use is missing"), new("写明用途，最多 64 个字，例如“居住证核验”", "Say what it is for, at most 64 characters, such as 'permit check'."))
    { Path = "name" };

    public static Fault TokenExpiry { get; } = new("identity.token-expiry", 422,
        new("令牌的有效期不合规则", "The token's life is not allowed"), new("有效期为 1 到 366 天", "A token lives for 1 to 366 days."))
    { Path = "days" };

    public static Fault TokenPermission(string permission) => new("identity.token-permission", 422,
        new("令牌的权限超出账号", "The token asks for more than the account holds"),
        new($"该账号没有权限 {permission}，令牌也不能有", $"The account does not hold {permission}, so its token cannot."))
    { Path = "permissions" };

    public static Fault OrganisationUnknown(string code) => new("identity.organisation-unknown", 404,
        new("没有这个机构", "No such organisation"), new($"没有代码为“{code}”的机构，或已撤销", $"No organisation has the code '{code}', or it was closed."))
    { Path = "organisation" };

    public static Fault OrganisationTaken(string code) => new("identity.organisation-taken", 409,
        new("机构代码已被使用", "Organisation code is taken"), new($"已有机构使用代码“{code}”", $"Another organisation has the code '{code}'."))
    { Path = "short" };

    public static Fault OrganisationName { get; } = new("identity.organisation-name", 422,
        new("机构名称不合规则", "Organisation name is not allowed"), new("中文名称必填，最多 64 个字", "The Chinese name is required, at most 64 characters."))
    { Path = "name" };

    public static Fault OrganisationShort { get; } = new("identity.organisation-short", 422,
        new("机构简码不合规则", "Short code is not allowed"), new("简码用 2 到 12 个小写字母或数字，例如 ga", "A short code has 2 to 12 lower-case letters or digits, such as 'ga'."))
    { Path = "short" };

    public static Fault OnlyDepartments { get; } = new("identity.only-departments", 409,
        new("只有部门可以增改", "Only departments can be changed"),
        new("行政区划来自国家标准数据，不在这里改；部门只能设在市、区县之下", "Divisions come from the national data; departments stand below the city, a district or a county."));

    public static Fault OrganisationInUse(int posts) => new("identity.organisation-in-use", 409,
        new("机构还有人任职", "Posts are still held here"), new($"先结束该机构的 {posts} 个岗位，再撤销", $"End its {posts} posts first, then close it."));

    public static Fault CreditCodeInvalid { get; } = new("identity.credit-code-invalid", 422,
        new("统一社会信用代码不对", "Credit code is wrong"), new("18 位代码的校验位不符（GB 32100）", "The check digit of the 18 characters does not agree (GB 32100)."))
    { Path = "creditCode" };

    public static Fault CursorUnknown { get; } = new("identity.cursor-unknown", 400,
        new("游标无效", "Cursor is not valid"), new("cursor 不是本清单给出的。请原样使用上一页返回的 next，或去掉 cursor 从头读取", "The cursor was not given by this list. Use the 'next' of the page before as it is, or leave it out and start again."))
    { Path = "cursor" };
}

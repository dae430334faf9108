using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>Refusals about second factors.</summary>
internal static class SecondFactorFaults
{
    public static Fault Asked { get; } = new("identity.second-factor-asked", 401,
        new("还要第二步", "A second step is asked for"),
        new("密码正确，但这个账号开了两步验证，还没有登录。5 分钟内用 POST /api/v1/session/second-factor 发来验证码",
            "The password is right, but the account has a second factor, so nobody is signed in yet. Send the code to POST /api/v1/session/second-factor within 5 minutes."));

    public static Fault StepOver { get; } = new("identity.second-step-over", 401,
        new("第二步已经失效", "The second step is over"),
        new("输入密码后 5 分钟内完成第二步；其间改过密码的，也要重来。请重新登录", "It follows the password within 5 minutes, and not after the password was changed. Sign in again."));

    /// <summary>One answer for a wrong, an old and a used code and for a locked account.</summary>
    public static Fault CodeRefused { get; } = new("identity.code-refused", 401,
        new("验证码不对", "The code is wrong"),
        new("验证码不对、已过期或已用过。请等下一个验证码；连续 5 次不对，账号锁定 15 分钟",
            "The code is wrong, too old or already used. Wait for the next one; five wrong attempts lock the account for 15 minutes."));

    public static Fault PasskeyRefused { get; } = new("identity.passkey-refused", 401,
        new("通行密钥没有通过", "The passkey was not accepted"),
        new("它不属于这个账号、已被移除，或等待太久。请再试一次，或用别的方式登录", "It is not of this account, was removed, or took too long. Try again, or sign in another way."));

    public static Fault Required { get; } = new("identity.second-factor-required", 403,
        new("须先开启两步验证", "A second factor must be added first"),
        new("你的岗位必须使用两步验证。请在“我的账号”（/account）添加验证器应用或通行密钥，再使用其他功能",
            "Your post asks for a second factor. Add an authenticator app or a passkey under 'My account' (/account) before you go on."));

    public static Fault SignInAgain { get; } = new("identity.sign-in-again", 403,
        new("须重新登录", "Sign in again first"),
        new("登录超过 15 分钟后，须重新登录才能更改两步验证", "The second factor can be changed within 15 minutes of signing in; sign in again."));

    public static Fault NoApp { get; } = new("identity.no-authenticator-app", 404,
        new("没有验证器应用", "No authenticator app"), new("这个账号没有添加验证器应用", "The account has no authenticator app."));

    public static Fault NoFactor { get; } = new("identity.no-second-factor", 409,
        new("没有开启两步验证", "No second factor"), new("这个账号没有验证器应用，也没有通行密钥", "The account has neither an authenticator app nor a passkey."));

    public static Fault AddingOver { get; } = new("identity.adding-over", 422,
        new("添加已经失效", "Adding took too long"), new("请重新开始添加", "Begin again."))
    { Path = "ticket" };

    public static Fault FirstCodeWrong { get; } = new("identity.first-code-wrong", 422,
        new("验证码不对", "The code does not fit the key"),
        new("输入应用现在显示的 6 位数字；手机的时间须准确", "Type the 6 digits that the app shows now; the phone's clock must be right."))
    { Path = "code" };

    public static Fault PasskeyUnfit { get; } = new("identity.passkey-unfit", 422,
        new("通行密钥不能添加", "The passkey could not be added"),
        new("设备没有给出可用的密钥，或等待太久。请再试一次", "The device gave no key that can be used, or it took too long. Try again."))
    { Path = "credential" };

    public static Fault PasskeyUnknown { get; } = new("identity.passkey-unknown", 404,
        new("没有这个通行密钥", "No such passkey"), new("它不属于你，或已经移除", "It is not yours, or already removed."));

    public static Fault PasskeysFull(int most) => new("identity.passkeys-full", 409,
        new("通行密钥太多", "Too many passkeys"), new($"一个账号最多 {most} 个，先移除不用的", $"An account has at most {most}; remove one that is not used."));
}

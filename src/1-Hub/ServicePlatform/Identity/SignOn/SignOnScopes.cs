using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>What an application may ask for, in words for whoever is asked to agree.</summary>
internal static class SignOnScopes
{
    /// <summary>The person's organisations and posts.</summary>
    public const string Posts = "posts";

    /// <summary>The hub's own interface, within the person's rights and the application's role.</summary>
    public const string Hub = "hub";

    public static IReadOnlyDictionary<string, Words> All { get; } = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["openid"] = new("知道是你登录", "Know that it is you"),
        ["profile"] = new("姓名和用户名", "Your name and user name"),
        ["email"] = new("电子邮箱", "Your e-mail address"),
        ["phone"] = new("电话号码", "Your phone number"),
        [Posts] = new("所在机构和岗位", "Your organisations and posts"),
        ["offline_access"] = new("你离开后仍保持登录，直到你收回", "Stay signed in while you are away, until you take it back"),
        [Hub] = new("在你的权限之内代表你使用城枢的数据接口", "Use CityHub's interfaces in your name, within your rights"),
    };
}

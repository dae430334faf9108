using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary><c>user</c>: accounts, as the console's page of them. A generated password is shown this once.</summary>
internal static class UserVerb
{
    private static readonly TextTable Table = new(
        new(new("用户名", "User")), new(new("姓名", "Name"), Yields: true), new(new("状态", "State")), new(new("最近登录", "Last sign-in")), new(new("岗位", "Posts"), Yields: true));

    public static Command Make() => new("user", "Accounts / 账号") { List(), Create(), Lock(), Unlock(), ResetPassword(), ResetFactor() };

    private static Command List()
    {
        var words = new Argument<string?>("words") { Arity = ArgumentArity.ZeroOrOne, Description = "Part of a user name or name / 用户名或姓名的一部分" };
        var limit = Verbs.Limit(100, 500);
        var command = new Command("list", "List accounts with their posts / 列出账号与岗位") { words, limit };
        command.Does(async (hub, parsed, ct) =>
        {
            var list = await hub.Get(Query.Of("/api/v1/accounts", ("q", parsed.GetValue(words)), ("limit", $"{parsed.GetValue(limit)}")), ct);
            Output.Print(parsed, list, () =>
            {
                Table.Print(list.Items().Select(user => (IReadOnlyList<string?>)
                [
                    user.Text("userName"), user.Text("displayName"), ApiWords.Of(user.Text("state")), user.Time("lastSignInAt"),
                    string.Join(Verbs.Say("；", "; "), user.Items("posts").Select(post => $"{post.Text("organisationName")} {post.Text("roleTitle")}")),
                ]));
                Output.Total(list);
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Create()
    {
        var user = User();
        var name = new Option<string>("--name") { Required = true, Description = "Name of the person / 姓名" };
        var organisation = new Option<string>("--organisation") { Required = true, Description = "Code of the organisation of the first post, e.g. 500000-ga / 任职机构代码" };
        var role = new Option<string>("--role") { Required = true, Description = "Role of the post / 角色" };
        role.CompletionSources.Add("bureau-operator", "data-steward", "department-reader", "system-administrator", "security-administrator", "auditor");
        var phone = new Option<string?>("--phone") { Description = "Phone / 电话" };
        var email = new Option<string?>("--email") { Description = "E-mail / 邮箱" };
        var command = new Command("create", "Create an account with a first post; its password is printed once / 新建账号与岗位，密码只显示一次") { user, name, organisation, role, phone, email };
        command.Does(async (hub, parsed, ct) => Password(parsed, await hub.Post("/api/v1/accounts", new JsonObject
        {
            ["userName"] = parsed.GetValue(user), ["displayName"] = parsed.GetValue(name), ["organisation"] = parsed.GetValue(organisation), ["role"] = parsed.GetValue(role),
            ["phone"] = parsed.GetValue(phone), ["email"] = parsed.GetValue(email),
        }, ct)));
        return command;
    }

    private static Command Lock()
    {
        var user = User();
        var command = new Command("lock", "Disable an account; its sessions and tokens stop at once / 停用账号，会话与令牌立即失效") { user };
        command.Does(async (hub, parsed, ct) =>
        {
            await hub.Post($"{Address(parsed.GetRequiredValue(user))}/disable", null, ct);
            return await Shown(hub, parsed, parsed.GetRequiredValue(user), ct);
        });
        return command;
    }

    // The console has two buttons, of which an account needs one at a time: enable, and end the lock-out after wrong passwords.
    private static Command Unlock()
    {
        var user = User();
        var command = new Command("unlock", "Enable an account again and end a lock-out / 恢复账号，解除锁定") { user };
        command.Does(async (hub, parsed, ct) =>
        {
            var address = Address(parsed.GetRequiredValue(user));
            var state = (await hub.Get(address, ct)).Text("state");
            await hub.Post($"{address}/{(state == "disabled" ? "enable" : "unlock")}", null, ct);
            return await Shown(hub, parsed, parsed.GetRequiredValue(user), ct);
        });
        return command;
    }

    private static Command ResetPassword()
    {
        var user = User();
        var command = new Command("reset-password", "Make a new password, printed once; sessions and tokens stop / 重置密码，只显示一次，会话与令牌失效") { user };
        command.Does(async (hub, parsed, ct) => Password(parsed, await hub.Post($"{Address(parsed.GetRequiredValue(user))}/reset-password", null, ct)));
        return command;
    }

    private static Command ResetFactor()
    {
        var user = User();
        var command = new Command("reset-factor", "Remove an account's second factors, for a lost phone; its sessions stop / 移除账号的两步验证（手机丢失），会话失效") { user };
        command.Does(async (hub, parsed, ct) =>
        {
            await hub.Post($"{Address(parsed.GetRequiredValue(user))}/reset-factor", null, ct);
            return await Shown(hub, parsed, parsed.GetRequiredValue(user), ct);
        });
        return command;
    }

    private static int Password(ParseResult parsed, JsonObject made)
    {
        Output.Print(parsed, made, () => Console.WriteLine(Verbs.Say(
            $"{made.Text("userName")}  {made.Text("password")}\n首次登录须修改密码；这个密码不再显示", $"{made.Text("userName")}  {made.Text("password")}\nIt must be changed at the next sign-in and is not shown again")));
        return ExitCode.Done;
    }

    private static async Task<int> Shown(HubClient hub, ParseResult parsed, string user, CancellationToken ct)
    {
        var now = await hub.Get(Address(user), ct);
        Output.Print(parsed, now, () => Console.WriteLine($"{now.Text("userName")}  {ApiWords.Of(now.Text("state"))}"));
        return ExitCode.Done;
    }

    private static string Address(string user) => $"/api/v1/accounts/{Uri.EscapeDataString(user)}";

    private static Argument<string> User() => new("user") { Description = "User name / 用户名" };
}

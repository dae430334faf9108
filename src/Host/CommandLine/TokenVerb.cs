using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary><c>token</c>: API tokens. The text of a new one is printed once.</summary>
internal static class TokenVerb
{
    private static readonly TextTable Table = new(
        new(new("令牌", "Token")), new(new("用户名", "User")), new(new("有效期至", "Expires")), new(new("用途", "For"), Yields: true), new(new("权限", "Permissions"), Yields: true, Drops: true));

    public static Command Make() => new("token", "API tokens / 接口令牌") { Create(), List(), Revoke() };

    private static Command Create()
    {
        var user = new Option<string>("--user") { Required = true, Description = "User name / 用户名" };
        var name = new Option<string>("--name") { DefaultValueFactory = _ => "command line", Description = "What it is for / 用途" };
        var days = new Option<int>("--days") { DefaultValueFactory = _ => 30, Description = "Days until it expires / 有效天数" };
        var permission = new Option<string[]>("--permission") { Description = "Limits it to a permission, e.g. gathering.push / 只给这项权限" };
        var command = new Command("create", "Make a token / 新建令牌") { user, name, days, permission };
        command.Does(async (hub, parsed, ct) =>
        {
            var made = await hub.Post("/api/v1/tokens", new JsonObject
            {
                ["user"] = parsed.GetValue(user),
                ["name"] = parsed.GetValue(name),
                ["days"] = parsed.GetValue(days),
                ["permissions"] = parsed.GetValue(permission) is { Length: > 0 } few ? new JsonArray([.. few.Select(p => JsonValue.Create(p))]) : null,
            }, ct);
            Output.Print(parsed, made, () => Console.WriteLine(made.Text("token")));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        var user = new Option<string?>("--user") { Description = "Of this account only / 只列这个账号的" };
        var command = new Command("list", "List the tokens that are valid / 列出有效的令牌") { user };
        command.Does(async (hub, parsed, ct) =>
        {
            var list = await hub.Get(Query.Of("/api/v1/tokens", ("user", parsed.GetValue(user))), ct);
            Output.Print(parsed, list, () => Table.Print(list.Items().Select(token => (IReadOnlyList<string?>)
            [
                token.Text("id"), token.Text("user"), token.Time("expiresAt"), token.Text("name"),
                token["permissions"] is JsonArray some ? string.Join(' ', some.Select(p => p!.ToString())) : Verbs.Say("账号的全部权限", "all of the account"),
            ])));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var token = new Argument<string>("token") { Description = "Token, as 'token list' names it / 令牌编号" };
        var command = new Command("revoke", "Revoke a token at once / 立即吊销令牌") { token };
        command.Does(async (hub, parsed, ct) =>
        {
            var id = parsed.GetRequiredValue(token);
            await hub.Delete($"/api/v1/tokens/{Uri.EscapeDataString(id)}", ct);
            Output.Print(parsed, new JsonObject { ["id"] = id, ["revoked"] = true }, () => Console.WriteLine(Verbs.Say($"已吊销 {id}", $"Revoked {id}")));
            return ExitCode.Done;
        });
        return command;
    }
}

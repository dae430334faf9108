using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary><c>token create --user NAME</c>: an API token of an account, printed once.</summary>
internal static class TokenVerb
{
    public static Command Make() => new("token", "API tokens / 接口令牌") { Create() };

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
            Console.WriteLine(parsed.GetValue(Verbs.Json) ? made.ToJsonString(Output.Json) : (string?)made["token"]);
            return 0;
        });
        return command;
    }
}

using System.Net.Http.Json;
using Xunit;

namespace CityHub.Boundary;

/// <summary>Until it has a password of its own an account holds no post: it is told so, and where to mend it, wherever a post is asked for.</summary>
public sealed class An_account_in_its_first_sign_in(SignedIn hub) : IClassFixture<SignedIn>
{
    [Fact]
    public async Task is_told_to_change_its_password_and_where_by_every_route_that_asks_for_a_post()
    {
        var code = await hub.Published("警情");
        using var admin = await hub.As("admin");
        using var made = await admin.PostAsJsonAsync("/api/v1/accounts", new { userName = "clerk", displayName = "张三", organisation = "500000-ga", role = "data-steward" });
        var password = (await SignedIn.Json(made)).GetProperty("password").GetString();
        using var clerk = await hub.As("clerk", password);
        (string Method, string Path)[] asked =
        [
            ("GET", $"/api/v1/resources/{code}/rows"), ("POST", $"/api/v1/resources/{code}/lookup"), ("GET", $"/api/v1/resources/{code}/aggregate?measure=count"),
            ("GET", $"/api/v1/resources/{code}/download"), ("GET", $"/api/v1/resources/{code}/profile"), ("GET", $"/api/v1/resources/{code}/charts"),
            ("GET", "/api/v1/refused"), ("GET", "/api/v1/runs/01/refused"), ("GET", "/api/v1/runs"), ("PUT", $"/api/v1/catalogue/{code}"),
        ];

        var told = new List<string>();
        foreach (var (method, path) in asked)
        {
            using var request = new HttpRequestMessage(new(method), path) { Content = method == "GET" ? null : JsonContent.Create(new { key = "1" }) };
            using var answer = await clerk.SendAsync(request);
            var problem = await SignedIn.Json(answer);
            if (((int)answer.StatusCode, problem.GetProperty("code").GetString()) != (403, "identity.password-change-required")
                || problem.GetProperty("detail").GetString()!.Contains("/api/v1/password", StringComparison.Ordinal) is false)
            {
                told.Add($"{method} {path}: {problem}");
            }
        }

        Assert.Empty(told);
        using var changed = await clerk.PostAsJsonAsync("/api/v1/password", new { current = password, next = "mountain city 2026" });
        Assert.True(changed.IsSuccessStatusCode);
        using var rows = await clerk.GetAsync($"/api/v1/resources/{code}/rows");
        Assert.True(rows.IsSuccessStatusCode, await rows.Content.ReadAsStringAsync());
    }
}

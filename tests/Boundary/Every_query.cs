using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace CityHub.Boundary;

/// <summary>A mistyped name in a query that counted for none would give everything: each address knows the names of its description, and no others.</summary>
public sealed class Every_query(SignedIn hub) : IClassFixture<SignedIn>
{
    private const string Unknown = "hub.unknown-parameter";
    private const string UnknownColumn = "serving.unknown-column";

    [Fact]
    public async Task with_a_name_that_the_description_does_not_have_is_refused()
    {
        using var client = await hub.As("operator");
        var (taken, asked) = (new List<string>(), 0);
        foreach (var (method, path, parameters) in await Operations(client))
        {
            var said = await Code(client, method, $"{path}?zzz=1");
            asked++;
            // Where columns are names, the resource knows them.
            if (said != (parameters.Any(IsFree) ? UnknownColumn : Unknown))
            {
                taken.Add($"{method} {path}: {said}");
            }
        }

        Assert.True(asked > 100, $"{asked} operations");
        Assert.Empty(taken);
    }

    [Fact]
    public async Task with_a_name_that_the_description_has_is_taken()
    {
        using var client = await hub.As("operator");
        var (refused, asked) = (new List<string>(), 0);
        foreach (var (method, path, parameters) in await Operations(client))
        {
            foreach (var parameter in parameters.Where(p => !IsFree(p)))
            {
                var said = await Code(client, method, $"{path}?{parameter.GetProperty("name").GetString()}={Uri.EscapeDataString(Value(parameter))}");
                asked++;
                if (said is Unknown or UnknownColumn)
                {
                    refused.Add($"{method} {path} {parameter.GetProperty("name").GetString()}: {said}");
                }
            }
        }

        Assert.True(asked > 100, $"{asked} parameters");
        Assert.Empty(refused);
    }

    [Theory]
    [InlineData("/api/v1/catalogue?limt=5", "limt", "limit")]
    [InlineData("/api/v1/runs?statsu=running", "statsu", "state")]
    [InlineData("/api/v1/refused?reosurce=1", "reosurce", "resource")]
    [InlineData("/api/v1/organisations?colour=red", "colour", null)]
    [InlineData("/api/v1/roles?q=a", "q", null)]
    [InlineData("/api/v1/catalogue.csv?limit=5", "limit", null)]
    [InlineData("/api/v1/resources/306001-000001/rows?format=csv", "format", null)]
    [InlineData("/api/v1/resources/306001-000001/download?cursor=a", "cursor", null)]
    public async Task that_is_mistyped_is_told_the_names_there_are_and_the_nearest(string address, string name, string? nearest)
    {
        using var client = await hub.As("admin");

        using var answer = await client.GetAsync(address);

        var problem = await SignedIn.Json(answer);
        Assert.Equal((HttpStatusCode.BadRequest, Unknown, name), (answer.StatusCode, Text(problem, "code"), Text(problem, "path")));
        Assert.Equal(nearest, Text(problem, "nearest"));
        var detail = Text(problem, "detail")!;
        Assert.All(problem.GetProperty("parameters").EnumerateArray(), known => Assert.Contains(known.GetString()!, detail, StringComparison.Ordinal));
        Assert.Contains(nearest is null ? name : $"; the nearest is {nearest}.", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_rows_that_mistypes_a_parameter_is_told_so()
    {
        using var client = await hub.As("operator");
        var code = await hub.Published("行的筛选");

        var problem = await SignedIn.Json(await client.GetAsync($"/api/v1/resources/{code}/rows?limt=5"));

        Assert.Equal((UnknownColumn, "limit"), (Text(problem, "code"), Text(problem, "nearest")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/resources/{code}/rows?code=1&limit=5")).StatusCode);
    }

    [Fact]
    public async Task of_a_look_up_is_refused_on_the_short_way_too()
    {
        using var steward = await hub.As("operator");
        var code = await hub.Published("核验的参数");
        var made = await SignedIn.Json(await steward.PostAsJsonAsync("/api/v1/tokens", new { name = "核验" }));
        using var program = new HttpClient { BaseAddress = steward.BaseAddress };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(made, "token"));

        async Task<string?> Ask(string query) => Text(
            await SignedIn.Json(await program.PostAsync($"/api/v1/resources/{code}/lookup{query}", new StringContent("""{"key":"1"}""", Encoding.UTF8, "application/json"))), "code");

        Assert.Equal(Unknown, await Ask("?purpos=x"));
        Assert.Equal("serving.not-found", await Ask("?purpose=x"));
        Assert.Equal("serving.not-found", await Ask(""));
    }

    [Fact]
    public async Task that_is_empty_or_written_in_capitals_is_taken()
    {
        using var client = await hub.As("operator");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/standards/rules?")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/catalogue?Limit=5")).StatusCode);
    }

    [Fact]
    public async Task of_a_head_request_is_refused_as_that_of_a_get()
    {
        using var client = await hub.As("operator");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/v1/catalogue?limt=5");

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request)).StatusCode);
    }

    private async Task<IReadOnlyList<(HttpMethod Method, string Path, IReadOnlyList<JsonElement> Parameters)>> Operations(HttpClient client)
    {
        var code = await hub.Published($"参数 {Guid.NewGuid():N}"[..20]);
        var description = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        return
        [
            .. from path in description.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               let asked = operation.Value.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").ToList() : []
               select (HttpMethod.Parse(operation.Name), Filled(path.Name, code), (IReadOnlyList<JsonElement>)asked),
        ];
    }

    private static string Filled(string path, string code) => string.Join('/', path.Split('/').Select(part =>
        !part.StartsWith('{') ? part : path.StartsWith("/api/v1/resources/{code}", StringComparison.Ordinal) && part == "{code}" ? code : "1"));

    private static async Task<string?> Code(HttpClient client, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        using var answer = await client.SendAsync(request);
        return answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? Text(await SignedIn.Json(answer), "code") : null;
    }

    private static bool IsFree(JsonElement parameter) => parameter.GetProperty("schema").GetProperty("type") is { ValueKind: JsonValueKind.String } type && type.GetString() == "object";

    private static string Value(JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        schema = schema.TryGetProperty("items", out var one) ? one : schema;
        return parameter.TryGetProperty("example", out var example) ? example.ToString()
            : schema.TryGetProperty("enum", out var words) ? words[0].ToString()
            : schema.GetProperty("type").ToString() switch { "boolean" => "true", "integer" => "1", _ => "code" }; // the published resource has this column
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

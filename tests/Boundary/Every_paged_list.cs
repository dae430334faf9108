using System.Text.Json;
using Xunit;

namespace CityHub.Boundary;

/// <summary>A list that took a wrong cursor for none would send a program back to its first page, again and again.</summary>
public sealed class Every_paged_list(SignedIn hub) : IClassFixture<SignedIn>
{
    // The id of no run, a number, base 64 of nonsense, hexadecimal of nonsense, a damaged cursor of the trail and of the search.
    private static readonly string[] Wrong =
        ["nonsense", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "-1", "bm9uc2Vuc2U", "6E6F6E73656E7365", "20260101.5", "x.5", "WyJSZWxldmFuY2UiLCIiLCI5OTk5OTk5OTk5OSIsIjEiXQ"];

    [Fact]
    public async Task refuses_a_cursor_that_it_did_not_give()
    {
        var code = await hub.Published("清单");
        using var steward = await hub.As("operator");
        using var form = new MultipartFormDataContent { { new StringContent(code), "resource" }, { new StringContent("append"), "mode" }, { new ByteArrayContent("编号\n1\n"u8.ToArray()), "file", "a.csv" } };
        using var started = await steward.PostAsync("/api/v1/runs", form);
        var run = (await SignedIn.Json(started)).GetProperty("run").GetString();
        HttpClient[] readers = [steward, await hub.As("admin"), await hub.As("auditor")];

        var lists = (await Paged(steward)).Select(path => path.Replace("{run}", run, StringComparison.Ordinal)
            .Replace("standards/code-lists/{code}", "standards/code-lists/gbt-2261.1", StringComparison.Ordinal).Replace("{code}", code, StringComparison.Ordinal)).ToList();
        var taken = new List<string>();
        foreach (var (list, cursor) in lists.SelectMany(list => Wrong.Select(cursor => (list, cursor))))
        {
            foreach (var reader in readers)
            {
                using var answer = await reader.GetAsync($"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}");
                if ((int)answer.StatusCode == 403)
                {
                    continue;
                }

                var said = await answer.Content.ReadAsStringAsync();
                if ((int)answer.StatusCode != 400 || !(said.Contains("cursor-broken", StringComparison.Ordinal) || said.Contains("cursor-unknown", StringComparison.Ordinal) || said.Contains("bad-cursor", StringComparison.Ordinal)))
                {
                    taken.Add($"{list} took {cursor}: {(int)answer.StatusCode} {said[..Math.Min(200, said.Length)]}");
                }

                break;
            }
        }

        Assert.True(lists.Count >= 16, string.Join('\n', lists));
        Assert.Empty(taken);
    }

    // The exports share the filters of the catalogue's list and have no pages; rows, search and relevance take their queries from the address.
    private static async Task<IEnumerable<string>> Paged(HttpClient client)
    {
        var description = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        return description.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty("get", out var get) && get.TryGetProperty("parameters", out var parameters)
                && parameters.EnumerateArray().Any(p => "cursor".Equals(p.GetProperty("name").GetString(), StringComparison.OrdinalIgnoreCase)))
            .Select(path => path.Name).Where(path => !path.StartsWith("/api/v1/catalogue.", StringComparison.Ordinal))
            .Concat(["/api/v1/resources/{code}/rows", "/api/v1/search", "/api/v1/catalogue?q=a"]);
    }
}

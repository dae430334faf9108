using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Serving.Rights;

namespace CityHub.DataCentre.Opening.ShowDataset;

/// <summary>The rows interface of one data set, ready to copy.</summary>
internal static class ApiExample
{
    public static IReadOnlyList<(string Key, string Name)> Languages { get; } =
        [("http", "HTTP"), ("curl", "curl"), ("python", "Python"), ("csharp", "C#"), ("javascript", "JavaScript")];

    /// <param name="host">Scheme and host of this site, without a slash at the end.</param>
    /// <param name="open">Whether it works without a token.</param>
    public static string Of(string language, string host, Readable read, bool open)
    {
        var path = $"/api/v1/resources/{ResourceCode.InAddress(read.Resource.Code)}/rows?{Query(read)}";
        var url = host + path;
        return language switch
        {
            "curl" => open ? $"curl '{url}'" : $"curl -H \"Authorization: Bearer $TOKEN\" \\\n  '{url}'",
            "python" =>
                $"""
                import requests

                url = "{url}"
                page = requests.get(url{(open ? "" : ", headers={\"Authorization\": f\"Bearer {token}\"}")}).json()
                while True:
                    for row in page["items"]:
                        print(row)
                    if not page["next"]:
                        break
                    page = requests.get(url, params={"{"}"cursor": page["next"]{"}"}{(open ? "" : ", headers={\"Authorization\": f\"Bearer {token}\"}")}).json()
                """,
            "csharp" =>
                $"""
                using System.Net.Http.Json;
                using System.Text.Json;

                using var http = new HttpClient();{(open ? "" : "\nhttp.DefaultRequestHeaders.Authorization = new(\"Bearer\", token);")}
                var page = await http.GetFromJsonAsync<JsonElement>("{url}");
                foreach (var row in page.GetProperty("items").EnumerateArray())
                    Console.WriteLine(row);
                """,
            "javascript" =>
                $$"""
                const page = await (await fetch("{{url}}"{{(open ? "" : ", { headers: { Authorization: `Bearer ${token}` } }")}})).json();
                for (const row of page.items) console.log(row);
                // page.next is the cursor of the next page: add &cursor=...
                """,
            _ => $"GET {path}{(open ? "" : "\nAuthorization: Bearer <token>")}\n\n{{\"total\": …, \"items\": [{{…}}], \"next\": \"…\"}}",
        };
    }

    private static string Query(Readable read)
    {
        var fields = read.Columns.Where(c => !c.Masked).Take(3).Select(c => c.Name).ToArray();
        return $"{(fields.Length > 0 ? $"fields={string.Join(',', fields)}&" : "")}limit=100";
    }
}

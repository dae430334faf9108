using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace CityHub.Acceptance;

/// <summary>Public files as their publishers wrote them, gathered by the command line and compared with the source, cell by cell.</summary>
public sealed class Real_files(PublishedCity city)
{
    [Theory]
    [InlineData("air")]
    [InlineData("divisions")]
    [InlineData("hospitals")]
    [InlineData("requests")]
    public async Task come_back_from_a_download_as_they_were_gathered(string name)
    {
        Assert.SkipWhen(RealFile.Missing is not null, RealFile.Missing ?? "");
        var file = name switch { "air" => RealFile.Air, "divisions" => RealFile.Divisions, "hospitals" => RealFile.Hospitals, _ => RealFile.Requests };

        var code = await Register(file);
        var (exit, answer, error) = await city.Verb(["gather", file.Path, "--resource", code, "--mode", "replace", "--json", .. file.Options]);
        Assert.True(exit == 0, error + answer);
        var run = JsonNode.Parse(answer)!;
        var source = Rows(await File.ReadAllTextAsync(file.Path)).ToList();

        Assert.Equal("succeeded", (string?)run["state"]);
        Assert.Equal(source.Count - 1, (long)run["read"]!);
        Assert.Equal(0, (long)run["refused"]!);
        var gathered = await Download(code);
        var expected = Multiset(source, file);
        Assert.Empty(expected.Except(gathered).Take(3));
        Assert.Empty(gathered.Except(expected).Take(3));
    }

    private async Task<string> Register(RealFile file)
    {
        var definition = Path.GetTempFileName();
        await File.WriteAllTextAsync(definition, file.Definition.ToJsonString());
        var (exit, code, error) = await city.Verb("catalogue", "register", definition, "--publish");
        Assert.True(exit == 0, error);
        return code;
    }

    private async Task<Dictionary<string, int>> Download(string code)
    {
        var token = (await city.Verb("token", "create", "--user", "operator")).Out;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/resources/{code.Replace('/', '-')}/download?format=csv");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await city.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return Multiset(Rows(await response.Content.ReadAsStringAsync()), null);
    }

    // Order is not kept by a download; equal rows count.
    private static Dictionary<string, int> Multiset(IEnumerable<string[]> rows, RealFile? file)
    {
        var markers = file?.Options is ["--missing", var marker] ? marker : null;
        return rows.Skip(1).Select(row => string.Join('\u001f', row.Select(cell => Plain(cell == markers ? "" : cell))))
            .GroupBy(row => row).ToDictionary(g => g.Key, g => g.Count());
    }

    // What a reader takes for the same value: 4 and 4.0, T or a blank in a time, a defused formula.
    private static string Plain(string cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
        {
            return ""; // a blank number is a missing one
        }

        var text = cell.Length > 1 && cell[0] == '\'' && "=+-@\t\r".Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;
        if (DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToString("s", CultureInfo.InvariantCulture);
        }

        return text.Contains('.', StringComparison.Ordinal) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>RFC 4180, written for this test alone: an expected value must not come from the product's own parser.</summary>
    private static IEnumerable<string[]> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') { cell.Append(c); }
                else if (i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
                else { quoted = false; }
            }
            else if (c == '"' && cell.Length == 0) { quoted = true; }
            else if (c == ',') { cells.Add(cell.ToString()); cell.Clear(); }
            else if (c == '\n')
            {
                cells.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                yield return [.. cells];
                cells.Clear();
            }
            else { cell.Append(c); }
        }

        if (cells.Count > 0 || cell.Length > 0)
        {
            cells.Add(cell.ToString());
            yield return [.. cells];
        }
    }
}

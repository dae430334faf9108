using System.Text;
using System.Text.Json;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>The whole way with the real loader: what was planted is refused, at its position, and nothing else.</summary>
public sealed class Formats_over_http : IAsyncLifetime
{
    private const int Rows = 3000;
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    public static TheoryData<string> Formats => ["ndjson", "json", "xls", "zip"];

    [Theory, MemberData(nameof(Formats))]
    public async Task refuses_exactly_what_was_planted(string format)
    {
        var code = await Register();
        var planted = new SortedDictionary<int, string>();
        var rows = new List<(string? Code, string? Name, string Beds)>();
        for (var i = 1; i <= Rows; i++)
        {
            var kind = i % 211 == 0 ? "required" : i % 307 == 0 ? "type" : i % 401 == 0 ? "unique" : null;
            rows.Add((kind == "unique" ? "00001" : i.ToString("D5", null), kind == "required" ? "" : $"医院{i}", kind == "type" ? "很多" : (i % 900).ToString((IFormatProvider?)null)));
            if (kind is not null)
            {
                planted[i] = kind;
            }
        }

        var lines = rows.Select(r => JsonSerializer.Serialize(new Dictionary<string, string?> { ["编号"] = r.Code, ["名称"] = r.Name, ["床位"] = r.Beds })).ToList();
        var (name, bytes, offset) = format switch
        {
            "ndjson" => ("医院.ndjson", Encoding.UTF8.GetBytes(string.Join('\n', lines)), 0),
            "json" => ("医院.json", Encoding.UTF8.GetBytes("{\"rows\":[" + string.Join(",\n", lines) + "]}"), 0),
            "zip" => ("医院.zip", Zipped("医院.ndjson", Encoding.UTF8.GetBytes(string.Join('\n', lines))), 0),
            _ => ("医院.xls", Sheet(rows), 1),
        };
        if (format is "ndjson")
        {
            bytes = [.. bytes, .. "\n{\"编号\":\"x\",\"编号\":\"y\"}\n{\"编号\":\n"u8];
            (planted[Rows + 1], planted[Rows + 2]) = ("source-record", "source-record");
        }

        var run = await Upload(code, name, bytes);

        Assert.Equal(("succeeded", planted.Count), (Text(run, "state"), Number(run, "refused")));
        var refused = (await Json($"/api/v1/runs/{Text(run, "run")}/refused?limit=500")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(planted.Select(p => (p.Key + offset, p.Value)), refused.Select(c => (Number(c, "line"), Text(c, "rule")!)));
        if (format == "zip")
        {
            Assert.Equal("医院.ndjson:211", Text(refused[0], "place"));
        }

        if (format == "ndjson")
        {
            Assert.Contains("编号", Text(refused[^2], "reason"), StringComparison.Ordinal);
            Assert.Equal("{\"编号\":", Text(refused[^1], "raw"));
        }
    }

    [Fact]
    public async Task proposes_items_from_a_json_document()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("{\"data\":[{\"编号\":\"01\",\"地址\":{\"区\":\"渝中\"},\"床位\":5},{\"编号\":\"02\",\"床位\":7}]}")), "file", "医院.json" } };
        using var answer = await _hub.As("steward").PostAsync("/api/v1/gathering/proposals", form);
        var proposal = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(["编号", "地址.区", "床位"], proposal.GetProperty("columns").EnumerateArray().Select(c => Text(c, "name")));
        Assert.Equal(("json", "data", 2), (Text(proposal.GetProperty("source"), "format"), Text(proposal.GetProperty("source"), "sheet"), Number(proposal.GetProperty("source"), "rows")));
        Assert.Equal(3, proposal.GetProperty("items").GetArrayLength());
    }

    private static byte[] Sheet(List<(string? Code, string? Name, string Beds)> rows) => Acquiring_archives_and_old_workbooks.Book(b =>
    {
        Acquiring_archives_and_old_workbooks.Row(b, 0, "编号", "名称", "床位");
        foreach (var (i, row) in rows.Index())
        {
            Acquiring_archives_and_old_workbooks.Row(b, i + 1, row.Code!, row.Name!, row.Beds);
        }
    });

    private static byte[] Zipped(string name, byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(to, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(bytes);
        }

        return to.ToArray();
    }

    private Task<string> Register() => _hub.Register("医院 " + Guid.NewGuid().ToString("N")[..6], Stage.Beds);

    private Task<JsonElement> Upload(string code, string name, byte[] file) => _hub.Gather(code, name, file);

    private async Task<JsonElement> Json(string address) => JsonDocument.Parse(await _hub.As("steward").GetStringAsync(address)).RootElement;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}

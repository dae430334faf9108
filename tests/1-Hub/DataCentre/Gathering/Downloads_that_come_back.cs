using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>A file that the hub wrote is gathered again, over HTTP with the real stores.</summary>
public sealed class Downloads_that_come_back : IAsyncLifetime
{
    private const string Source = "code,note,beds\r\n01,=1+2,-5\r\n02,+86 10,7\r\n03,-,\r\n04,@甲,1\r\n05,'=honest,1\r\n06,'quoted,1\r\n07,\"=\"\"x\"\"\r\n,y\",1\r\n08,=late,很多\r\n";
    private TestHub _hub = null!;
    private string _code = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        using var registered = await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", new
        {
            title = "医院", summary = "医院与床位", provider = "500000-wjw", theme = "医疗健康", sharing = "unconditional", cycle = "monthly",
            items = new object[]
            {
                new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true },
                new { name = "说明", column = "note", type = "C", length = 50 },
                new { name = "床位", column = "beds", type = "I" },
            },
        });
        _code = JsonDocument.Parse(await registered.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()!;
        await Gather(Encoding.UTF8.GetBytes(Source));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, InlineData(""), InlineData("&bom=true"), InlineData("&defuse=false")]
    public async Task give_every_value_back_as_it_was(string how)
    {
        var before = await Download("&defuse=false");

        var run = await Gather(await Download(how));

        Assert.Equal((7, 0), (run.GetProperty("kept").GetInt32(), run.TryGetProperty("refused", out var refused) ? refused.GetInt32() : 0));
        Assert.Equal(before, await Download("&defuse=false"));
    }

    [Fact]
    public async Task keep_the_line_of_what_is_refused()
    {
        var file = await Download("");
        await Gather(Encoding.UTF8.GetBytes("code,note,beds\r\n01,a,1\r\n"));
        var run = await Gather(file, "append");

        var refused = JsonDocument.Parse(await _hub.As("steward").GetStringAsync($"/api/v1/runs/{run.GetProperty("run").GetString()}/refused")).RootElement;
        Assert.Equal([2], refused.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task stay_as_they_are_once_somebody_changed_a_byte()
    {
        await Gather([.. await Download(""), .. "09,'=foreign,1\r\n"u8]);

        var text = Encoding.UTF8.GetString(await Download("&defuse=false"));
        Assert.Contains("01,'=1+2,-5\r\n", text, StringComparison.Ordinal);
        Assert.Contains("09,'=foreign,1\r\n", text, StringComparison.Ordinal);
    }

    private async Task<byte[]> Download(string how) =>
        await _hub.As("steward").GetByteArrayAsync($"/api/v1/resources/{_code.Replace('/', '-')}/download?format=csv{how}");

    private async Task<JsonElement> Gather(byte[] file, string mode = "replace")
    {
        using var form = new MultipartFormDataContent { { new StringContent(_code), "resource" }, { new StringContent(mode), "mode" }, { new ByteArrayContent(file), "file", "医院.csv" } };
        using var answer = await _hub.As("steward").PostAsync("/api/v1/runs", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        var run = JsonDocument.Parse(text).RootElement.GetProperty("run").GetString();
        for (var i = 0; i < 600; i++)
        {
            var status = JsonDocument.Parse(await _hub.As("steward").GetStringAsync($"/api/v1/runs/{run}")).RootElement;
            if (status.GetProperty("state").GetString() is not ("queued" or "running") and var state)
            {
                Assert.True(state == "succeeded", status.ToString());
                return status;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException(run);
    }
}

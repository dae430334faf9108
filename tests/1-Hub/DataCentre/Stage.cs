using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace CityHub.DataCentre.Tests;

/// <summary>What a steward did before a test looks, all over HTTP.</summary>
internal static class Stage
{
    /// <summary>Items of the resource that most tests gather.</summary>
    public static object[] Beds { get; } =
    [
        new { name = "编号", column = "code", type = "C", length = 5, key = true, required = true },
        new { name = "名称", column = "name", type = "C", length = 50, required = true },
        new { name = "床位", column = "beds", type = "I" },
    ];

    /// <summary>Registers a draft of 市卫生健康委; returns its code.</summary>
    public static async Task<string> Register(this TestHub hub, string title, params object[] items)
    {
        using var answer = await hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", new
        {
            title, summary = title, provider = "500000-wjw", theme = "医疗健康", sharing = "unconditional", cycle = "monthly", items,
        });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
    }

    /// <summary>Uploads a file, gathers it and waits; returns how the run ended.</summary>
    public static async Task<JsonElement> Gather(this TestHub hub, string code, string name, byte[] file, string mode = "append")
    {
        using var form = new MultipartFormDataContent { { new StringContent(code), "resource" }, { new StringContent(mode), "mode" }, { new ByteArrayContent(file), "file", name } };
        using var answer = await hub.As("steward").PostAsync("/api/v1/runs", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        return await hub.End(JsonDocument.Parse(text).RootElement.GetProperty("run").GetString()!);
    }

    /// <summary>Waits for a run; returns how it ended.</summary>
    public static async Task<JsonElement> End(this TestHub hub, string run)
    {
        for (var i = 0; i < 600; i++)
        {
            var status = JsonDocument.Parse(await hub.As("steward").GetStringAsync($"/api/v1/runs/{run}")).RootElement;
            if (status.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return status;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException(run);
    }
}

using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityHub.Host.CommandLine;
using CityHub.Host.Hub;
using CityHub.Storage.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>The whole program on a folder, asked over its local socket as the command line asks it.</summary>
internal sealed class WholeHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDisposable _owner;

    private WholeHub(WebApplication app, IDisposable owner, HttpClient client) => (_app, _owner, Client) = (app, owner, client);

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<WholeHub> Start(string folder)
    {
        // The watermark would stop intake before the disk is full; other programs that fill it do not ask.
        Environment.SetEnvironmentVariable("Gathering__DiskReserveBytes", "0");
        var data = new DataFolder(folder);
        var owner = data.TryOwn()!;
        var app = HubServer.Build(new HubOptions(data, null, 0, null));
        await HubServer.StartUp(app, default);
        await app.StartAsync();
        var client = HubClient.Over(data.SocketPath);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return new WholeHub(app, owner, client);
    }

    /// <summary>Serves until it is killed.</summary>
    public static async Task<int> Serve(string folder)
    {
        await using var hub = await Start(folder);
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<string> Register()
    {
        using var answer = await Register("Things " + Guid.NewGuid().ToString("N")[..6]);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return Read(text).GetProperty("code").GetString()!;
    }

    public Task<HttpResponseMessage> Register(string title) => Client.PostAsJsonAsync("/api/v1/catalogue", new
    {
        title, summary = "Rows of the full disk test.", provider = "500000-wjw", theme = "医疗健康", sharing = "unconditional", cycle = "monthly",
        items = new object[]
        {
            new { name = "key", column = "key", type = "C", length = 40, key = true, required = true },
            new { name = "text", column = "text", type = "C", length = 200 },
        },
    });

    /// <summary>Asks for a run of a file and waits for its end.</summary>
    public async Task<JsonElement> Gather(string code, string path) => await End(await Ask(code, path));

    public async Task<string> Ask(string code, string path)
    {
        using var answer = await Client.PostAsJsonAsync("/api/v1/runs", new { resource = code, mode = "append", path });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return Read(text).GetProperty("run").GetString()!;
    }

    public async Task<JsonElement> Resume(string run)
    {
        using var answer = await Client.PostAsync(new Uri($"/api/v1/runs/{run}/resume", UriKind.Relative), null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await End(run);
    }

    public async Task<JsonElement> End(string run)
    {
        for (var i = 0; i < 1200; i++)
        {
            var status = Read(await Client.GetStringAsync(new Uri($"/api/v1/runs/{run}", UriKind.Relative)));
            if (status.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return status;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException(run);
    }

    /// <summary>The rows that a reader is told of, those that the aggregate counts, and whether the row index has the key.</summary>
    public async Task<(long Told, long Counted, bool Found)> Rows(string code, string key)
    {
        var address = $"/api/v1/resources/{code.Replace('/', '-')}";
        var told = Read(await Client.GetStringAsync(new Uri($"{address}/rows?limit=1", UriKind.Relative))).GetProperty("total").GetInt64();
        var counted = Read(await Client.GetStringAsync(new Uri($"{address}/aggregate?measure=count", UriKind.Relative))).GetProperty("items")[0].GetProperty("count").GetInt64();
        using var found = await Client.PostAsJsonAsync($"{address}/lookup", new { key });
        return (told, counted, found.IsSuccessStatusCode);
    }

    /// <summary>Whether the audit trail holds together from end to end.</summary>
    public async Task<bool> TrailIsIntact() => (await Service<AuditVerifier>().Verify(null, default)).Intact;

    public static JsonElement Read(string json) => JsonDocument.Parse(json).RootElement;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _owner.Dispose();
    }

    /// <summary>A table whose text does not compress: about 100 bytes a row.</summary>
    public static string Table(string path, string prefix, int rows, Encoding? encoding = null)
    {
        var random = new Random(rows);
        using var to = new StreamWriter(path, false, encoding ?? new UTF8Encoding(false));
        to.Write("key,text\n");
        Span<byte> noise = stackalloc byte[60];
        for (var i = 0; i < rows; i++)
        {
            random.NextBytes(noise);
            to.Write($"{prefix}{i},{Convert.ToBase64String(noise)}重庆\n");
        }

        return path;
    }
}

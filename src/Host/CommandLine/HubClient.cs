using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CityHub.Host.Hub;

namespace CityHub.Host.CommandLine;

/// <summary>
/// The command line's way to the hub: HTTP over the folder's local socket. When no hub runs on the folder this process becomes one for the
/// length of the command, so every verb has one code path.
/// </summary>
internal sealed class HubClient : IAsyncDisposable
{
    // A hub that starts or stops holds its folder for a while without answering.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication? _own;
    private readonly IDisposable? _lock;

    private HubClient(DataFolder data, HttpClient http, WebApplication? own, IDisposable? owner)
    {
        Data = data;
        Http = http;
        _own = own;
        _lock = owner;
    }

    public DataFolder Data { get; }

    /// <summary>For requests with relative addresses.</summary>
    public HttpClient Http { get; }

    /// <summary>Whether the hub lives in this process and ends with it.</summary>
    public bool IsAlone => _own is not null;

    /// <summary>A client for the folder.</summary>
    /// <exception cref="CommandFailed">A hub holds the folder and does not answer.</exception>
    public static async Task<HubClient> Open(DataFolder data, bool verbose, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(Pause, ct))
        {
            if (await Running(data, ct) is { } running)
            {
                return running;
            }

            if (data.TryOwn() is { } owner)
            {
                return await Waiting.For(Verbs.Say("打开数据目录", "Opening the data folder"), Alone(data, owner, verbose, ct));
            }

            if (clock.Elapsed > Patience)
            {
                throw DoesNotAnswer(data);
            }
        }
    }

    private static async Task<HubClient> Alone(DataFolder data, IDisposable owner, bool verbose, CancellationToken ct)
    {
        UpgradeVerb.Announce(data, Console.Error);
        var own = HubServer.Build(new HubOptions(data, null, 0, null) { Quiet = !verbose, ForOneCommand = true });
        await HubServer.StartUp(own, ct);
        await own.StartAsync(ct);
        return new HubClient(data, Over(data.SocketPath), own, owner);
    }

    /// <summary>A client of the hub that runs on the folder; null when none does.</summary>
    public static async Task<HubClient?> Running(DataFolder data, CancellationToken ct)
    {
        var http = Over(data.SocketPath);
        if (File.Exists(data.SocketPath) && await Answers(http, ct))
        {
            return new HubClient(data, http, null, null);
        }

        http.Dispose();
        return null;
    }

    public static CommandFailed DoesNotAnswer(DataFolder data) => new(CommandFaults.HubSilent(data), ExitCode.HubGone);

    /// <summary>A client of the hub that runs in this very process.</summary>
    public static HubClient OfRunning(DataFolder data) => new(data, Over(data.SocketPath), null, null);

    /// <summary>A client over a socket.</summary>
    public static HttpClient Over(string socketPath) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://hub"), Timeout = Timeout.InfiniteTimeSpan };

    public Task<JsonObject> Get(string address, CancellationToken ct) => Send(HttpMethod.Get, address, null, ct);

    public Task<JsonObject> Post(string address, JsonNode? body, CancellationToken ct) =>
        Send(HttpMethod.Post, address, body is null ? null : JsonContent.Create(body), ct);

    public Task<JsonObject> Delete(string address, CancellationToken ct) => Send(HttpMethod.Delete, address, null, ct);

    /// <summary>Sends a file as a form does.</summary>
    public async Task<JsonObject> PostFile(string address, FileInfo file, CancellationToken ct)
    {
        await using var stream = file.OpenRead();
        using var content = new StreamContent(stream);
        // The quotes and the escaping are ours: Chinese names go over as UTF-8.
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(file.Name)}");
        using var form = new MultipartFormDataContent { content };
        return await Send(HttpMethod.Post, address, form, ct);
    }

    /// <summary>Writes what is answered into a file.</summary>
    /// <returns>Bytes.</returns>
    public async Task<long> GetFile(string address, string path, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, address, null);
        await using var to = File.Create(path);
        using var response = await Reached(() => Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct));
        if (!response.IsSuccessStatusCode)
        {
            throw Refused(request, response.StatusCode, await Reached(() => response.Content.ReadAsStringAsync(ct)));
        }

        await using var from = await Reached(() => response.Content.ReadAsStreamAsync(ct));
        var buffer = new byte[1 << 16];
        while (await Reached(() => from.ReadAsync(buffer, ct).AsTask()) is > 0 and var read)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return to.Length;
    }

    /// <summary>What the hub is still doing before it is ready; null when it is.</summary>
    public async Task<string?> WaitingFor(CancellationToken ct)
    {
        using var answer = await Reached(() => Http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct));
        return answer.IsSuccessStatusCode ? null : await Reached(() => answer.Content.ReadAsStringAsync(ct));
    }

    /// <exception cref="CommandFailed">The hub refused, or went away.</exception>
    private async Task<JsonObject> Send(HttpMethod method, string address, HttpContent? body, CancellationToken ct)
    {
        using var request = Request(method, address, body);
        using var response = await Reached(() => Http.SendAsync(request, ct));
        var text = await Reached(() => response.Content.ReadAsStringAsync(ct));
        return response.IsSuccessStatusCode ? Read(text) : throw Refused(request, response.StatusCode, text);
    }

    private static HttpRequestMessage Request(HttpMethod method, string address, HttpContent? body)
    {
        var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.AcceptLanguage.ParseAdd(Verbs.Chinese ? "zh" : "en");
        return request;
    }

    private static JsonObject Read(string text) => text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [];

    private static CommandFailed Refused(HttpRequestMessage request, HttpStatusCode status, string text) =>
        Read(text) is { } answer && answer.ContainsKey("code")
            ? new CommandFailed(answer)
            : new CommandFailed(CommandFaults.Answer($"{request.Method} {request.RequestUri?.OriginalString}", (int)status));

    private async Task<T> Reached<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            throw new CommandFailed(CommandFaults.HubGone(Data), ExitCode.HubGone);
        }
    }

    private static async Task<bool> Answers(HttpClient http, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeToAnswer);
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative), patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException || (silent is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_own is not null)
        {
            await _own.StopAsync();
            await _own.DisposeAsync();
        }

        _lock?.Dispose();
    }
}

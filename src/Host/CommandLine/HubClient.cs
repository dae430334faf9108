using System.Net.Sockets;
using System.Text.Json.Nodes;
using CityHub.Host.Hub;
using CityHub.Kernel.Modules;

namespace CityHub.Host.CommandLine;

/// <summary>
/// The command line's way to the hub: HTTP over the folder's local socket. When no hub runs on the folder this process becomes one for the
/// length of the command, so every verb has one code path.
/// </summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly WebApplication? _own;
    private readonly IDisposable? _lock;

    private HubClient(HttpClient http, WebApplication? own, IDisposable? owner)
    {
        Http = http;
        _own = own;
        _lock = owner;
    }

    /// <summary>For requests with relative addresses.</summary>
    public HttpClient Http { get; }

    /// <summary>A client for the folder.</summary>
    /// <exception cref="CommandFailed">The folder is held by a hub that does not answer.</exception>
    public static async Task<HubClient> Open(DataFolder data, CancellationToken ct)
    {
        if (await Running(data, ct) is { } running)
        {
            return running;
        }

        var owner = data.TryOwn() ?? throw DoesNotAnswer(data);
        var own = HubServer.Build(new HubOptions(data, null, 0, null));
        try
        {
            await HubServer.StartUp(own, ct);
        }
        catch (StartUpException stopped)
        {
            throw new CommandFailed(Verbs.Say(stopped.Why.Zh, stopped.Why.En));
        }

        await own.StartAsync(ct);
        return new HubClient(Over(data.SocketPath), own, owner);
    }

    /// <summary>A client of the hub that runs on the folder; null when none does.</summary>
    public static async Task<HubClient?> Running(DataFolder data, CancellationToken ct)
    {
        var http = Over(data.SocketPath);
        if (File.Exists(data.SocketPath) && await Answers(http, ct))
        {
            return new HubClient(http, null, null);
        }

        http.Dispose();
        return null;
    }

    public static CommandFailed DoesNotAnswer(DataFolder data) => new(Verbs.Say(
        $"另一个城枢占用着 {data.Path} 而没有应答。等它启动完毕，或停止它",
        $"Another hub holds {data.Path} and does not answer. Wait until it has started, or stop it."));

    /// <summary>A client of the hub that runs in this very process.</summary>
    public static HubClient OfRunning(DataFolder data) => new(Over(data.SocketPath), null, null);

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

    public Task<JsonObject> Post(string address, JsonNode? body, CancellationToken ct) => Send(HttpMethod.Post, address, body, ct);

    /// <exception cref="CommandFailed">The hub refused; the message is its problem's detail.</exception>
    private async Task<JsonObject> Send(HttpMethod method, string address, JsonNode? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.AcceptLanguage.ParseAdd(Verbs.Chinese ? "zh" : "en");
        using var response = await Http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        var answer = text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : [];
        return response.IsSuccessStatusCode
            ? answer
            : throw new CommandFailed(Said(answer) ?? $"{method} {address}: {(int)response.StatusCode}");
    }

    private static string? Said(JsonObject problem)
    {
        var said = (string?)problem["detail"] ?? (string?)problem["title"];
        return said is null ? null : $"{said} [{(string?)problem["code"]}]";
    }

    private static async Task<bool> Answers(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
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

/// <summary>A command that cannot be done; the message says why and what to do.</summary>
internal sealed class CommandFailed(string message) : Exception(message);

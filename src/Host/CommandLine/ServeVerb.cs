using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using CityHub.Host.FirstStart;
using CityHub.Host.Hub;

namespace CityHub.Host.CommandLine;

/// <summary><c>serve</c>, what <c>./run</c> calls: opens the folder, gathers the sample city at the first start, serves console and portal.</summary>
internal static class ServeVerb
{
    public static Command Make()
    {
        var port = new Option<int>("--port") { DefaultValueFactory = _ => 8080, Description = "TCP port; 0 takes a free one / 端口" };
        var address = new Option<string>("--address") { DefaultValueFactory = _ => "127.0.0.1", Description = "Address to listen on / 监听地址" };
        var cert = new Option<string?>("--cert") { Description = "PKCS#12 or PEM certificate for TLS / TLS 证书" };
        port.Must(p => p is >= 0 and <= 65_535, "端口从 0 到 65535", "a port is 0 to 65535");
        address.Must(a => IPAddress.TryParse(a, out _), "不是 IP 地址", "not an IP address");
        var empty = new Option<bool>("--empty") { Description = "Start without the sample city / 不载入样例城市" };
        var people = new Option<int?>("--people") { Description = "People of the sample city / 样例城市人口数" };
        cert.Must(File.Exists, "没有这个文件", "there is no such file");
        people.Must(p => p > 0, "至少 1 人", "at least 1");
        var command = new Command("serve", "Serve console and portal / 启动服务") { port, address, cert, empty, people };
        command.SetAction(async (parsed, ct) =>
        {
            var data = new DataFolder(parsed.GetRequiredValue(Verbs.Data));
            using var owner = data.TryOwn() ?? throw new CommandFailed(CommandFaults.Occupied(data));
            if (IsTaken(parsed.GetValue(address), parsed.GetValue(port)))
            {
                throw new CommandFailed(CommandFaults.PortTaken(parsed.GetValue(port)));
            }

            UpgradeVerb.Announce(data, Console.Out);
            return await Serve(
                new HubOptions(data, parsed.GetValue(address), parsed.GetValue(port), parsed.GetValue(cert)),
                parsed.GetValue(empty) ? null : new SampleCityOptions(parsed.GetValue(people)), ct);
        });
        return command;
    }

    // Asked before anything is begun: a server that fails half-way tells of everything that it then stops.
    private static bool IsTaken(string? address, int port)
    {
        if (port == 0 || !IPAddress.TryParse(address ?? IPAddress.Loopback.ToString(), out var where))
        {
            return false;
        }

        try
        {
            using var probe = new TcpListener(where, port);
            probe.Start();
            return false;
        }
        catch (SocketException taken)
        {
            return taken.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }

    private static async Task<int> Serve(HubOptions options, SampleCityOptions? sample, CancellationToken ct)
    {
        NativeMemory.KeepTogether();
        await using var app = HubServer.Build(options);
        var readiness = app.Services.GetRequiredService<Readiness>();
        await HubServer.StartUp(app, ct);
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CommandFailed(CommandFaults.PortTaken(options.Port));
        }

        var page = app.Urls.First(u => !u.Contains("unix:", StringComparison.Ordinal));
        FirstAccountsNote.Print(app.Services);
        if (sample is not null && options.Data.IsNew)
        {
            readiness.Wait("gathering the sample city");
            await SampleCityGathering.Run(options.Data, sample, ct);
        }

        options.Data.MarkStarted();
        await WarmUp.FirstPage(options.Data, ct);
        readiness.Ready();
        Console.WriteLine(Verbs.Say($"城枢已就绪  {page}", $"CityHub is ready  {page}"));
        await app.WaitForShutdownAsync(ct);
        return 0;
    }
}

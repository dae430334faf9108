using System.CommandLine;
using CityHub.Host.FirstStart;
using CityHub.Host.Hub;
using CityHub.Kernel.Modules;

namespace CityHub.Host.CommandLine;

/// <summary><c>serve</c>, what <c>./run</c> calls: opens the folder, gathers the sample city at the first start, serves console and portal.</summary>
internal static class ServeVerb
{
    public static Command Make()
    {
        var port = new Option<int>("--port") { DefaultValueFactory = _ => 8080, Description = "TCP port; 0 takes a free one / 端口" };
        var address = new Option<string>("--address") { DefaultValueFactory = _ => "127.0.0.1", Description = "Address to listen on / 监听地址" };
        var cert = new Option<string?>("--cert") { Description = "PKCS#12 or PEM certificate for TLS / TLS 证书" };
        var empty = new Option<bool>("--empty") { Description = "Start without the sample city / 不载入样例城市" };
        var people = new Option<int?>("--people") { Description = "People of the sample city / 样例城市人口数" };
        var command = new Command("serve", "Serve console and portal / 启动服务") { port, address, cert, empty, people };
        command.SetAction(async (parsed, ct) =>
        {
            var data = new DataFolder(parsed.GetRequiredValue(Verbs.Data));
            try
            {
                using var owner = data.TryOwn();
                if (owner is null)
                {
                    await Console.Error.WriteLineAsync(Verbs.Say($"另一个城枢正在使用 {data.Path}", $"Another hub runs on {data.Path}"));
                    return 1;
                }

                return await Serve(
                    new HubOptions(data, parsed.GetValue(address), parsed.GetValue(port), parsed.GetValue(cert)),
                    parsed.GetValue(empty) ? null : new SampleCityOptions(parsed.GetValue(people)), ct);
            }
            catch (CommandFailed failed)
            {
                await Console.Error.WriteLineAsync(failed.Message);
                return 1;
            }
            catch (StartUpException stopped)
            {
                await Console.Error.WriteLineAsync(Verbs.Say(stopped.Why.Zh, stopped.Why.En));
                return 1;
            }
        });
        return command;
    }

    private static async Task<int> Serve(HubOptions options, SampleCityOptions? sample, CancellationToken ct)
    {
        await using var app = HubServer.Build(options);
        var readiness = app.Services.GetRequiredService<Readiness>();
        await HubServer.StartUp(app, ct);
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(Verbs.Say(
                $"端口 {options.Port} 已被占用，请用 --port 换一个", $"Port {options.Port} is taken; choose another with --port"));
            return 1;
        }

        var page = app.Urls.First(u => !u.Contains("unix:", StringComparison.Ordinal));
        FirstAccountsNote.Print(app.Services);
        if (sample is not null && options.Data.IsNew)
        {
            readiness.Wait("gathering the sample city");
            await SampleCityGathering.Run(options.Data, sample, ct);
        }

        options.Data.MarkStarted();
        readiness.Ready();
        Console.WriteLine(Verbs.Say($"城枢已就绪  {page}", $"CityHub is ready  {page}"));
        await app.WaitForShutdownAsync(ct);
        return 0;
    }
}

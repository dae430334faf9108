using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(CityHub.Acceptance.PublishedCity))]
// One after another, since they change one city; only Every_page, which changes nothing, reads beside them.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace CityHub.Acceptance;

/// <summary>The published program, started as a stranger would, on an empty folder: the sample city is gathered, then Chromium reads it.</summary>
public sealed partial class PublishedCity : IAsyncLifetime
{
    // What Playwright leaves out (its own list is overruled by this one), and two pages behind the address bar that each window would draw.
    private static readonly string[] Left =
    [
        "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider", "GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter", "PaintHolding",
        "ThirdPartyStoragePartitioning", "BlockOriginHeaderModificationOnRedirect", "AvoidCorsURLLoaderRestartOnRedirect", "Translate", "OptimizationHints", "NetworkTimeServiceQuerying",
        "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "OmniboxWebUIPopup", "OmniboxAimPopup",
    ];

    private readonly Process _program = new();
    private readonly List<string> _said = [];
    private readonly SemaphoreSlim _signingIn = new(1);
    private readonly ConcurrentDictionary<string, string> _sessions = [];
    private readonly Dictionary<(string?, int, bool, bool), IPage> _readers = [];
    private readonly ConcurrentDictionary<IBrowserContext, (string? Lane, string? Test)> _open = [];
    private IPlaywright? _playwright;

    /// <summary>What it printed so far.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    internal string Data { get; } = Directory.CreateTempSubdirectory("cityhub-city-").FullName;

    internal Uri Address { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    /// <summary>Where pictures go, for people to look at.</summary>
    internal static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Root(), "TestResults", "pictures")).FullName;

    internal static string Published { get; } = Path.Combine(Environment.GetEnvironmentVariable("CITYHUB_PUBLISHED") ?? Path.Combine(Root(), "publish"), "cityhub");

    /// <summary>Generated password of one of the first accounts, as printed.</summary>
    internal string PasswordOf(string user) =>
        Said.Select(line => AccountLine().Match(line)).First(m => m.Success && m.Groups["user"].Value == user).Groups["password"].Value;

    public async ValueTask InitializeAsync()
    {
        _program.StartInfo = new ProcessStartInfo(Published, ["serve", "--data", Data, "--port", "0", "--people", "20000"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["LANG"] = "en_US.UTF-8" },
        };
        _program.OutputDataReceived += (_, line) => Hear(line.Data);
        _program.ErrorDataReceived += (_, line) => Hear(line.Data);
        _program.Start();
        _program.BeginOutputReadLine();
        _program.BeginErrorReadLine();

        Address = await Ready(TimeSpan.FromMinutes(5));
        Http = new HttpClient { BaseAddress = Address };
        _playwright = await Playwright.CreateAsync();
        // Two processors carry the hub, Chromium and the tests: what is waited for may take its time, what is wrong still fails.
        Assertions.SetDefaultExpectTimeout(15_000);
        // The map needs WebGL, which is drawn by the processor here; pages are neither painted nor put together that way, too.
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                "--disable-gpu-rasterization", "--disable-gpu-compositing", $"--disable-features={string.Join(',', Left)}",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _signingIn.Dispose();
        Http?.Dispose();
        if (!_program.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_program.Id}"]);
            await stop!.WaitForExitAsync();
            await _program.WaitForExitAsync();
        }

        _program.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>A fresh reader: no cookies, Chinese, light, this wide; or what is asked for.</summary>
    internal async Task<IPage> Page(int width = 1440, bool english = false, bool dark = false, string? session = null)
    {
        await CloseThoseOfEarlierTests();
        var reader = await Browser.NewContextAsync(new()
        {
            BaseURL = Address.ToString(), ViewportSize = new() { Width = width, Height = width < 900 ? 780 : 1000 }, Locale = "zh-CN", AcceptDownloads = true, StorageState = session,
            ReducedMotion = ReducedMotion.Reduce, // colours on their way from one theme to the other are no colours of either
        });
        await reader.AddCookiesAsync([new() { Name = "cityhub.theme", Value = dark ? "dark" : "light", Url = Address.ToString() }]);
        if (english)
        {
            await reader.AddCookiesAsync([new() { Name = "cityhub.lang", Value = "en", Url = Address.ToString() }]);
        }

        _open[reader] = Now();
        return await reader.NewPageAsync();
    }

    /// <summary>A reader with the session of one of the first accounts; each signs in once.</summary>
    internal async Task<IPage> SignedIn(string user, int width = 1440, bool english = false, bool dark = false)
    {
        await _signingIn.WaitAsync();
        try
        {
            if (!_sessions.ContainsKey(user))
            {
                var page = await Page();
                await SignIn(page, user, PasswordOf(user));
                await page.WaitForURLAsync("**/console");
                _sessions[user] = await page.Context.StorageStateAsync();
                await page.Context.CloseAsync();
            }
        }
        finally
        {
            _signingIn.Release();
        }

        return await Page(width, english, dark, _sessions[user]);
    }

    /// <summary>The page on which such a reader goes from one address to the next, as people do: null reads without an account.</summary>
    internal async Task<IPage> Reading(string? user, int width, bool english, bool dark)
    {
        if (!_readers.TryGetValue((user, width, english, dark), out var page) || page.IsClosed)
        {
            _readers[(user, width, english, dark)] = page = user is null ? await Page(width, english, dark) : await SignedIn(user, width, english, dark);
            _open.TryRemove(page.Context, out _);
        }

        return page;
    }

    /// <summary>Fills the form of the sign-in and sends it.</summary>
    internal static async Task SignIn(IPage page, string user, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#user", user);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form:has(#password) button[type=submit]");
    }

    /// <summary>Runs a verb of the command line on this city's folder.</summary>
    internal async Task<(int Code, string Out, string Error)> Verb(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Published, [.. words, "--data", Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LANG"] = "en_US.UTF-8" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>The repository's root.</summary>
    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private void Hear(string? line)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.Add(line);
            }
        }
    }

    private static (string? Lane, string? Test) Now() => (TestContext.Current.TestCollection?.UniqueID, TestContext.Current.Test?.UniqueID);

    // A page left open keeps its circuit and its process, which the pages of the next test would wait for.
    private async Task CloseThoseOfEarlierTests()
    {
        var now = Now();
        foreach (var (reader, opened) in _open)
        {
            if (opened.Lane == now.Lane && opened.Test != now.Test && _open.TryRemove(reader, out _))
            {
                await reader.CloseAsync();
            }
        }
    }

    private async Task<Uri> Ready(TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < patience; await Task.Delay(200))
        {
            if (Said.Select(line => ReadyLine().Match(line)).FirstOrDefault(m => m.Success) is { } ready)
            {
                return new Uri(ready.Groups[1].Value);
            }

            Assert.False(_program.HasExited, "The program ended:\n" + string.Join('\n', Said));
        }

        throw new TimeoutException("Not ready:\n" + string.Join('\n', Said));
    }

    [GeneratedRegex(@"ready\s+(http\S+)")]
    private static partial Regex ReadyLine();

    [GeneratedRegex(@"^\s*(?<user>[a-z][a-z0-9.-]*)\s+(?<password>\S{8,})")]
    private static partial Regex AccountLine();
}

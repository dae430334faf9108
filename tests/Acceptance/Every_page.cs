using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static CityHub.Acceptance.A_steward_in_the_browser;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>
/// Every page of docs/routes.md (which tests/Boundary keeps true), read by whoever may open it: on a phone in English, at a desk in Chinese,
/// light and dark. A page that is added is read from its first day; one whose address has a blank needs an example here.
/// </summary>
[Collection("Every page")]
public sealed partial class Every_page(PublishedCity city)
{
    // What fills the blanks: {open} a resource whose rows are open, {people} one of persons, {run} a run that refused rows.
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["/console/accounts/{UserName}"] = ["/console/accounts/operator", "/console/accounts/nobody"],
        ["/console/applications/{ClientId}"] = ["/console/applications/{application}", "/console/applications/none"],
        ["/connect/consent"] = ["/connect/consent", "/connect/consent?client_id={application}&scope=openid%20profile%20posts"],
        ["/console/catalogue/{Code}/edit"] = ["/console/catalogue/{open}/edit"],
        ["/console/catalogue/{Code}/versions"] = ["/console/catalogue/{open}/versions"],
        ["/console/gathering/runs/{Id}"] = ["/console/gathering/runs/{run}", "/console/gathering/runs/none"],
        ["/console/lists/{Which}"] = ["/console/lists/duties", "/console/lists/demands"],
        ["/console/resources/{Code}"] =
            ["/console/resources/{people}", "/console/resources/{people}?tab=rows", "/console/resources/{people}?tab=charts&x=sex&y=count", "/console/resources/{people}?tab=quality", "/console/resources/{people}?tab=refused", "/console/resources/{people}?tab=runs", "/console/resources/{people}?tab=uses", "/console/resources/none"],
        ["/datasets/{Code}"] = ["/datasets/{open}", "/datasets/{people}"],
        ["/status/{code:int}"] = ["/status/404", "/status/403"],
        ["/datasets"] = ["/datasets", "/datasets?q=zzzz"],
        ["/console/standards"] = ["/console/standards", "/console/standards?view=lists", "/console/standards?view=lists&list=gbt-2261.1"],
        ["/console/quality"] = ["/console/quality", "/console/quality?view=departments", "/console/quality?district=500229"],
        ["/console/quality/refused"] = ["/console/quality/refused", "/console/quality/refused?rule=encoding", "/console/quality/refused?run={run}&rule=check-digit.gb11643&item=id_number"],
        ["/console/organisations"] = ["/console/organisations", "/console/organisations?parent=500103"],
    };

    // Answers that are no pages: programs' routes, files, and switches that lead back.
    private static readonly string[] NoPages = ["/api/", "/openapi/", "/health/", "/reference/", "/settings/", "/connect/userinfo"];

    private static Task<IReadOnlyDictionary<string, string>>? _blanks;

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var (pattern, needs) in Listed())
            {
                foreach (var address in Examples.GetValueOrDefault(pattern) ?? [pattern])
                {
                    pages.Add(address, needs);
                }
            }

            return pages;
        }
    }

    [Fact]
    public void is_named_or_has_an_example() =>
        Assert.Empty(Listed().Where(page => page.Pattern.Contains('{') && !Examples.ContainsKey(page.Pattern)).Select(page => page.Pattern));

    [Theory, MemberData(nameof(Pages))]
    public async Task fits_a_phone_in_English(string address, string needs)
    {
        var page = await Reader(needs, 360, english: true);
        var (path, failures) = await Open(page, address);

        Assert.Equal("en", await page.EvaluateAsync<string>("document.documentElement.lang"));
        await Look(page, "phone-en" + NoSlash().Replace(path, "-"));
        await NoSidewaysScroll(page);
        await Barriers.None(page);
        failures.None();
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task meets_no_serious_barrier_in_the_dark_and_in_the_light(string address, string needs)
    {
        var page = await Reader(needs, 1440, dark: true);
        var (path, failures) = await Open(page, address);

        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await Look(page, "dark" + NoSlash().Replace(path, "-"));
        await Barriers.NoneOfContrast(page);

        // A theme is this attribute and nothing else: the page need not be opened again.
        await page.EvaluateAsync("document.documentElement.dataset.theme = 'light'");
        await Barriers.None(page);
        failures.None();
    }

    private static IEnumerable<(string Pattern, string Needs)> Listed() =>
        from line in File.ReadLines(Path.Combine(PublishedCity.Root(), "docs", "routes.md"))
        let route = RouteLine().Match(line)
        where route.Success && route.Groups["method"].Value == "GET"
        let pattern = route.Groups["pattern"].Value
        where !NoPages.Any(pattern.StartsWith)
        select (pattern, route.Groups["needs"].Value);

    private Task<IPage> Reader(string needs, int width, bool english = false, bool dark = false) => city.Reading(needs switch
    {
        "(open)" => null,
        "identity.manage" => "admin",
        "audit.read" => "auditor",
        _ => "operator",
    }, width, english, dark);

    // A page is there when its heading is, and nothing on it is still being read.
    private async Task<(string Path, Failures Failures)> Open(IPage page, string address)
    {
        var failures = new Failures(page);
        var path = await Filled(address);
        await page.GotoAsync(path);
        await Expect(page.Locator("h1")).ToHaveCountAsync(1);
        await Expect(page.Locator("main .loading")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        return (path, failures);
    }

    // Drawing a picture takes as long as the rest of the test: they are taken for a person who asks for them.
    private static Task Look(IPage page, string name) => Environment.GetEnvironmentVariable("PICTURES") == "1" ? Picture(page, name) : Task.CompletedTask;

    private async Task<string> Filled(string address)
    {
        if (address.Contains('{', StringComparison.Ordinal))
        {
            foreach (var (blank, example) in await (_blanks ??= Blanks()))
            {
                address = address.Replace(blank, example, StringComparison.Ordinal);
            }
        }

        return address;
    }

    private async Task<IReadOnlyDictionary<string, string>> Blanks()
    {
        var page = await city.Reading("operator", 1440, false, true);
        async Task<JsonNode> First(string list) => JsonNode.Parse(await (await page.APIRequest.GetAsync(list)).TextAsync())!["items"]![0]!;
        async Task<string> Code(string title) => ((string)(await First("/api/v1/catalogue?q=" + Uri.EscapeDataString(title)))["code"]!).Replace('/', '-');
        var people = await Code("常住人口基本信息");
        var run = (string)(await First("/api/v1/runs?resource=" + people))["run"]!;
        var admin = await city.Reading("admin", 1440, false, true);
        await admin.APIRequest.PostAsync("/api/v1/applications", new()
        {
            DataObject = new { clientId = "every-page", kind = "web", organisation = "500000-ga", name = "居住证办理", purpose = "居住证申领", redirectUris = new[] { "https://permit.example/back" } },
        });
        var blanks = new Dictionary<string, string> { ["{application}"] = "every-page", ["{people}"] = people, ["{run}"] = run, ["{open}"] = await Code("医疗机构") };
        return blanks;
    }

    /// <summary>What goes wrong on a page until it is looked at; the next reading listens anew.</summary>
    private sealed class Failures
    {
        private readonly IPage _page;
        private readonly ConcurrentQueue<string> _told = [];

        public Failures(IPage page)
        {
            _page = page;
            page.Console += OnConsole;
            page.PageError += OnError;
        }

        public void None()
        {
            _page.Console -= OnConsole;
            _page.PageError -= OnError;
            Assert.Empty(_told);
        }

        // The page's own answer may be a 404: that is what such a page is for.
        private void OnConsole(object? sender, IConsoleMessage message)
        {
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 40", StringComparison.Ordinal))
            {
                _told.Enqueue(message.Text);
            }
        }

        private void OnError(object? sender, string error) => _told.Enqueue(error);
    }

    [GeneratedRegex(@"^\| `(?<pattern>[^`]+)` \| (?<method>\S+) \| (?<needs>[^|]+) \|$")]
    private static partial Regex RouteLine();

    [GeneratedRegex(@"[^a-zA-Z0-9]+")]
    private static partial Regex NoSlash();
}

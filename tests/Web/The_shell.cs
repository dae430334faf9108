using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace CityHub.Web.Tests;

public sealed class The_shell(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task speaks_Chinese_unless_the_reader_chose_English()
    {
        Assert.Contains("<html lang=\"zh-CN\"", await Text("/help"));
        var english = await Text("/help", ("Cookie", "cityhub.lang=en"));
        Assert.Contains("<html lang=\"en\"", english);
        Assert.Contains("Refused rows", english, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, null, "light")]
    [InlineData("cityhub.theme=dark", null, "dark")]
    [InlineData(null, "dark", "dark")]
    [InlineData(null, "\"dark\"", "dark")]
    [InlineData("cityhub.theme=light", "dark", "light")]
    [InlineData("cityhub.theme=purple", "light", "light")]
    public async Task takes_the_theme_from_the_cookie_and_else_from_the_system(string? cookie, string? hint, string theme)
    {
        var headers = new List<(string, string)>();
        if (cookie is not null)
        {
            headers.Add(("Cookie", cookie));
        }

        if (hint is not null)
        {
            headers.Add(("Sec-CH-Prefers-Color-Scheme", hint));
        }

        Assert.Contains($"data-theme=\"{theme}\"", await Text("/help", [.. headers]));
    }

    [Fact]
    public async Task keeps_a_choice_and_comes_back()
    {
        using var answer = await Get("/settings/language?to=en&back=%2Fdatasets%3Fq%3Dair");

        Assert.Equal("/datasets?q=air", answer.Headers.Location!.OriginalString);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("cityhub.lang=en;", StringComparison.Ordinal) && c.Contains("httponly", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task never_leads_to_another_host(string back)
    {
        using var answer = await Get("/settings/theme?to=dark&back=" + Uri.EscapeDataString(back));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/settings/language?to=fr")]
    [InlineData("/settings/colour?to=dark")]
    public async Task knows_only_its_own_switches(string path)
    {
        using var answer = await Get(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("/developers")]
    [InlineData("/map")]
    [InlineData("/console")]
    [InlineData("/no-such-page")]
    [InlineData("/broken")]
    public async Task sends_no_inline_script_and_says_so(string path)
    {
        using var answer = await Get(path, ("X-Name", "chen"));
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.All(Regex.Matches(html, "<script(?<attributes>[^>]*)>(?<text>[^<]*)").Select(m => m), script =>
        {
            Assert.Contains("src=\"", script.Groups["attributes"].Value);
            Assert.Equal("", script.Groups["text"].Value.Trim());
        });
        Assert.DoesNotMatch(@"<[^>]+\son[a-z]+=", html);
        Assert.DoesNotMatch(@"(src|href)=""(https?:)?//", html);
    }

    [Fact]
    public async Task answers_a_missing_page_with_a_page()
    {
        using var answer = await Get("/no-such-page");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("没有这一页", await Read(answer));
    }

    [Fact]
    public async Task answers_a_failure_with_a_page_and_a_code_to_quote()
    {
        using var answer = await Get("/broken", ("Cookie", "cityhub.lang=en"));
        var html = await Read(answer);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Matches("Code <code class=\"mono\">[0-9a-z]{8}</code>", html);
        Assert.DoesNotContain("planted", html);
    }

    [Fact]
    public async Task answers_programs_with_problem_details()
    {
        using var failure = await Get("/api/v1/broken");
        var problem = JsonDocument.Parse(await Read(failure)).RootElement;

        Assert.Equal(HttpStatusCode.InternalServerError, failure.StatusCode);
        Assert.Equal("application/problem+json", failure.Content.Headers.ContentType!.MediaType);
        Assert.Equal("internal", problem.GetProperty("code").GetString());
        Assert.Matches("^[0-9a-z]{8}$", problem.GetProperty("failure").GetString());

        using var missing = await Get("/api/v1/nothing");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("hub.no-such-address", JsonDocument.Parse(await Read(missing)).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task leads_a_stranger_from_the_console_to_the_sign_in()
    {
        using var answer = await Get("/console");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/sign-in", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task names_whoever_is_signed_in_and_says_that_data_are_generated()
    {
        var html = await Text("/console", ("X-Name", "陈立"));

        Assert.Contains("陈立", WebUtility.HtmlDecode(html));
        Assert.Contains("样例数据", html);
        Assert.Contains("_framework/blazor.web", html);
    }

    [Fact]
    public async Task leaves_a_page_of_the_console_to_the_circuit_so_that_its_data_are_read_once()
    {
        var html = await Text("/console", ("X-Name", "陈立"));

        Assert.DoesNotContain("您好", WebUtility.HtmlDecode(html));
        Assert.Contains("class=\"loading\"", html);
        Assert.Contains("<h1", html);
    }

    [Fact]
    public async Task needs_no_circuit_in_the_portal()
    {
        var html = await Text("/help");

        Assert.DoesNotContain("blazor.web", html);
        Assert.DoesNotContain("MudBlazor", html);
    }

    [Fact]
    public async Task says_when_the_boundaries_are_not_set_up()
    {
        Assert.Contains("set-up.mjs", await Text("/map"));
        using var answer = await Get("/reference/districts.geojson");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        using var browser = site.Browser;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> Text(string path, params (string Name, string Value)[] headers)
    {
        using var answer = await Get(path, headers);
        answer.EnsureSuccessStatusCode();
        return await Read(answer);
    }

    private static Task<string> Read(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}

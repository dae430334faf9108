using Xunit;

namespace CityHub.Boundary;

/// <summary>Longer than the server's 8 KiB it is the server's own 414 without words; whatever is shorter is answered by us.</summary>
public sealed class A_long_address(SignedIn hub) : IClassFixture<SignedIn>
{
    private const int WithinTheLimit = 7900;

    [Theory]
    [InlineData("/api/v1/resources/{code}/rows?code=")]
    [InlineData("/api/v1/resources/{code}/rows?fields=")]
    [InlineData("/api/v1/resources/{code}/rows?order=")]
    [InlineData("/api/v1/resources/{code}/rows?cursor=")]
    [InlineData("/api/v1/catalogue?q=")]
    [InlineData("/api/v1/catalogue?theme=")]
    [InlineData("/api/v1/catalogue/")]
    [InlineData("/api/v1/search?q=")]
    [InlineData("/api/v1/search?kind=")]
    [InlineData("/api/v1/search/suggest?q=")]
    [InlineData("/api/v1/runs?resource=")]
    [InlineData("/api/v1/runs?state=")]
    [InlineData("/api/v1/quality?department=")]
    [InlineData("/api/v1/duties?q=")]
    [InlineData("/api/v1/standards/elements?q=")]
    [InlineData("/api/v1/organisations?q=")]
    public async Task within_the_servers_limit_is_answered_or_refused_in_words(string path)
    {
        var code = path.Contains("{code}", StringComparison.Ordinal) ? await hub.Published($"地址 {Guid.NewGuid():N}") : "";
        using var reader = await hub.As("operator");
        path = path.Replace("{code}", code, StringComparison.Ordinal);

        foreach (var filling in (string[])["a", "a%20", "%E4%BD%8F", "(", "1,"])
        {
            using var answer = await reader.GetAsync(path + string.Concat(Enumerable.Repeat(filling, (WithinTheLimit - path.Length) / filling.Length)));
            var said = await answer.Content.ReadAsStringAsync();

            Assert.True((int)answer.StatusCode is >= 200 and < 500, $"{filling}: {(int)answer.StatusCode} {said[..Math.Min(500, said.Length)]}");
            Assert.True(answer.IsSuccessStatusCode || (said.Contains("\"code\"", StringComparison.Ordinal) && said.Length < 3000), $"{filling}: {said.Length} {said[..Math.Min(500, said.Length)]}");
        }
    }

    [Fact]
    public async Task beyond_it_is_refused_by_the_server_alone()
    {
        using var reader = await hub.As("operator");
        using var answer = await reader.GetAsync("/api/v1/catalogue?q=" + new string('a', 9000));

        Assert.Equal(414, (int)answer.StatusCode);
    }
}

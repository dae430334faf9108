using System.Net.Http.Json;
using System.Text;
using CityHub.Storage.Trail;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>Whoever reads the row of one key leaves the key's digest in the audit trail, whatever way was taken; the value itself is nowhere.</summary>
public sealed class Reads_of_one_key : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData("rows?code=0001")]
    [InlineData("rows?code=eq.0001&beds=gt.1")]
    [InlineData("download?format=csv&code=0001")]
    [InlineData("aggregate?measure=count&code=0001")]
    public async Task have_the_digest_that_a_look_up_has(string read)
    {
        var code = (await _hub.Register("医院", Stage.Beds)).Replace('/', '-');
        await _hub.Gather(code, "医院.csv", Encoding.UTF8.GetBytes("code,name,beds\n0001,第一医院,5\n0002,第二医院,7\n"));

        var looked = await LookedUp(code, new { key = "0001" });

        Assert.Equal(64, looked?.Length);
        Assert.Equal(looked, await Read(code, read));
        Assert.DoesNotContain("0001", Last().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task have_it_for_a_key_of_several_items_of_any_type()
    {
        var code = (await _hub.Register(
            "读数",
            new { name = "站点", column = "station", type = "C", length = 5, key = true, required = true },
            new { name = "时间", column = "at", type = "T", key = true, required = true },
            new { name = "序号", column = "no", type = "I", key = true, required = true },
            new { name = "值", column = "v", type = "I" })).Replace('/', '-');
        await _hub.Gather(code, "读数.csv", Encoding.UTF8.GetBytes("station,at,no,v\nA1,2026-04-08 10:00:00.5,7,1\n"));

        var looked = await LookedUp(code, new { keys = new { station = "A1", at = "2026-04-08T10:00:00.5", no = 7 } });

        Assert.Equal(looked, await Read(code, "rows?station=A1&at=2026-04-08 10:00:00.500&no=07"));
    }

    [Theory, InlineData("rows"), InlineData("rows?code=ne.0001"), InlineData("rows?code=in.(0001,0002)"), InlineData("rows?beds=5")]
    public async Task have_none_when_no_one_key_was_asked_for(string read)
    {
        var code = (await _hub.Register("医院", Stage.Beds)).Replace('/', '-');
        await _hub.Gather(code, "医院.csv", Encoding.UTF8.GetBytes("code,name,beds\n0001,第一医院,5\n"));

        Assert.Null(await Read(code, read));
    }

    private async Task<string?> LookedUp(string code, object key)
    {
        using var answer = await _hub.As("steward").PostAsJsonAsync($"/api/v1/resources/{code}/lookup", key);
        Assert.True((int)answer.StatusCode is 200 or 404, await answer.Content.ReadAsStringAsync());
        return Last().KeyDigest;
    }

    private async Task<string?> Read(string code, string what)
    {
        using var answer = await _hub.As("steward").GetAsync($"/api/v1/resources/{code}/{what}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return Last().KeyDigest;
    }

    private AuditRecord Last() => _hub.Service<AuditReader>().Page(new(Act: "serving."), null, 1, default).Items[0];
}

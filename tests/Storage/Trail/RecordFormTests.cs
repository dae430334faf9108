using System.Text;
using CityHub.Kernel.Audit;
using CityHub.Storage.Trail;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

public sealed class A_digest
{
    // GB/T 32905-2016, A.1.
    [Fact]
    public void of_abc_is_the_one_of_the_standard()
    {
        var hex = new byte[64];
        new Sm3().Hex("abc"u8, hex);
        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Encoding.ASCII.GetString(hex));
    }

    // GM/T 0042-2015, D.3; also checked with openssl dgst -sm3 -mac HMAC.
    [Fact]
    public void of_a_personal_key_is_the_hmac_of_the_standard()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        File.WriteAllText(Path.Combine(folder, "audit-digest.key"), Convert.ToHexString([.. Enumerable.Range(1, 32).Select(i => (byte)i)]));
        using var keys = TrailKeys.Open(folder);

        var digest = keys.Digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopqabcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"u8);

        Assert.Equal("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a", digest);
        Directory.Delete(folder, recursive: true);
    }
}

public sealed class A_record
{
    // The digest was made by: printf '%s' '{"sequence":1 … \u000ab"' | openssl dgst -sm3
    private const string Line =
        "{\"sequence\":1,\"previous\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"id\":\"0001\",\"time\":\"2026-04-08T02:00:00.0000000Z\"," +
        "\"who\":\"a1\",\"organisation\":\"500000-ga\",\"application\":\"token:核验\",\"resource\":\"306001/000001\",\"items\":[\"xm\",\"xb\"],\"rows\":1," +
        "\"purpose\":\"办理\\\"居住证\\\"\",\"act\":\"serving.looked-up\",\"keyDigest\":\"ff00\",\"detail\":\"a\\u000ab\"," +
        "\"digest\":\"abab10f909e89078f41928a2020567903835a55867d9d097d2b4d61cb9688aed\"}\n";

    private static readonly AuditEntry Entry = new(
        "serving.looked-up", "a1", "500000-ga", "token:核验", "306001/000001", ["xm", "xb"], 1, "办理\"居住证\"", "ff00", "a\nb");

    [Fact]
    public void is_one_line_that_any_tool_can_check()
    {
        var body = new byte[TrailRecord.Bound(Entry)];
        var length = TrailRecord.WriteBody(body, Entry, "0001", new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero));
        var line = new byte[length + TrailRecord.Frame];
        var digest = Encoding.ASCII.GetBytes(new string('0', 64));

        var written = TrailRecord.WriteLine(line, body.AsSpan(0, length), 1, digest, new Sm3());

        Assert.Equal(Line, Encoding.UTF8.GetString(line, 0, written));
        Assert.Equal("abab10f909e89078f41928a2020567903835a55867d9d097d2b4d61cb9688aed", Encoding.ASCII.GetString(digest));
    }

    [Fact]
    public void leaves_out_what_has_no_value()
    {
        var body = new byte[1000];
        var length = TrailRecord.WriteBody(body, new AuditEntry("a.b", "me"), "0001", DateTimeOffset.UnixEpoch);

        Assert.Equal("\"id\":\"0001\",\"time\":\"1970-01-01T00:00:00.0000000Z\",\"who\":\"me\",\"act\":\"a.b\"", Encoding.UTF8.GetString(body, 0, length));
    }

    [Fact]
    public void never_needs_more_room_than_was_reckoned()
    {
        var worst = new string('\u0001', 300);
        var entry = new AuditEntry(worst, worst, worst, worst, worst, [worst, worst, ""], long.MinValue, new string('漢', 5000), worst, new string('\u0001', 5000));
        var body = new byte[TrailRecord.Bound(entry)];

        Assert.InRange(TrailRecord.WriteBody(body, entry, "00000000000000000000000000", DateTimeOffset.MaxValue), 1, body.Length);
    }
}

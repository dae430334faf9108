using System.Text;
using System.Text.RegularExpressions;
using CityHub.Storage.Trail;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

public sealed class Tampering_with_the_trail
{
    [Fact]
    public async Task is_not_suspected_when_nothing_was_touched()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");

        var verdict = await trail.Verify();

        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
        Assert.Equal((3, 1L, 3L), (verdict.Records, verdict.FirstSequence, verdict.LastSequence));
    }

    [Theory]
    [InlineData("\"sequence\":2", "\"sequence\":7")]
    [InlineData("\"previous\":\"(.)", "\"previous\":\"g")]
    [InlineData("\"id\":\"0", "\"id\":\"1")]
    [InlineData("T02:00:00", "T03:00:00")]
    [InlineData("\"who\":\"wang\"", "\"who\":\"wong\"")]
    [InlineData("500000-ga", "500000-gb")]
    [InlineData("token:verify", "token:versfy")]
    [InlineData("306001/000001", "306001/000002")]
    [InlineData("\"sex\"", "\"six\"")]
    [InlineData("\"rows\":1", "\"rows\":2")]
    [InlineData("\"purpose\":\"permit\"", "\"purpose\":\"pemrit\"")]
    [InlineData("a\\.two", "a.tow")]
    [InlineData("abc123", "abc124")]
    [InlineData("\"detail\":\"note\"", "\"detail\":\"nope\"")]
    [InlineData("\"digest\":\"(.)", "\"digest\":\"g")]
    public async Task is_found_in_every_member_of_a_record(string pattern, string replacement)
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        Assert.Matches(pattern, trail.Lines()[1]);
        trail.Rewrite(lines => [lines[0], Regex.Replace(lines[1], pattern, replacement), lines[2]]);

        var found = (await trail.Verify()).FirstBreak;

        // A changed sequence number is the number that the verifier names.
        Assert.Equal(pattern.Contains("sequence", StringComparison.Ordinal) ? 7 : 2, found?.Sequence);
    }

    [Fact]
    public async Task is_found_at_the_next_record_when_the_digest_was_made_anew()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => [lines[0], Redigested(lines[1].Replace("wang", "wong", StringComparison.Ordinal)), lines[2]]);

        var found = (await trail.Verify()).FirstBreak;

        Assert.Equal((3, Breaks.Unlinked), (found!.Sequence, found.Why));
    }

    [Fact]
    public async Task is_found_at_the_end_when_the_whole_rest_was_made_anew()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => [lines[0], lines[1], Redigested(lines[2].Replace("wang", "wong", StringComparison.Ordinal))]);

        Assert.Equal(3, (await trail.Verify()).FirstBreak!.Sequence);
    }

    [Fact]
    public async Task is_found_when_a_record_is_deleted()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => [lines[0], lines[2]]);

        var found = (await trail.Verify()).FirstBreak;

        Assert.Equal(("20260408-001", 3L), (found!.Segment, found.Sequence));
    }

    [Fact]
    public async Task is_found_when_the_last_record_is_deleted()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => lines[..2]);

        Assert.Equal(Breaks.EndMissing(3, 3), (await trail.Verify()).FirstBreak!.Why);
    }

    [Fact]
    public async Task is_found_when_two_records_are_swapped()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => [lines[0], lines[2], lines[1]]);

        Assert.Equal(3, (await trail.Verify()).FirstBreak!.Sequence);
    }

    [Fact]
    public async Task is_found_when_the_whole_trail_is_deleted()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two");
        File.Delete(trail.Log);

        Assert.Equal(Breaks.EndMissing(1, 2), (await trail.Verify()).FirstBreak!.Why);
    }

    [Fact]
    public async Task of_the_last_record_is_still_found_after_the_hub_went_on()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => lines[..2]);

        await trail.Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.four"));
        await trail.Close();

        Assert.False((await trail.Verify()).Intact);
        Assert.Contains(trail.Reader.Page(new(Act: "audit.damage-found"), null, 10, default).Items, r => r.Resource == "20260408-001");
    }

    [Fact]
    public async Task is_found_in_a_closed_segment_and_in_its_signature()
    {
        await using var trail = await (new TrailInFolder().Open());
        await trail.Trail.Durable(TrailInFolder.Whole("a.one"));
        trail.Clock.Advance(TimeSpan.FromDays(1));
        await trail.Trail.Durable(TrailInFolder.Whole("a.two"));
        await trail.Close();
        Assert.True((await trail.Verify()).Intact);
        var signature = Path.Combine(trail.Audit, "20260408-001.sig");
        var text = await File.ReadAllTextAsync(signature);

        await File.WriteAllTextAsync(signature, text.Replace("\"last\":1", "\"last\":2", StringComparison.Ordinal));
        Assert.Equal(("20260408-001", Breaks.NoSignature), Said(await trail.Verify()));
        File.Delete(signature);
        Assert.Equal(("20260408-001", Breaks.NoSignature), Said(await trail.Verify()));
        await File.WriteAllTextAsync(signature, text);
        File.Delete(Path.Combine(trail.Audit, "20260408-001.log"));
        Assert.Equal(("20260408-001", Breaks.NoSegment), Said(await trail.Verify()));
    }

    private static (string, Kernel.Words) Said(AuditVerdict verdict) => (verdict.FirstBreak!.Segment, verdict.FirstBreak.Why);

    private static string Redigested(string line)
    {
        var content = Encoding.UTF8.GetBytes(line[..line.IndexOf(",\"digest\"", StringComparison.Ordinal)]);
        var hex = new byte[64];
        new Sm3().Hex(content, hex);
        return $"{Encoding.UTF8.GetString(content)},\"digest\":\"{Encoding.ASCII.GetString(hex)}\"}}";
    }
}

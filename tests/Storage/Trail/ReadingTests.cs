using CityHub.Kernel.Audit;
using CityHub.Storage.Trail;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

public sealed class Reading_the_trail
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task pages_from_the_newest_to_the_oldest_or_back_over_segments_and_blocks(bool oldestFirst)
    {
        await using var trail = new TrailInFolder();
        trail.Options.SegmentBytes = 400_000;
        await trail.Open();
        for (var i = 0; i < 3000; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 100).Select(n => trail.Trail.Durable(new AuditEntry("a.b", "me", Detail: new string('x', n % 700)))));
        }

        var read = new List<long>();
        string? cursor = null;
        do
        {
            var page = trail.Reader.Page(new() { OldestFirst = oldestFirst }, cursor, 70, default);
            read.AddRange(page.Items.Select(r => r.Sequence));
            cursor = page.Next;
        }
        while (cursor is not null);

        var all = Enumerable.Range(1, 3000).Select(n => (long)n);
        Assert.Equal(oldestFirst ? all : all.Reverse(), read);
    }

    [Fact]
    public async Task gives_what_came_since_a_mark_once_over_segments()
    {
        await using var trail = new TrailInFolder();
        trail.Options.SegmentBytes = 50_000;
        await trail.Open();
        Assert.Empty(Since(null, out var mark));

        var read = new List<long>();
        for (var i = 0; i < 900; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 100).Select(n => trail.Trail.Durable(new AuditEntry(n % 2 == 0 ? "a.b" : "c.d", "me", Detail: new string('x', n % 700)))));
            read.AddRange(Since(mark, out mark).Reverse());
            Assert.Empty(Since(mark, out mark));
        }

        Assert.Equal(450, read.Count);
        Assert.Equal(read.Order(), read);
        Assert.Equal(read, Since(null, out _).Reverse());

        IReadOnlyList<long> Since(AuditMark? from, out AuditMark? to)
        {
            var found = new List<long>();
            to = trail.Reader.Since(from, new(Act: "a."), r => found.Add(r.Sequence), default);
            return found;
        }
    }

    [Theory]
    [InlineData("li", null, null, 2)]
    [InlineData(null, "catalogue.", null, 2)]
    [InlineData(null, "catalogue.registered", null, 1)]
    [InlineData(null, null, "306001/000001", 1)]
    [InlineData("l", null, null, 0)]
    public async Task filters_by_who_act_and_resource(string? who, string? act, string? resource, int expected)
    {
        await using var trail = await new TrailInFolder().Open();
        await trail.Trail.Durable(new AuditEntry("catalogue.registered", "li", Resource: "306001/000001"));
        await trail.Trail.Durable(new AuditEntry("catalogue.published", "wang", Resource: "306001/000002", Detail: "\"who\":\"l\""));
        await trail.Trail.Durable(new AuditEntry("identity.sign-in", "li"));

        Assert.Equal(expected, trail.Reader.Page(new(who, act, resource), null, 10, default).Items.Count);
    }

    [Fact]
    public async Task filters_by_time_over_days()
    {
        await using var trail = await new TrailInFolder().Open();
        foreach (var day in Enumerable.Range(0, 5))
        {
            await trail.Trail.Durable(new AuditEntry($"a.day-{day}", "me"));
            trail.Clock.Advance(TimeSpan.FromDays(1));
        }

        var start = new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero);
        var page = trail.Reader.Page(new(FromUtc: start.AddDays(1), ToUtc: start.AddDays(3)), null, 10, default);

        Assert.Equal(["a.day-2", "a.day-1"], page.Items.Select(r => r.Act));
        Assert.Equal(["a.day-1", "a.day-2"], trail.Reader.Page(new(FromUtc: start.AddDays(1), ToUtc: start.AddDays(3)) { OldestFirst = true }, null, 10, default).Items.Select(r => r.Act));
        Assert.Null(page.Next);
    }

    [Theory, InlineData("nonsense"), InlineData("x.5"), InlineData(".5"), InlineData("20260101-001."), InlineData("20260101-001.-5")]
    public async Task refuses_a_cursor_that_it_did_not_make(string cursor)
    {
        await using var trail = await TrailInFolder.With("a.one");

        Assert.Throws<FormatException>(() => trail.Reader.Page(new(), cursor, 10, default));
    }
}

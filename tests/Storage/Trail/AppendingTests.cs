using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

public sealed class Appending_to_the_trail
{
    [Fact]
    public async Task from_many_at_once_makes_one_chain()
    {
        await using var trail = await new TrailInFolder().Open();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await trail.Trail.Durable(new AuditEntry("serving.looked-up", $"w{writer}", Rows: i));
            }
        })));
        await trail.Close();
        var verdict = await trail.Verify();

        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
        Assert.Equal(3200, verdict.Records);
    }

    [Fact]
    public async Task is_on_disk_when_the_task_is_done()
    {
        await using var trail = await new TrailInFolder().Open();

        await trail.Trail.Durable(TrailInFolder.Whole("a.one"));

        Assert.Contains("a.one", Assert.Single(trail.Lines()), StringComparison.Ordinal);
        Assert.True((await trail.Verify()).Intact);
    }

    [Fact]
    public async Task cuts_off_only_a_record_that_a_crash_left_half_written()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two");
        var torn = trail.Lines()[1][..^10].Replace("\"sequence\":2", "\"sequence\":3", StringComparison.Ordinal);
        await File.AppendAllTextAsync(trail.Log, torn + new string('\0', 5000));

        await trail.Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.three"));
        await trail.Close();
        var verdict = await trail.Verify();

        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
        Assert.Equal(["a.one", "a.two", "audit.torn-record-cut", "a.three"], trail.Reader.Page(new(), null, 10, default).Items.Reverse().Select(r => r.Act));
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("{\"sequence\":3,\0\0\"previous\"")]
    [InlineData("a whole line\n")]
    public async Task mends_nothing_else(string behind)
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two");
        await File.AppendAllTextAsync(trail.Log, behind);
        var before = await File.ReadAllBytesAsync(trail.Log);
        var damaged = trail.Log;

        await trail.Open();
        await trail.Close();

        Assert.Equal(before, await File.ReadAllBytesAsync(damaged));
        Assert.Equal("20260408-001", (await trail.Verify()).FirstBreak?.Segment);
        Assert.Equal("audit.damage-found", Assert.Single(trail.Reader.Page(new(), null, 1, default).Items).Act);
    }

    [Fact]
    public async Task begins_a_new_segment_each_day_and_signs_the_old_one()
    {
        await using var trail = await new TrailInFolder().Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.one"));
        trail.Clock.Advance(TimeSpan.FromDays(1));

        await trail.Trail.Durable(TrailInFolder.Whole("a.two"));

        Assert.Equal(["20260408-001.log", "20260408-001.sig", "20260409-001.log", "head"], Directory.GetFiles(trail.Audit).Where(f => !f.EndsWith(".new", StringComparison.Ordinal)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True((await trail.Verify()).Intact);
    }

    [Fact]
    public async Task has_a_signed_end_before_it_has_a_record()
    {
        await using var trail = await new TrailInFolder().Open();

        Assert.True(File.Exists(Path.Combine(trail.Audit, "head")));
        Assert.True((await trail.Verify()).Intact);
    }

    [Fact]
    public async Task goes_on_after_a_day_on_which_nothing_was_recorded()
    {
        await using var trail = await TrailInFolder.With("a.one");
        trail.Clock.Advance(TimeSpan.FromDays(1));
        await trail.Open();
        await trail.Close();

        await trail.Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.two"));
        await trail.Close();

        Assert.Equal(["a.one", "a.two"], trail.Reader.Page(new(), null, 10, default).Items.Reverse().Select(r => r.Act));
        Assert.True((await trail.Verify()).Intact);
    }

    [Fact]
    public async Task begins_a_new_segment_when_one_is_full()
    {
        await using var trail = new TrailInFolder();
        trail.Options.SegmentBytes = 1000;
        await trail.Open();
        for (var i = 0; i < 10; i++)
        {
            await trail.Trail.Durable(TrailInFolder.Whole("a.one"));
        }

        await trail.Close();
        await trail.Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.two"));
        var verdict = await trail.Verify();

        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
        Assert.Equal((11, 4), (verdict.Records, verdict.Segments));
    }

    [Fact]
    public async Task keeps_segments_as_long_as_it_must_and_their_signed_marks_for_ever()
    {
        await using var trail = await new TrailInFolder().Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.old"));
        trail.Clock.Advance(TimeSpan.FromDays(1));
        await trail.Trail.Durable(TrailInFolder.Whole("a.kept"));
        trail.Clock.Advance(TimeSpan.FromDays(trail.Options.KeepDays));
        await trail.Trail.Durable(TrailInFolder.Whole("a.new"));
        await trail.Close();

        var verdict = await trail.Verify();

        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
        Assert.Equal((2, 2L), (verdict.Records, verdict.FirstSequence));
        Assert.True(File.Exists(Path.Combine(trail.Audit, "20260408-001.sig")));
    }

    [Fact]
    public async Task follows_the_outbox_of_changes_in_their_order()
    {
        await using var trail = await new TrailInFolder().Open();
        for (var i = 0; i < 20; i++)
        {
            await trail.Change(db => db.Note(new AuditEntry($"a.change-{i:D2}", "me"), trail.Clock));
        }

        await trail.Close();

        var acts = trail.Reader.Page(new(), null, 100, default).Items.Reverse().Select(r => r.Act);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"a.change-{i:D2}"), acts);
    }

    [Fact]
    public async Task copies_a_change_once_though_a_crash_left_it_in_the_outbox()
    {
        await using var trail = await new TrailInFolder().Open();
        var copied = new AuditOutboxRow { Id = Id.New(), AtUtc = trail.Clock.GetUtcNow(), Entry = AuditJson.Write(new("a.copied", "me")) };
        await trail.Change(db => db.Add(copied));
        await trail.Close();
        await trail.Open();
        await using (var db = await trail.Get<IDbContextFactory<RecordsDb>>().CreateDbContextAsync())
        {
            Assert.Empty(await db.AuditOutbox.ToListAsync());
        }

        await trail.Close();
        await PutBack(trail.Folder, copied, new AuditOutboxRow { Id = Id.New(), AtUtc = copied.AtUtc, Entry = AuditJson.Write(new("a.not-yet", "me")) });
        await trail.Open();
        await trail.Close();

        Assert.Equal(["a.copied", "a.not-yet"], trail.Reader.Page(new(), null, 100, default).Items.Reverse().Select(r => r.Act));
    }

    private static async Task PutBack(string folder, params AuditOutboxRow[] rows)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder}/records/city.db");
        await connection.OpenAsync();
        foreach (var row in rows)
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText = "insert into storage_audit_outbox (Id, AtUtc, Entry) values ($id, $at, $entry)";
            insert.Parameters.AddWithValue("$id", row.Id);
            insert.Parameters.AddWithValue("$at", row.AtUtc.UtcTicks);
            insert.Parameters.AddWithValue("$entry", row.Entry);
            await insert.ExecuteNonQueryAsync();
        }
    }
}

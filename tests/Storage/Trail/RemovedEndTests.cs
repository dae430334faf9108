using CityHub.Storage.Trail;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

/// <summary>Whoever removes records removes the signed mark of the trail's end with them. The record store remembers.</summary>
public sealed class A_trail_whose_end_was_removed_with_its_mark
{
    [Fact]
    public async Task is_found_by_what_the_record_store_remembers()
    {
        await using var trail = await Cut();

        var found = (await trail.Verify()).FirstBreak!;

        Assert.Equal(("20260408-001", 2L, Breaks.EndMissing(2, 3)), (found.Segment, found.Sequence, found.Why));
    }

    [Fact]
    public async Task is_still_found_after_the_hub_was_started_on_it()
    {
        await using var trail = await Cut();
        var log = trail.Log;
        var evidence = await File.ReadAllBytesAsync(log);

        await trail.Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.four"));
        await trail.Close();
        var found = (await trail.Verify()).FirstBreak!;

        Assert.Equal(("20260408-002", 4L), (found.Segment, found.Sequence));
        Assert.Equal("Records 2 to 3 are missing: removed or exchanged", found.Why.En);
        Assert.Equal(evidence, await File.ReadAllBytesAsync(log));
        Assert.Equal(["records up to 3 were there, 1 is the last now; the trail goes on after sequence 3"], trail.Notes());
    }

    [Fact]
    public async Task is_found_when_the_whole_folder_was_removed_and_when_the_hub_went_on_then()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two");
        Directory.Delete(trail.Audit, recursive: true);

        var found = (await trail.Verify()).FirstBreak!;
        await trail.Open();
        await trail.Close();
        var later = (await trail.Verify()).FirstBreak!;

        Assert.Equal(("audit", 1L, Breaks.EndMissing(1, 2)), (found.Segment, found.Sequence, found.Why));
        Assert.Equal(("20260408-001", 3L, "Records 1 to 2 are missing: removed or exchanged"), (later.Segment, later.Sequence, later.Why.En));
        Assert.Equal(["all segments are missing; the trail goes on after sequence 2"], trail.Notes());
    }

    [Fact]
    public async Task is_found_when_the_open_segment_was_removed_whole()
    {
        await using var trail = await new TrailInFolder().Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.one"));
        trail.Clock.Advance(TimeSpan.FromDays(1));
        await trail.Trail.Durable(TrailInFolder.Whole("a.two"));
        await trail.Close();
        File.Delete(trail.Log);
        File.Delete(trail.Head);

        var found = (await trail.Verify()).FirstBreak!;
        await trail.Open();
        await trail.Close();

        Assert.Equal(Breaks.EndMissing(2, 2), found.Why);
        Assert.False((await trail.Verify()).Intact);
        Assert.Equal(["records up to 2 were there, 1 is the last now; the trail goes on after sequence 2"], trail.Notes());
    }

    [Fact]
    public async Task is_found_when_it_ends_as_before_but_the_mark_is_gone()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two");
        File.Delete(trail.Head);

        var found = (await trail.Verify()).FirstBreak!;
        await trail.Open();
        await trail.Close();

        Assert.Equal(Breaks.HeadMissing, found.Why);
        Assert.False((await trail.Verify()).Intact);
        Assert.Equal(["the signed head is missing; the trail goes on after sequence 2"], trail.Notes());
    }

    [Fact]
    public async Task is_found_in_a_folder_that_had_no_record_yet()
    {
        await using var trail = await TrailInFolder.With();
        Directory.Delete(trail.Audit, recursive: true);

        Assert.Equal(Breaks.HeadMissing, (await trail.Verify()).FirstBreak!.Why);
    }

    [Fact]
    public async Task is_found_while_the_hub_runs() // its own file handle does not hide what others would find
    {
        await using var trail = await new TrailInFolder().Open();
        await trail.Trail.Durable(TrailInFolder.Whole("a.one"));
        await trail.Remembered(1);
        Directory.Delete(trail.Audit, recursive: true);

        Assert.Equal(Breaks.EndMissing(1, 1), (await trail.Verify()).FirstBreak!.Why);
    }

    [Fact]
    public async Task is_not_suspected_in_a_folder_of_an_earlier_program() // which remembered nothing
    {
        await using var trail = await TrailInFolder.With("a.one");
        await trail.Records("drop table storage_trail_end");
        Assert.True((await trail.Verify()).Intact);

        await trail.Open();
        await trail.Close();

        Assert.True((await trail.Verify()).Intact);
        Assert.Empty(trail.Notes());
        Assert.Equal(1L, await trail.Records("select Sequence from storage_trail_end"));
    }

    [Fact]
    public async Task is_remembered_within_seconds_though_nothing_but_reads_was_recorded()
    {
        await using var trail = await new TrailInFolder().Open();

        await trail.Trail.Durable(TrailInFolder.Whole("serving.look-up"));

        await trail.Remembered(1);
    }

    private static async Task<TrailInFolder> Cut()
    {
        var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        trail.Rewrite(lines => lines[..1]);
        File.Delete(trail.Head);
        return trail;
    }
}

public sealed class Verifying_without_a_hub
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task changes_no_file(bool tampered)
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two", "a.three");
        // A last record that a crash left unfinished: a hub would cut it off.
        await File.AppendAllTextAsync(trail.Log, "{\"sequence\":4,\"prev");
        if (tampered)
        {
            File.Delete(trail.Head);
        }

        var before = trail.Files();
        var verdict = await trail.Verify();

        Assert.Equal(!tampered, verdict.Intact);
        Assert.Equal(before, trail.Files());
    }

    [Fact]
    public async Task sees_what_a_crash_left_in_the_log_of_the_record_store_and_leaves_it_there()
    {
        await using var trail = await TrailInFolder.With("a.one", "a.two");
        await using var crashed = new SqliteConnection($"Data Source={trail.RecordsFile};Pooling=False");
        await crashed.OpenAsync();
        await using var ahead = crashed.CreateCommand();
        ahead.CommandText = "pragma wal_autocheckpoint = 0; update storage_trail_end set Sequence = 9";
        await ahead.ExecuteNonQueryAsync();
        var before = trail.Files();

        var found = (await trail.Verify()).FirstBreak!;

        Assert.Equal(Breaks.EndMissing(3, 9), found.Why);
        Assert.Equal(before, trail.Files());
    }

    [Theory, InlineData("keys/audit-sign.key"), InlineData("records/city.db")]
    public async Task is_refused_when_it_could_prove_nothing_and_makes_nothing(string missing)
    {
        await using var trail = await TrailInFolder.With("a.one");
        File.Delete(Path.Combine(trail.Folder, missing));
        var before = trail.Files();

        var refused = await Assert.ThrowsAsync<Kernel.Modules.StartUpException>(trail.Verify);

        Assert.Contains(missing.Split('/')[0], refused.Why.En, StringComparison.Ordinal);
        Assert.Equal(before, trail.Files());
    }
}

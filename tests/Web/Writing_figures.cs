using CityHub.Kernel;
using Xunit;

namespace CityHub.Web.Tests;

/// <summary>The examples are those of the look: 6,482,113 in tables, 1.8 亿 in sentences, 0.14%, 约 9 秒, 2026-04-08 10:42:06 in records.</summary>
public sealed class Writing_figures
{
    // Wednesday 8 April 2026, 10:42:06 in Beijing.
    private static readonly DateTimeOffset At = new(2026, 4, 8, 2, 42, 6, TimeSpan.Zero);

    [Theory]
    [InlineData(6482113L, "6,482,113")]
    [InlineData(0L, "0")]
    [InlineData(-1204L, "-1,204")]
    [InlineData(null, "—")]
    public void groups_whole_numbers_in_tables(long? value, string written) => Assert.Equal(written, Show.Count(value));

    [Theory]
    [InlineData(98.9, 1, "98.9")]
    [InlineData(1234.5, 2, "1,234.50")]
    [InlineData(7.0, 0, "7")]
    [InlineData(null, 1, "—")]
    [InlineData(double.NaN, 1, "—")]
    public void keeps_equal_decimals_in_a_column(double? value, int decimals, string written) => Assert.Equal(written, Show.Number(value, decimals));

    [Theory]
    [InlineData(100.0, "100.0")]
    [InlineData(99.97, "99.9")]
    [InlineData(99.94, "99.9")]
    [InlineData(87.66, "87.7")]
    [InlineData(null, "—")]
    public void says_that_a_score_is_full_only_where_it_is(double? score, string written) => Assert.Equal(written, Show.Score(score));

    [Theory]
    [InlineData(99.9434, 99.9481, "99.94", "99.95")]
    [InlineData(99.9, 99.97, "99.90", "99.97")]
    [InlineData(80.0, 92.5, "80.0", "92.5")]
    [InlineData(99.9, 99.9, "99.9", "99.9")]
    [InlineData(99.99, 100.0, "99.9", "100.0")]
    public void writes_two_scores_with_the_decimals_that_tell_them_apart(double before, double now, string first, string second) => Assert.Equal((first, second), Show.Scores(before, now));

    [Theory]
    [InlineData(9999L, "9,999", "9,999")]
    [InlineData(482000L, "48.2 万", "482,000")]
    [InlineData(24180000L, "2,418 万", "24.2 million")]
    [InlineData(180000000L, "1.8 亿", "180 million")]
    [InlineData(99995000L, "1 亿", "100 million")]
    [InlineData(1800000000L, "18 亿", "1.8 billion")]
    public void uses_the_units_of_the_language_in_sentences(long value, string chinese, string english)
    {
        Assert.Equal(chinese, Show.Sentence(value, Language.Chinese));
        Assert.Equal(english, Show.Sentence(value, Language.English));
    }

    [Theory]
    [InlineData(0.0014, "0.14%")]
    [InlineData(0.964, "96.4%")]
    [InlineData(0.99999, "99.9%")]
    [InlineData(0.00001, "<0.01%")]
    [InlineData(0.0, "0%")]
    [InlineData(1.0, "100%")]
    [InlineData(null, "—")]
    public void never_shows_little_as_nothing_or_almost_all_as_all(double? share, string written) => Assert.Equal(written, Show.Percent(share));

    [Theory]
    [InlineData(999L, "999 B")]
    [InlineData(3400000L, "3.4 MB")]
    [InlineData(620000000L, "620 MB")]
    [InlineData(999_600L, "1 MB")]
    [InlineData(1_370_000_000L, "1.4 GB")]
    public void counts_bytes_in_steps_of_a_thousand(long bytes, string written) => Assert.Equal(written, Show.Bytes(bytes));

    [Theory]
    [InlineData(0.42, "0.4 秒", "0.4 s")]
    [InlineData(9.9, "9 秒", "9 s")]
    [InlineData(125, "2 分 5 秒", "2 min 5 s")]
    [InlineData(120, "2 分", "2 min")]
    [InlineData(11520, "3 小时 12 分", "3 h 12 min")]
    [InlineData(100000, "1 天 3 小时", "1 d 3 h")]
    public void tells_a_length_of_time_by_its_two_largest_units(double seconds, string chinese, string english)
    {
        Assert.Equal(chinese, Show.Seconds(seconds, Language.Chinese));
        Assert.Equal(english, Show.Seconds(seconds, Language.English));
    }

    [Fact]
    public void shows_times_in_Beijing_time()
    {
        Assert.Equal("2026-04-08 10:42:06", Show.Record(At));
        Assert.Equal("2026年4月8日 星期三", Show.FullDay(At, Language.Chinese));
        Assert.Equal("Wednesday 8 April 2026", Show.FullDay(At, Language.English));
        Assert.Equal("—", Show.Record(null));
    }

    [Fact]
    public void says_today_only_with_the_hour()
    {
        Assert.Equal("今天 10:42", Show.Moment(At, At.AddHours(3), Language.Chinese));
        Assert.Equal("4月8日 10:42", Show.Moment(At, At.AddDays(2), Language.Chinese));
        Assert.Equal("2026年4月8日", Show.Moment(At, At.AddYears(1), Language.Chinese));
        Assert.Equal("8 Apr 10:42", Show.Moment(At, At.AddDays(2), Language.English));
    }

    [Fact]
    public void takes_midnight_in_Beijing_as_the_change_of_day()
    {
        var beforeMidnight = new DateTimeOffset(2026, 4, 8, 15, 59, 0, TimeSpan.Zero);

        Assert.Equal("4月8日 23:59", Show.Moment(beforeMidnight, beforeMidnight.AddMinutes(2), Language.Chinese));
    }

    [Theory]
    [InlineData(0.2, "刚刚", "now")]
    [InlineData(3, "3 秒前", "3 s ago")]
    [InlineData(299, "4 分前", "4 min ago")]
    [InlineData(7200, "2 小时前", "2 h ago")]
    public void tells_a_heartbeat_by_how_long_ago_it_was(double secondsAgo, string chinese, string english)
    {
        Assert.Equal(chinese, Show.Ago(At, At.AddSeconds(secondsAgo), Language.Chinese));
        Assert.Equal(english, Show.Ago(At, At.AddSeconds(secondsAgo), Language.English));
    }
}

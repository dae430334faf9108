using System.Globalization;
using CityHub.Kernel;

namespace CityHub.Web;

/// <summary>How figures and times are written, in both languages. Missing is —, never 0. Times are shown in CityTime.Offset time (UTC+8), which has no summer time.</summary>
public static class Show
{
    /// <summary>What stands for a missing value.</summary>
    public const string Missing = "—";

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private static readonly string[] Weekdays = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

    /// <summary>A person as records name one: the name, or 本机操作员 in the reader's language.</summary>
    public static string Person(string? name, Language language) => name == Caller.LocalOperator.Zh ? Caller.LocalOperator.In(language) : name ?? Missing;

    /// <summary>A whole number in a table: 6,482,113.</summary>
    public static string Count(long? value) => value is { } v ? v.ToString("#,0", Plain) : Missing;

    /// <summary>A number with fixed decimals in a table: 1,234.50.</summary>
    public static string Number(double? value, int decimals = 1) =>
        value is { } v && double.IsFinite(v) ? v.ToString("#,0." + new string('0', decimals), Plain).TrimEnd('.') : Missing;

    /// <summary>A score of 100: one decimal, and 100.0 only where nothing is missing.</summary>
    public static string Score(double? score) => Score(score, 1);

    /// <summary>A score before and after: as many decimals as it takes to see that it moved, four at most.</summary>
    public static (string Before, string Now) Scores(double? before, double? now)
    {
        var decimals = 1;
        while (decimals < 4 && before != now && Score(before, decimals) == Score(now, decimals))
        {
            decimals++;
        }

        return (Score(before, decimals), Score(now, decimals));
    }

    private static string Score(double? score, int decimals)
    {
        var step = Math.Pow(10, -decimals);
        return Number(score is < 100 and { } v && v > 100 - step ? 100 - step : score, decimals);
    }

    /// <summary>A number in a sentence: 9,300 · 2,418 万 · 1.8 亿; in English 24.2 million, 180 million, 1.8 billion.</summary>
    public static string Sentence(long? value, Language language)
    {
        if (value is not { } v)
        {
            return Missing;
        }

        var size = Math.Abs((double)v);
        if (language == Language.English)
        {
            return size switch
            {
                >= 1e9 => Short(v / 1e9) + " billion",
                >= 1e6 => Short(v / 1e6) + " million",
                _ => Count(v),
            };
        }

        // 9,999.5 万 would read 10,000 万: it is 1 亿.
        return size switch
        {
            >= 99_995_000 => Short(v / 1e8) + " 亿",
            >= 10_000 => Short(v / 1e4) + " 万",
            _ => Count(v),
        };
    }

    /// <summary>A share of one as percent: 0.14%; more decimals below 1 %, so that little is not shown as nothing.</summary>
    /// <param name="share">Share in [0, 1]; null when unknown.</param>
    public static string Percent(double? share) => share switch
    {
        null => Missing,
        { } s when !double.IsFinite(s) => Missing,
        0 => "0%",
        1 => "100%",
        { } s when Math.Abs(s) < .0001 => (s < 0 ? ">-" : "<") + "0.01%",
        // Almost all is not all.
        { } s when s is > .9995 and < 1 => "99.9%",
        { } s => (s * 100).ToString(Math.Abs(s) < .01 ? "0.##" : "0.#", Plain) + "%",
    };

    /// <summary>Bytes: 620 MB. Steps of 1,000, as disks and downloads are sold.</summary>
    public static string Bytes(long? bytes) => bytes switch
    {
        null => Missing,
        < 1_000 => $"{bytes} B",
        < 999_500 => Figures(bytes.Value / 1e3) + " KB",
        < 999_500_000 => Figures(bytes.Value / 1e6) + " MB",
        < 999_500_000_000 => Figures(bytes.Value / 1e9) + " GB",
        _ => Figures(bytes.Value / 1e12) + " TB",
    };

    /// <summary>A length of time in its two largest units: 9 秒, 2 分 5 秒, 3 小时 12 分; 0.4 秒 below one.</summary>
    public static string Duration(TimeSpan? time, Language language)
    {
        if (time is not { } t)
        {
            return Missing;
        }

        var (day, hour, minute, second) = language == Language.English ? (" d", " h", " min", " s") : (" 天", " 小时", " 分", " 秒");
        string Two(long large, string unit, long small, string smaller) => small == 0 ? $"{large}{unit}" : $"{large}{unit} {small}{smaller}";
        return t switch
        {
            { TotalSeconds: < 1 } => t.TotalSeconds.ToString("0.0", Plain) + second,
            { TotalSeconds: < 60 } => (long)t.TotalSeconds + second,
            { TotalMinutes: < 60 } => Two((long)t.TotalMinutes, minute, t.Seconds, second),
            { TotalHours: < 24 } => Two((long)t.TotalHours, hour, t.Minutes, minute),
            _ => Two((long)t.TotalDays, day, t.Hours, hour),
        };
    }

    /// <summary>Seconds, as <see cref="Duration(TimeSpan?, Language)"/>.</summary>
    public static string Seconds(double? seconds, Language language) =>
        Duration(seconds is { } s && double.IsFinite(s) ? TimeSpan.FromSeconds(Math.Min(s, 1e9)) : null, language);

    /// <summary>How long ago: 3 秒前, 5 分前, 2 小时前; then the date. For heartbeats and lists; records use <see cref="Record"/>.</summary>
    public static string Ago(DateTimeOffset? at, DateTimeOffset now, Language language)
    {
        if (at is not { } then)
        {
            return Missing;
        }

        var past = now - then;
        var english = language == Language.English;
        return past switch
        {
            { TotalSeconds: < 1 } => english ? "now" : "刚刚",
            { TotalSeconds: < 60 } => english ? $"{(int)past.TotalSeconds} s ago" : $"{(int)past.TotalSeconds} 秒前",
            { TotalMinutes: < 60 } => english ? $"{(int)past.TotalMinutes} min ago" : $"{(int)past.TotalMinutes} 分前",
            { TotalHours: < 24 } => english ? $"{(int)past.TotalHours} h ago" : $"{(int)past.TotalHours} 小时前",
            _ => Day(then, now, language),
        };
    }

    /// <summary>An instant in a record: 2026-04-08 10:42:06.</summary>
    public static string Record(DateTimeOffset? at) => at is { } t ? t.ToOffset(CityTime.Offset).ToString("yyyy-MM-dd HH:mm:ss", Plain) : Missing;

    /// <summary>An instant in a list: 今天 10:42; 4月8日 10:42; 2025年4月8日 in another year. English: today 10:42; 8 Apr 10:42; 8 Apr 2025.</summary>
    public static string Moment(DateTimeOffset? at, DateTimeOffset now, Language language)
    {
        if (at is not { } given)
        {
            return Missing;
        }

        var (then, today) = (given.ToOffset(CityTime.Offset), now.ToOffset(CityTime.Offset));
        return then.Date == today.Date ? then.ToString(language == Language.English ? "'today' HH:mm" : "今天 HH:mm", Plain)
            : then.Year == today.Year ? $"{Day(given, now, language)} {then.ToString("HH:mm", Plain)}"
            : Day(given, now, language);
    }

    /// <summary>A day: 4月8日, with the year when it is another one. English: 8 Apr.</summary>
    public static string Day(DateTimeOffset at, DateTimeOffset now, Language language)
    {
        var (then, year) = (at.ToOffset(CityTime.Offset), now.ToOffset(CityTime.Offset).Year);
        return language == Language.English
            ? then.ToString(then.Year == year ? "d MMM" : "d MMM yyyy", Plain)
            : then.ToString(then.Year == year ? "M月d日" : "yyyy年M月d日", Plain);
    }

    /// <summary>A day in full: 2026年4月8日 星期三; Wednesday 8 April 2026.</summary>
    public static string FullDay(DateTimeOffset at, Language language)
    {
        var then = at.ToOffset(CityTime.Offset);
        return language == Language.English
            ? then.ToString("dddd d MMMM yyyy", Plain)
            : then.ToString("yyyy年M月d日 ", Plain) + Weekdays[(int)then.DayOfWeek];
    }

    // One decimal below 100, none above; no trailing zero.
    private static string Short(double value) => value.ToString(Math.Abs(value) < 99.95 ? "0.#" : "#,0", Plain);

    private static string Figures(double value) => value.ToString(value < 9.95 ? "0.#" : "0", Plain);
}

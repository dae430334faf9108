using System.Globalization;
using System.Text.RegularExpressions;

namespace CityHub.Storage.Trail;

/// <summary>One file of the trail: <c>yyyyMMdd-NNN.log</c>, its signed end mark beside it as <c>.sig</c> once it is closed.</summary>
internal sealed partial record Segment(string Folder, DateOnly Day, int Number) : IComparable<Segment>
{
    public string Name => $"{Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{Number:D3}";

    public string LogFile => Path.Combine(Folder, Name + ".log");

    public string SignatureFile => Path.Combine(Folder, Name + ".sig");

    public bool IsSigned => File.Exists(SignatureFile);

    /// <summary>Oldest first, those of which only the signed end mark is left included.</summary>
    public static List<Segment> All(string folder) =>
        !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder)
            .Select(file => Pattern().Match(Path.GetFileName(file))).Where(match => match.Success)
            .Select(match => new Segment(folder,
                DateOnly.ParseExact(match.Groups[1].ValueSpan, "yyyyMMdd", CultureInfo.InvariantCulture),
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)))
            .Distinct().Order()];

    /// <summary>Whether a text may name a segment, be it of one that is no longer here.</summary>
    public static bool IsName(string text) => Pattern().IsMatch(text + ".log");

    public int CompareTo(Segment? other) => other is null ? 1 : (Day, Number).CompareTo((other.Day, other.Number));

    [GeneratedRegex(@"^(\d{8})-(\d{3,})\.(?:log|sig)$")]
    private static partial Regex Pattern();
}

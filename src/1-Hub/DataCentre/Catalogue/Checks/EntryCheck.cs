using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Characters;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>Judges an entry by the catalogue guide (发改高技术〔2017〕1272号): every fault of every field, in the order of the fields.</summary>
internal static class EntryCheck
{
    public const int LongestTitle = 128;
    public const int LongestSummary = 1000;
    public const int LongestTheme = 64;
    public const int LongestCondition = 500;
    public const int LongestSource = 500;
    public const int MostItems = 1000;

    /// <summary>From this grade on (GB/T 43697: important data and personal information that does harm) rows are never open.</summary>
    public const int ClosedGrade = 3;

    /// <summary>All faults; empty when the entry may be registered and published.</summary>
    public static IReadOnlyList<Fault> Faults(EntryContent content, IStandards standards)
    {
        var faults = new List<Fault>();
        Line(content.Title, "title", LongestTitle, faults, required: true);
        Paragraph(content.Summary, "summary", LongestSummary, faults, required: true);
        Line(content.Provider, "provider", 64, faults, required: true);
        Line(content.Theme, "theme", LongestTheme, faults, required: true);
        Terms(content, faults);
        Line(content.Source, "source", LongestSource, faults);
        GuideCheck.Judge(content, faults);

        // Field 8 is a duty of databases and spreadsheets; a film has no columns.
        if (content.Items.Count == 0)
        {
            if (Formats.NeedsItems(content.Format))
            {
                faults.Add(EntryFaults.NoItems);
            }
        }
        else if (content.Items.Count > MostItems)
        {
            faults.Add(EntryFaults.TooManyItems(content.Items.Count, MostItems));
        }
        else
        {
            ItemCheck.Judge(content, standards, faults);
        }

        return faults;
    }

    // 国发〔2016〕51号: conditions are stated, a refusal to share cites its basis; what is not shared is not open either.
    private static void Terms(EntryContent content, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(content.SharingCondition) && content.Sharing != SharingType.Unconditional)
        {
            faults.Add(content.Sharing == SharingType.Conditional ? EntryFaults.ConditionMissing : EntryFaults.LegalBasisMissing);
        }

        Paragraph(content.SharingCondition, "sharingCondition", LongestCondition, faults);
        if (content.Open && content.Sharing == SharingType.NotShared)
        {
            faults.Add(EntryFaults.OpenNotShared);
        }
    }

    internal static void Line(string? text, string path, int limit, List<Fault> faults, bool required = false)
    {
        if (text is not null && Invisible.First(text) is { } found)
        {
            faults.Add(EntryFaults.Hidden(path, found));
            return;
        }

        Length(text, path, limit, faults, required);
    }

    internal static void Paragraph(string? text, string path, int limit, List<Fault> faults, bool required = false)
    {
        if (text is not null && Invisible.First(text, lines: true) is { } found)
        {
            faults.Add(EntryFaults.Hidden(path, found));
            return;
        }

        Length(text, path, limit, faults, required);
    }

    private static void Length(string? text, string path, int limit, List<Fault> faults, bool required)
    {
        if (string.IsNullOrEmpty(text))
        {
            if (required)
            {
                faults.Add(EntryFaults.Required(path));
            }
        }
        else if (Characters(text) is var length && length > limit)
        {
            faults.Add(EntryFaults.TooLong(path, length, limit));
        }
    }

    // People count characters, not UTF-16 units: a rare Chinese character in plane 2 is one.
    private static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}

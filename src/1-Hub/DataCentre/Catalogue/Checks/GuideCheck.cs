using System.Text.RegularExpressions;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>The guide's fields 7, 9c, 10b, 12, 13 with their conditional duties, and the fields beyond its core.</summary>
internal static partial class GuideCheck
{
    public const int LongestTitleEn = 256;
    public const int LongestSubFormat = 32;
    public const int MostRelated = 50;
    public const int LongestExtension = 200;

    public static void Judge(EntryContent content, List<Fault> faults)
    {
        EntryCheck.Line(content.TitleEn, "titleEn", LongestTitleEn, faults);
        Format(content, faults);
        Ways(content, faults);
        OpenCondition(content, faults);
        Related(content, faults);
        Extension(content, faults);
    }

    private static void Format(EntryContent content, List<Fault> faults)
    {
        var known = Formats.SubFormats[content.Format];
        if (content.Format == ResourceFormat.SelfDescribed && content.SubFormats.Count == 0)
        {
            faults.Add(EntryFaults.SelfDescribedUnnamed);
        }

        foreach (var sub in content.SubFormats)
        {
            if (content.Format == ResourceFormat.SelfDescribed)
            {
                EntryCheck.Line(sub, "subFormats", LongestSubFormat, faults);
            }
            else if (!known.Contains(sub))
            {
                faults.Add(EntryFaults.SubFormatUnknown(sub, EntryWords.Title(EntryWords.Formats, content.Format), known));
            }
        }
    }

    // 9c is asked of everything that is shared; what is not shared has no way.
    private static void Ways(EntryContent content, List<Fault> faults)
    {
        if (content.Sharing == SharingType.NotShared && content.Ways.Count > 0)
        {
            faults.Add(EntryFaults.WaysNotShared);
        }
        else if (content.Sharing != SharingType.NotShared && content.Ways.Count == 0)
        {
            faults.Add(EntryFaults.Required("ways"));
        }
    }

    private static void OpenCondition(EntryContent content, List<Fault> faults)
    {
        EntryCheck.Paragraph(content.OpenCondition, "openCondition", EntryCheck.LongestCondition, faults);
        if (!content.Open && content.OpenCondition is not null)
        {
            faults.Add(EntryFaults.ConditionNotOpen);
        }
    }

    private static void Related(EntryContent content, List<Fault> faults)
    {
        if (content.Related.Count > MostRelated)
        {
            faults.Add(EntryFaults.TooMany("related", content.Related.Count, MostRelated));
        }
        else if (content.Related.FirstOrDefault(code => !ResourceCode.IsCode(code)) is { } malformed)
        {
            faults.Add(EntryFaults.BadCode("related", malformed));
        }

        if (content.Basis.Count > MostRelated)
        {
            faults.Add(EntryFaults.TooMany("basis", content.Basis.Count, MostRelated));
        }
    }

    private static void Extension(EntryContent content, List<Fault> faults)
    {
        var e = content.Extension;
        if (e.Secrecy == Secrecy.Secret)
        {
            faults.Add(EntryFaults.SecretRefused);
        }

        foreach (var (field, text) in (ReadOnlySpan<(string, string?)>)
            [("alias", e.Alias), ("indicatorSystem", e.IndicatorSystem), ("audience", e.Audience), ("serviceField", e.ServiceField),
                ("storageMedium", e.StorageMedium), ("storageLocation", e.StorageLocation), ("contact", e.Contact)])
        {
            EntryCheck.Line(text, $"extension.{field}", LongestExtension, faults);
        }

        if (e.Phone is { } phone && !Phone.IsMatch(phone))
        {
            faults.Add(EntryFaults.BadPhone(phone));
        }

        if (e.Division is { } division && !DivisionCode.IsMatch(division))
        {
            faults.Add(EntryFaults.BadDivision(division));
        }

        Grade(content, faults);
        Part("sharedGb", e.SharedGb, "storedGb", e.StoredGb, faults);
        Part("openGb", e.OpenGb, "storedGb", e.StoredGb, faults);
        Part("sharedRecords", e.SharedRecords, "records", e.Records, faults);
        Part("openRecords", e.OpenRecords, "records", e.Records, faults);
    }

    // GB/T 43697: a whole is graded by the highest of its parts.
    private static void Grade(EntryContent content, List<Fault> faults)
    {
        if (content.Extension.Grade is not { } grade)
        {
            return;
        }

        var highest = content.Items.Select(i => i.Grade).DefaultIfEmpty(1).Max();
        if (grade is < 1 or > 4)
        {
            faults.Add(EntryFaults.OutOfRange("extension.grade", 1, 4));
        }
        else if (grade < highest)
        {
            faults.Add(EntryFaults.GradeBelowItems(grade, highest));
        }
        else if (content.Open && grade >= EntryCheck.ClosedGrade)
        {
            faults.Add(EntryFaults.OpenGraded("extension.grade", grade));
        }
    }

    private static void Part(string field, decimal? part, string wholeField, decimal? whole, List<Fault> faults)
    {
        if (part > whole)
        {
            faults.Add(EntryFaults.PartAboveWhole($"extension.{field}", part.Value, $"extension.{wholeField}", whole.Value));
        }
    }

    [GeneratedRegex(@"\A[0-9+][0-9 ()\-]{4,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Phone { get; }

    [GeneratedRegex(@"\A[1-9][0-9]{5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DivisionCode { get; }
}

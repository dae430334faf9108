using System.Text.RegularExpressions;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>An item's own terms: its sharing type is a narrowing of the resource's, with the same duties (guide, field 9; 国发〔2016〕51号).</summary>
internal static partial class ItemTerms
{
    public const int LongestRepeatReason = 500;

    public static void Judge(EntryContent content, InformationItem item, string path, List<Fault> faults)
    {
        if (item.Sharing is { } own)
        {
            Sharing(content, item, own, path, faults);
        }

        EntryCheck.Paragraph(item.SharingCondition, $"{path}.sharingCondition", EntryCheck.LongestCondition, faults);
        EntryCheck.Paragraph(item.RepeatReason, $"{path}.repeatReason", LongestRepeatReason, faults);
        if (item.DateFormat is not { } format)
        {
            return;
        }

        if (item.Type is not (ItemType.Date or ItemType.DateTime or ItemType.Character))
        {
            faults.Add(ItemFaults.DateFormatOfType($"{path}.dateFormat", EntryWords.Title(EntryWords.Types, item.Type)));
        }
        else if (!DateFormat.IsMatch(format))
        {
            faults.Add(ItemFaults.BadDateFormat($"{path}.dateFormat", format));
        }
    }

    private static void Sharing(EntryContent content, InformationItem item, SharingType own, string path, List<Fault> faults)
    {
        if (own < content.Sharing)
        {
            faults.Add(ItemFaults.SharedWider(
                $"{path}.sharing", EntryWords.Title(EntryWords.Sharing, own), EntryWords.Title(EntryWords.Sharing, content.Sharing)));
        }
        else if (own > content.Sharing && item.Key)
        {
            faults.Add(ItemFaults.KeyNotShared($"{path}.sharing"));
        }
        else if (own > content.Sharing && item.SharingCondition is null)
        {
            faults.Add(ItemFaults.ConditionMissing($"{path}.sharingCondition", own == SharingType.NotShared));
        }
    }

    [GeneratedRegex(@"\A[yYMdHhmsS年月日时分秒/\-.:, T]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DateFormat { get; }
}

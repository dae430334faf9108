using System.Globalization;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>Minimum and maximum are values of the item's own type, and in order.</summary>
internal static class ItemLimits
{
    public static void Judge(InformationItem item, string path, List<Fault> faults)
    {
        var minimum = Read(item, item.Minimum, $"{path}.minimum", faults);
        var maximum = Read(item, item.Maximum, $"{path}.maximum", faults);
        if (minimum is not null && maximum is not null && Comparer<IComparable>.Default.Compare(minimum, maximum) > 0)
        {
            faults.Add(ItemFaults.LimitsCrossed($"{path}.minimum", item.Minimum!, item.Maximum!));
        }
    }

    private static IComparable? Read(InformationItem item, string? text, string path, List<Fault> faults)
    {
        if (text is null)
        {
            return null;
        }

        var type = EntryWords.Title(EntryWords.Types, item.Type);
        if (item.Type is ItemType.Character or ItemType.Memo or ItemType.Logical)
        {
            faults.Add(ItemFaults.NoLimits(path, type));
            return null;
        }

        var value = Value(item.Type, text);
        if (value is null)
        {
            faults.Add(ItemFaults.BadLimit(path, text, type));
        }

        return value;
    }

    private static IComparable? Value(ItemType type, string text)
    {
        var plain = CultureInfo.InvariantCulture;
        return type switch
        {
            ItemType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, plain, out var whole) ? whole : null,
            ItemType.Number or ItemType.Money => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, plain, out var exact) ? exact : null,
            ItemType.Double or ItemType.Float => double.TryParse(text, NumberStyles.Float, plain, out var number) && double.IsFinite(number) ? number : null,
            ItemType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", plain, DateTimeStyles.None, out var day) ? day : null,
            ItemType.DateTime => DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"], plain, DateTimeStyles.None, out var at) ? at : null,
            _ => null,
        };
    }
}

using System.Globalization;
using CityHub.Kernel;
using static CityHub.DataCentre.Catalogue.Checks.EntryReading;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>扩展元数据 between request and content.</summary>
internal static class ExtensionReading
{
    public static EntryExtension Of(ExtensionRequest? r, List<Fault> faults) => r is null ? EntryExtension.None : new()
    {
        LeadDepartment = Text(r.LeadDepartment), Division = Text(r.Division), Alias = Text(r.Alias),
        Secrecy = Text(r.Secrecy) is null ? Secrecy.NotSecret : Choice(r.Secrecy, "extension.secrecy", EntryWords.Secrecies, Secrecy.NotSecret, faults),
        Grade = Whole(r.Grade, "extension.grade", faults), IndicatorSystem = Text(r.IndicatorSystem), Audience = Text(r.Audience),
        ServiceField = Text(r.ServiceField), StorageMedium = Text(r.StorageMedium), StorageLocation = Text(r.StorageLocation),
        Contact = Text(r.Contact), Phone = Text(r.Phone),
        StoredGb = Amount(r.StoredGb, "storedGb", faults), Records = Count(r.Records, "records", faults),
        SharedGb = Amount(r.SharedGb, "sharedGb", faults), SharedRecords = Count(r.SharedRecords, "sharedRecords", faults),
        OpenGb = Amount(r.OpenGb, "openGb", faults), OpenRecords = Count(r.OpenRecords, "openRecords", faults),
    };

    public static ExtensionRequest Back(EntryExtension e) => new()
    {
        LeadDepartment = e.LeadDepartment, Division = e.Division, Alias = e.Alias, Secrecy = EntryWords.Of(e.Secrecy), Grade = Written(e.Grade),
        IndicatorSystem = e.IndicatorSystem, Audience = e.Audience, ServiceField = e.ServiceField, StorageMedium = e.StorageMedium,
        StorageLocation = e.StorageLocation, Contact = e.Contact, Phone = e.Phone, StoredGb = Written(e.StoredGb), Records = Written(e.Records),
        SharedGb = Written(e.SharedGb), SharedRecords = Written(e.SharedRecords), OpenGb = Written(e.OpenGb), OpenRecords = Written(e.OpenRecords),
    };

    private static decimal? Amount(string? text, string field, List<Fault> faults)
    {
        if (Text(text) is not { } written)
        {
            return null;
        }

        if (decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return amount;
        }

        faults.Add(EntryFaults.NotAmount($"extension.{field}", written));
        return null;
    }

    private static long? Count(string? text, string field, List<Fault> faults)
    {
        if (Text(text) is not { } written)
        {
            return null;
        }

        if (long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return count;
        }

        faults.Add(EntryFaults.NotWhole($"extension.{field}", written));
        return null;
    }

    private static string? Written(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}

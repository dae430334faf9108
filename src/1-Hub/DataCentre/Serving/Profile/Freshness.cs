using CityHub.DataCentre.Catalogue;

namespace CityHub.DataCentre.Serving.Profile;

/// <summary>Whether a resource was updated as its cycle promises.</summary>
internal static class Freshness
{
    /// <summary>When the next update is due: one period of the cycle after the last; the longest month, quarter and year count.</summary>
    public static DateTimeOffset Due(UpdateCycle cycle, DateTimeOffset lastUpdate) => lastUpdate + (cycle switch
    {
        UpdateCycle.RealTime => TimeSpan.FromHours(1),
        UpdateCycle.Daily => TimeSpan.FromDays(1),
        UpdateCycle.Weekly => TimeSpan.FromDays(7),
        UpdateCycle.Monthly => TimeSpan.FromDays(31),
        UpdateCycle.Quarterly => TimeSpan.FromDays(92),
        _ => TimeSpan.FromDays(366),
    });
}

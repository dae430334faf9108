using CityHub.Kernel;

namespace CityHub.Web;

/// <summary>What the shells say about the city. The Host registers it; without it the pages name only the program.</summary>
/// <param name="Name">The city, for example 重庆.</param>
/// <param name="Publisher">Who answers for the site, for example 重庆市大数据应用发展管理局.</param>
public sealed record CityProfile(Words Name, Words Publisher)
{
    /// <summary>Whether generated sample data is served: then every page says so.</summary>
    public Func<bool> HoldsGeneratedData { get; init; } = () => false;
}

/// <summary>Says whether generated data is served. Filled by each module that serves any.</summary>
public interface IGeneratedData
{
    /// <summary>Whether there is some now; asked for every page, so it must be quick.</summary>
    bool Served { get; }
}

namespace CityHub.Kernel;

/// <summary>The city's clock (北京时间, UTC+8 all the year): instants are kept as UTC, days are the city's.</summary>
public static class CityTime
{
    /// <summary>Ahead of UTC.</summary>
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    /// <summary>The city's day of an instant.</summary>
    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);
}

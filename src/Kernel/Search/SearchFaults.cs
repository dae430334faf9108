namespace CityHub.Kernel.Search;

/// <summary>The refusals of search.</summary>
public static class SearchFaults
{
    /// <summary>A cursor of another list.</summary>
    public static Fault BadCursor { get; } = new("search.bad-cursor", 400,
        new("游标无效", "Invalid cursor"),
        new("cursor 不是本清单给出的，或排序方式已改变。请去掉 cursor 从头读取。",
            "The cursor was not given by this list, or the order changed. Leave it out and start again."))
    {
        Path = "cursor",
    };
}

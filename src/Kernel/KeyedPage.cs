namespace CityHub.Kernel;

/// <summary>Pages of a list in memory whose cursor is the key of the last item shown.</summary>
public static class KeyedPage
{
    /// <summary>What follows the item that the cursor names: all without a cursor, null when no item has this key.</summary>
    public static IReadOnlyList<T>? After<T>(IReadOnlyList<T> all, Func<T, string> key, string? cursor)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(key);
        if (string.IsNullOrEmpty(cursor))
        {
            return all;
        }

        List<T> rest = [.. all.SkipWhile(item => key(item) != cursor)];
        return rest.Count == 0 ? null : rest[1..];
    }
}

using CityHub.Kernel.Modules;

namespace CityHub.Kernel;

/// <summary>What a list is ordered by. Ties are broken by the list's own order; what has no value comes last, whichever the direction.</summary>
/// <param name="By">One of the list's words.</param>
/// <param name="Falling">Greatest first.</param>
public sealed record ListOrder(string By, bool Falling)
{
    private static readonly Comparer<IComparable?> Plain = Comparer<IComparable?>.Create((a, b) =>
        a is string text && b is string other ? string.CompareOrdinal(text, other) : System.Collections.Comparer.DefaultInvariant.Compare(a, b));

    /// <summary>A list in memory in this order; the caller breaks the ties.</summary>
    public IOrderedEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, IComparable?> key)
    {
        var known = items.OrderBy(item => key(item) is null);
        return Falling ? known.ThenByDescending(key, Plain) : known.ThenBy(key, Plain);
    }
}

/// <summary>The orders that a list offers, the usual one first; each with the direction that is meant when none is named.</summary>
public sealed class ListOrders(params IReadOnlyList<ListOrder> all)
{
    private const string Rising = "asc", Falling = "desc";

    /// <summary>The order when none is asked for.</summary>
    public ListOrder Usual => all[0];

    /// <summary>What the parameters mean, for the description.</summary>
    public QueryParameter[] Parameters { get; } =
    [
        new("sort", $"排序依据，默认 {all[0].By} / What to order by, {all[0].By} by default") { Words = [.. all.Select(o => o.By)] },
        new("order", $"方向；不写时 {string.Join("、", all.Select(o => $"{o.By} 为 {Word(o)}"))} / Direction; when left out: {string.Join(", ", all.Select(o => $"{o.By} {Word(o)}"))}") { Words = [Rising, Falling] },
    ];

    /// <summary>The order that an address asks for.</summary>
    public Outcome<ListOrder> Read(string? sort, string? order)
    {
        var by = string.IsNullOrWhiteSpace(sort) ? Usual : all.FirstOrDefault(o => o.By.Equals(sort.Trim(), StringComparison.OrdinalIgnoreCase));
        return by is null ? QueryFaults.UnknownOrder("sort", sort!, [.. all.Select(o => o.By)])
            : string.IsNullOrWhiteSpace(order) ? by
            : order.Trim().Equals(Rising, StringComparison.OrdinalIgnoreCase) ? by with { Falling = false }
            : order.Trim().Equals(Falling, StringComparison.OrdinalIgnoreCase) ? by with { Falling = true }
            : QueryFaults.UnknownOrder("order", order, [Rising, Falling]);
    }

    private static string Word(ListOrder order) => order.Falling ? Falling : Rising;
}

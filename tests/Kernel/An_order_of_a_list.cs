using Xunit;

namespace CityHub.Kernel.Tests;

public sealed class An_order_of_a_list
{
    private static readonly ListOrders Orders = new(new("score", false), new("refused", true));

    [Theory]
    [InlineData(null, null, "score", false)]
    [InlineData("refused", "", "refused", true)] // the direction that is meant most
    [InlineData("Refused", "ASC", "refused", false)]
    [InlineData(" ", "desc", "score", true)]
    public void is_read_from_an_address(string? sort, string? order, string by, bool falling) =>
        Assert.Equal(new ListOrder(by, falling), Orders.Read(sort, order).Value);

    [Theory]
    [InlineData("colour", null, "sort", "sort does not take 'colour'. It takes: score, refused.")]
    [InlineData("score", "down", "order", "order does not take 'down'. It takes: asc, desc.")]
    public void that_is_not_offered_is_refused_and_told_what_is(string sort, string? order, string path, string said)
    {
        var fault = Orders.Read(sort, order).Fault!;

        Assert.Equal(("hub.unknown-order", 400, path, said), (fault.Code, fault.Status, fault.Path, fault.Say(Language.English)));
    }

    [Theory]
    [InlineData(false, "c1 c2 b a")]
    [InlineData(true, "b c1 c2 a")]
    public void leaves_what_has_no_value_for_the_end_in_both_directions(bool falling, string expected)
    {
        (string Name, int? Value)[] items = [("c2", 1), ("a", null), ("b", 7), ("c1", 1)];

        var sorted = new ListOrder("score", falling).Sort(items, i => i.Value).ThenBy(i => i.Name, StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(' ', sorted.Select(i => i.Name)));
    }
}

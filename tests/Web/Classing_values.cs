using Xunit;

namespace CityHub.Web.Tests;

public sealed class Classing_values
{
    [Fact]
    public void sets_round_limits_that_rise()
    {
        // Resident population of the nine central districts of Chongqing, census of 2020.
        double?[] people = [588717, 421904, 925800, 1477345, 1526821, 1197639, 834887, 2191493, 1178856];

        var limits = Classes.Limits(people, 4);

        Assert.Equal([800000, 1200000, 1500000], limits);
    }

    [Fact]
    public void puts_a_value_on_a_limit_above_it()
    {
        Assert.Equal(0, Classes.Of(9.9, [10, 20]));
        Assert.Equal(1, Classes.Of(10, [10, 20]));
        Assert.Equal(2, Classes.Of(20, [10, 20]));
    }

    [Fact]
    public void spreads_the_classes_over_the_whole_scale_and_keeps_missing_apart()
    {
        Assert.Equal([1, 3, 5, 7], Enumerable.Range(0, 4).Select(i => Classes.TokenOf(i, 4)));
        Assert.Equal(0, Classes.Token(null, [10]));
        Assert.Equal(0, Classes.Token(double.NaN, [10]));
        Assert.Equal(7, Classes.Token(11, [10]));
    }

    [Theory]
    [InlineData(5.0, 5.0)]
    [InlineData(null, null)]
    public void makes_one_class_of_values_that_are_alike_or_missing(double? a, double? b) => Assert.Empty(Classes.Limits([a, b]));

    [Fact]
    public void makes_limits_for_small_and_negative_values()
    {
        var limits = Classes.Limits([-0.3, -0.1, 0.12, 0.24, 0.5, 0.71], 3);

        Assert.Equal([0.12, 0.5], limits);
    }
}

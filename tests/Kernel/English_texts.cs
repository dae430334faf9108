using Xunit;

namespace CityHub.Kernel.Tests;

/// <summary>Numbers of things in English.</summary>
public sealed class English_texts
{
    [Theory]
    [InlineData(0L, "0 rows")]
    [InlineData(1L, "1 row")]
    [InlineData(2L, "2 rows")]
    [InlineData(2400L, "2,400 rows")]
    [InlineData(null, "— rows")]
    public void have_one_thing_and_many_things(long? count, string text) => Assert.Equal(text, English.Of(count, "row"));

    [Fact]
    public void know_plurals_without_an_s() => Assert.Equal(("1 entry", "3 entries"), (English.Of(1, "entry", "entries"), English.Of(3, "entry", "entries")));
}

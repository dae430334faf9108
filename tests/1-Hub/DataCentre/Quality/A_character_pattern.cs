using CityHub.DataCentre.Quality.Profiling;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class A_character_pattern
{
    [Theory]
    [InlineData("", "")]
    [InlineData("500103199001010010", "9{18}")]
    [InlineData("11010519491231002X", "9{17}A")]
    [InlineData("渝A·12345", "汉A·9{5}")]
    [InlineData("渝中区 3 号", "汉{3}␣9␣汉")]
    [InlineData("023-6377", "9{3}-9{4}")]
    [InlineData("abcDE", "a{3}A{2}")]
    [InlineData("Ünal", "文a{3}")]
    [InlineData("𠮷野", "汉{2}")]
    [InlineData("😀😀x", "😀{2}a")]
    [InlineData("a1b2c3d4e5f6g7", "a9a9a9a9a9a9…")]
    public void tells_the_classes_of_the_characters(string text, string pattern) => Assert.Equal(pattern, CharacterPattern.Of(text));

    [Fact]
    public void of_half_a_character_is_no_crash() => Assert.Equal("a\uFFFD", CharacterPattern.Of("x\uD83D"));
}

using CityHub.Kernel.Characters;
using Xunit;

namespace CityHub.Kernel.Tests;

/// <summary>Expected values: Unicode Standard Annex 15, table of compatibility equivalence.</summary>
public sealed class A_folded_text
{
    [Theory]
    [InlineData("ＡＢＣ　１２３（ａ）", "ABC 123(a)")]
    [InlineData("㎡ ﬁ ① Ⅳ", "m2 fi 1 IV")]
    [InlineData("ﾊﾞ", "ハ\u3099")]
    [InlineData("バ", "ハ\u3099")]
    [InlineData("é", "e\u0301")]
    [InlineData("⼀", "一")] // Kangxi radical one
    [InlineData("\uF900", "\u8C48")] // compatibility ideograph F900
    [InlineData("𝐀", "A")]
    [InlineData("人口 population 👨‍👩‍👧 한", "人口 population 👨‍👩‍👧 한")]
    public void is_the_same_for_texts_that_differ_in_width_and_form(string text, string folded) => Assert.Equal(folded, Compatibility.Fold(text));

    [Fact]
    public void holds_nothing_that_cannot_be_read() => Assert.Equal("a\ufffd", Compatibility.Fold($"a{'\ud83d'}"));
}

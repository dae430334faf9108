using Xunit;

namespace CityHub.Kernel.Tests;

/// <summary>Texts cut to be shown.</summary>
public sealed class A_shortened_text
{
    [Theory]
    [InlineData("", "")]
    [InlineData("渝中区", "渝中区")]
    [InlineData("渝中区医院", "渝中区医…")]
    [InlineData("龘龘龘𠮷野", "龘龘龘…")] // 𠮷 takes two units: half of it would be no character
    [InlineData("龘龘𠮷野", "龘龘𠮷…")]
    public void keeps_whole_characters(string text, string shown) => Assert.Equal(shown, Shortened.To(text, 4));
}

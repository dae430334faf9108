using CityHub.Kernel.Characters;
using Xunit;

namespace CityHub.Kernel.Tests;

public sealed class An_invisible_character
{
    [Theory]
    [InlineData("人口\u200b", "U+200B")]
    [InlineData("\ufeff人口", "U+FEFF")]
    [InlineData("人\u2060口", "U+2060")]
    [InlineData("人口\u202e表", "U+202E")]
    [InlineData("人口\u2066表\u2069", "U+2066")]
    [InlineData("人口\u200f", "U+200F")]
    [InlineData("人\u00ad口", "U+00AD")]
    [InlineData("人口\u0007", "U+0007")]
    [InlineData("人\u3164口", "U+3164")] // Hangul filler
    [InlineData("人\u2800口", "U+2800")] // Braille without a dot
    [InlineData("人\u2028口", "U+2028")]
    [InlineData("人\U000E0041口", "U+E0041")] // a tag without a flag
    [InlineData("人\u200d口", "U+200D")] // joins no emoji
    [InlineData("👨\u200d", "U+200D")]
    [InlineData("\ufe0f人口", "U+FE0F")] // selects nothing
    [InlineData("人\ufe0f\ufe0f口", "U+FE0F")]
    public void is_named(string text, string name) => Assert.Equal(name, Invisible.First(text)?.Name);

    [Fact]
    public void is_told_with_its_place_and_what_stands_before_it() =>
        Assert.Equal(new("U+202E", 3, "𠮷野", Control: false), Invisible.First("𠮷野\u202e家"));

    [Theory]
    [InlineData("𠮷野家与龘龘")]
    [InlineData("مستشفى المدينة")]
    [InlineData("בית חולים")]
    [InlineData("医院🏥👨‍👩‍👧")]
    [InlineData("👩🏽‍⚕️ 🏳️‍🌈 ❤️‍🔥 🏴‍☠️")] // skin tone, selector and joiner together
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")] // the flag of England
    [InlineData("葛\U000E0100城")] // an ideographic variation
    [InlineData("1️⃣ é e\u0301 ﷽")]
    [InlineData("全角　空格 A")]
    public void is_none_of_what_people_write(string text) => Assert.Null(Invisible.First(text));

    [Fact]
    public void is_half_a_surrogate_pair_as_well() => Assert.Equal("U+D83D", Invisible.First($"人{'\ud83d'}口")?.Name);

    [Fact]
    public void is_no_line_break_in_a_text_of_several_lines()
    {
        Assert.Null(Invisible.First("一\r\n\t二\u2028三", lines: true));
        Assert.Equal("U+000A", Invisible.First("一\n二")?.Name);
        Assert.Equal("U+200B", Invisible.First("一\n\u200b二", lines: true)?.Name);
    }
}

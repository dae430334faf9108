using System.Text;
using System.Text.Unicode;
using CityHub.DataCentre.Gathering.Loading;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering.Loading;

/// <summary>The one pass over a source's bytes sees what the framework sees in three.</summary>
public sealed class Looking_at_a_text
{
    // Parts that are right, nearly right and wrong UTF-8 (RFC 3629): overlong forms, surrogates, beyond U+10FFFF, cut and stray bytes, NUL.
    private static readonly byte[][] Parts =
    [
        [.. "plain,text\n"u8], [.. "\"quoted\""u8], [.. "重庆市渝中区"u8], [.. "é"u8], [.. "𠮷🙂"u8], [.. "龘"u8],
        [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0x9F, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        [0x80], [0xBF, 0xBF], [0xC3], [0xE4, 0xB8], [0xF0, 0x9F, 0x99], [0],
    ];

    private static readonly Gen<byte[]> Texts = Gen.Select(
        Gen.Int[0, 200], Gen.OneOf(Gen.Int[0, 5], Gen.Int[0, Parts.Length - 1]).Array[0, 40], Gen.Bool,
        (spaces, parts, wrongOnlyOnce) => (byte[])
        [
            .. Enumerable.Repeat((byte)'x', spaces),
            .. parts.SelectMany((p, i) => Parts[wrongOnlyOnce && i != parts.Length / 2 ? p % 6 : p]),
        ]);

    [Fact]
    public void agrees_with_the_framework_on_any_bytes() => Texts.Sample(
        text =>
        {
            var scan = TextScan.Of(text, (byte)'"');
            return scan == new TextScan(text.AsSpan().Count((byte)'\n'), text.AsSpan().Count((byte)'"'), Utf8.IsValid(text) && !text.Contains((byte)0));
        },
        iter: 200_000);

    [Theory]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1000)]
    public void sees_a_character_cut_off_at_the_end_whatever_the_length(int length)
    {
        for (var kept = 1; kept <= 3; kept++)
        {
            byte[] text = [.. Enumerable.Repeat((byte)'x', length - kept), .. Encoding.UTF8.GetBytes("𠮷")[..kept]];
            Assert.False(TextScan.Of(text, 0).Clean);
        }

        Assert.True(TextScan.Of([.. Enumerable.Repeat((byte)'x', length - 4), .. Encoding.UTF8.GetBytes("𠮷")], 0).Clean);
    }
}

using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>At most so many characters; a Chinese character counts one, like a letter.</summary>
internal sealed class LengthRule(int most) : CellRule("length", RuleTitles.Of("length").Title, null)
{
    public override bool Holds(ReadOnlySpan<byte> cell) =>
        cell.Length <= most || (cell.Length <= 4L * most && Utf8Text.Characters(cell) <= most);

    public override Words Explain(string value)
    {
        var characters = value.EnumerateRunes().Count();
        return new($"最多 {most} 个字符，实际 {characters} 个", $"at most {most} characters, found {characters}");
    }
}

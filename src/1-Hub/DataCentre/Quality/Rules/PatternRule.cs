using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>The whole value matches a regular expression. Linear time for any pattern and value.</summary>
internal sealed class PatternRule(string pattern) : CellRule("pattern", RuleTitles.Of("pattern").Title, null)
{
    private const int OnStack = 512;
    private readonly PlainPattern? _plain = PlainPattern.TryRead(pattern);
    private readonly Regex _regex = Whole(pattern);

    public override bool Holds(ReadOnlySpan<byte> cell)
    {
        if (_plain is not null)
        {
            return _plain.Matches(cell);
        }

        if (cell.Length <= OnStack)
        {
            Span<char> text = stackalloc char[OnStack];
            return _regex.IsMatch(text[..Encoding.UTF8.GetChars(cell, text)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(cell.Length);
        try
        {
            return _regex.IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(cell, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    public override Words Explain(string value) => new($"不合格式 {pattern}", $"does not match {pattern}");

    /// <summary>Why a text is no pattern that can be used; null when it is one.</summary>
    public static Words? WhyNot(string pattern)
    {
        try
        {
            _ = Whole(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return new($"不是正则表达式：{pattern}（第 {e.Offset + 1} 个字符起）", $"not a regular expression: {pattern} (from character {e.Offset + 1})");
        }
        catch (NotSupportedException)
        {
            return new($"不支持后向引用与环视：{pattern}", $"back references and look-arounds are not supported: {pattern}");
        }
    }

    private static Regex Whole(string pattern)
    {
        // Read by itself first, so that an error's place counts from the user's own first character.
        _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}

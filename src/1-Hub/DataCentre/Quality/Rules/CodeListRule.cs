using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>One of the codes of a list.</summary>
internal sealed class CodeListRule(CodeList list) : CellRule("code-list", RuleTitles.Of("code-list").Title, list.Code)
{
    private const int MostNamed = 10;
    private readonly ByteSet _codes = new(list.Codes.Select(c => c.Code));

    public override bool Holds(ReadOnlySpan<byte> cell) => _codes.Contains(cell);

    public override Words Explain(string value)
    {
        var name = value.Trim();
        if (list.Codes.FirstOrDefault(c => c.Name == name) is { } meant)
        {
            return new($"应写代码：“{name}”的代码是 {meant.Code}（{list.Code}）", $"write the code: '{name}' is {meant.Code} ({list.Code})");
        }

        if (list.Codes.Any(c => c.Code == name))
        {
            return new($"代码前后有空格（{list.Code}）", $"spaces around the code ({list.Code})");
        }

        if (list.Codes.Count <= MostNamed)
        {
            var codes = string.Join(' ', list.Codes.Select(c => c.Code));
            return new($"{list.Code} 没有代码 {value}，只有 {codes}", $"{list.Code} has no code {value}, only {codes}");
        }

        return new($"{list.Code}（{list.Name.Zh}）没有代码 {value}", $"{list.Code} ({list.Name.En}) has no code {value}");
    }
}

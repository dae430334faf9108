using System.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules.CheckDigits;

/// <summary>组织机构代码: eight characters and a check character, with or without the hyphen between them. GB 11714-1997 clause 3.</summary>
internal sealed class OrganisationCodeRule() : CellRule("check-digit.gb11714", RuleTitles.Of("check-digit.gb11714").Title, "GB 11714-1997 3")
{
    private static ReadOnlySpan<byte> Weights => [3, 7, 9, 10, 5, 8, 4, 2];

    public override bool Holds(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        9 => cell[8] == Check(cell),
        10 => cell[8] == '-' && cell[9] == Check(cell),
        _ => false,
    };

    /// <summary>The check character that belongs to the first eight characters; 0 when one of them is neither digit nor capital letter.</summary>
    public static byte Check(ReadOnlySpan<byte> code)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            var value = Value(code[i]);
            if (value < 0)
            {
                return 0;
            }

            sum += value * Weights[i];
        }

        return (11 - (sum % 11)) switch { 10 => (byte)'X', 11 => (byte)'0', var digit => (byte)('0' + digit) };
    }

    public override Words Explain(string value)
    {
        var bare = value.Length == 10 && value[8] == '-' ? value.Remove(8, 1) : value;
        if (bare.Length != 9)
        {
            return new($"应为 9 位，实际 {value.Length} 位", $"should have 9 characters, found {value.Length}");
        }

        for (var i = 0; i < 8; i++)
        {
            if (!char.IsAsciiDigit(bare[i]) && !char.IsAsciiLetterUpper(bare[i]))
            {
                return new($"第 {i + 1} 位应为数字或大写字母，实际为“{bare[i]}”", $"character {i + 1} should be a digit or a capital letter, found '{bare[i]}'");
            }
        }

        var right = (char)Check(Encoding.UTF8.GetBytes(bare));
        return new($"校验码应为 {right}", $"the check character should be {right}");
    }

    private static int Value(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'A' and <= (byte)'Z' => c - 'A' + 10,
        _ => -1,
    };
}

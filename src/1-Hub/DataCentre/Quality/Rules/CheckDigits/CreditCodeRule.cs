using System.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules.CheckDigits;

/// <summary>
/// 统一社会信用代码: registering department, kind, division, organisation code (with its own check character by GB 11714) and check character.
/// GB 32100-2015 clauses 4 and 5; the check is ISO 7064 MOD 31-3 over an alphabet without I O S V Z.
/// </summary>
internal sealed class CreditCodeRule() : CellRule("check-digit.gb32100", RuleTitles.Of("check-digit.gb32100").Title, "GB 32100-2015 4, 5")
{
    private const byte None = 255;
    private static readonly byte[] Values = ValuesOfCharacters();

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHJKLMNPQRTUWXY"u8;

    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    public override bool Holds(ReadOnlySpan<byte> cell) =>
        cell.Length == 18 && Utf8Text.Digits(cell[2..8], out _) && Check(cell) == cell[17] && OrganisationCodeRule.Check(cell[8..]) == cell[16];

    /// <summary>The check character that belongs to the first 17 characters; 0 when one of them is not of the alphabet.</summary>
    public static byte Check(ReadOnlySpan<byte> code)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            var value = Values[code[i]];
            if (value == None)
            {
                return 0;
            }

            sum += value * Weights[i];
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }

    public override Words Explain(string value)
    {
        if (value.Length != 18)
        {
            return new($"应为 18 位，实际 {value.Length} 位", $"should have 18 characters, found {value.Length}");
        }

        for (var i = 0; i < 18; i++)
        {
            if (value[i] > 127 || Values[value[i]] == None)
            {
                return new($"第 {i + 1} 位“{value[i]}”不在 GB 32100 字符集中（无 I O S V Z，字母大写）",
                    $"character {i + 1}, '{value[i]}', is not in the alphabet of GB 32100 (no I O S V Z, capitals only)");
            }
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        if (!Utf8Text.Digits(bytes.AsSpan(2, 6), out _))
        {
            return new($"第 3-8 位 {value[2..8]} 应为 6 位数字的区划代码", $"characters 3-8, {value[2..8]}, should be a division code of six digits");
        }

        // Either may be wrong alone: when the last fits, the fault lies inside the organisation code or the writer computed only the last.
        var (inner, last) = ((char)OrganisationCodeRule.Check(bytes.AsSpan(8)), (char)Check(bytes));
        return last != value[17]
            ? new($"末位应为 {last}", $"the last character should be {last}")
            : new($"第 17 位（主体标识码校验位）应为 {inner}", $"character 17 (check of the organisation code) should be {inner}");
    }

    private static byte[] ValuesOfCharacters()
    {
        var values = new byte[256];
        Array.Fill(values, None);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (byte)i;
        }

        return values;
    }
}

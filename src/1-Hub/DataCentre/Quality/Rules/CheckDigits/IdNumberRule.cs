using System.Globalization;
using System.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules.CheckDigits;

/// <summary>公民身份号码: division, birth date, sequence and check character. GB 11643-1999 clauses 3 and 4; the check is ISO 7064 MOD 11-2.</summary>
/// <param name="divisions">Division codes of today and of earlier years.</param>
/// <param name="today">Nobody is born after this day.</param>
/// <param name="acceptOld">Whether numbers of 15 digits (GB 11643-1989; cards void since 2013-01-01) are accepted.</param>
internal sealed class IdNumberRule(DivisionSet divisions, DateOnly today, bool acceptOld = false)
    : CellRule("check-digit.gb11643", RuleTitles.Of("check-digit.gb11643").Title, "GB 11643-1999 3, 4")
{
    private readonly int _today = (((today.Year * 100) + today.Month) * 100) + today.Day;

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static ReadOnlySpan<byte> CheckCharacters => "10X98765432"u8;

    public override bool Holds(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        18 => Utf8Text.Digits(cell[..6], out var division) && Utf8Text.Digits(cell[6..14], out var born) && Utf8Text.Digits(cell[14..17], out _)
            && Check(cell) == cell[17] && divisions.Contains(division) && born <= _today && IsDay(born),
        15 when acceptOld => Utf8Text.Digits(cell[..6], out var division) && Utf8Text.Digits(cell[6..12], out var born) && Utf8Text.Digits(cell[12..], out _)
            && divisions.Contains(division) && IsDay(19_000_000 + born),
        _ => false,
    };

    /// <summary>The check character that belongs to the first 17 digits.</summary>
    public static byte Check(ReadOnlySpan<byte> number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (number[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }

    public override Words Explain(string value)
    {
        if (value.Length == 15 && value.All(char.IsAsciiDigit))
        {
            return new("15 位旧号码（2013-01-01 起停用），应换成 18 位", "an old number of 15 digits (void since 2013-01-01); it should have 18");
        }

        if (value.Length != 18)
        {
            return new($"应为 18 位，实际 {value.Length} 位", $"should have 18 characters, found {value.Length}");
        }

        for (var i = 0; i < 17; i++)
        {
            if (!char.IsAsciiDigit(value[i]))
            {
                return new($"第 {i + 1} 位应为数字，实际为“{value[i]}”", $"character {i + 1} should be a digit, found '{value[i]}'");
            }
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        return !divisions.Contains(Number(value[..6]))
            ? new($"前 6 位 {value[..6]} 不是行政区划代码", $"the first six digits {value[..6]} are no division code")
            : Birth(value) ?? Last(value[17], (char)Check(bytes));
    }

    private Words? Birth(string value)
    {
        var (year, month, day) = (Number(value[6..10]), Number(value[10..12]), Number(value[12..14]));
        var text = $"{value[6..10]}-{value[10..12]}-{value[12..14]}";
        return month is < 1 or > 12 ? new($"出生月份为 {value[10..12]}", $"the month of birth is {value[10..12]}")
            : !Utf8Text.IsDay(year, month, day) ? new($"出生日期 {text} 不存在", $"there is no birth date {text}")
            : Number(value[6..14]) > _today ? new($"出生日期 {text} 晚于今天", $"the birth date {text} is later than today")
            : null;
    }

    private static Words Last(char found, char right) => found == 'x' && right == 'X'
        ? new("末位 x 应为大写 X", "the last character x should be a capital X")
        : new($"末位应为 {right}", $"the last character should be {right}");

    private static bool IsDay(int yyyymmdd) => Utf8Text.IsDay(yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100);

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

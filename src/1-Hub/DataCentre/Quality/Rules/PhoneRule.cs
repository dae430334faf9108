using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>
/// A telephone number of the mainland: mobile; fixed line with or without area code and extension; 400 and 800; short service numbers.
/// Plan: 电信网编号计划 (2017), numbers of fixed, mobile and intelligent networks.
/// </summary>
internal sealed class PhoneRule(bool mobileOnly) : CellRule("phone", RuleTitles.Of("phone").Title, "电信网编号计划（2017年版）")
{
    public override bool Holds(ReadOnlySpan<byte> cell)
    {
        if (cell.StartsWith("+86"u8))
        {
            cell = cell[3..];
            cell = cell.Length > 0 && cell[0] is (byte)'-' or (byte)' ' ? cell[1..] : cell;
        }

        return IsMobile(cell) || (!mobileOnly && (IsFixed(cell) || IsService(cell)));
    }

    public override Words Explain(string value)
    {
        if (mobileOnly || value is ['1', ..])
        {
            var wrong = value.FirstOrDefault(c => !char.IsAsciiDigit(c));
            return wrong != default ? new($"含有非数字字符“{wrong}”", $"contains '{wrong}', which is no digit")
                : value.Length != 11 ? new($"手机号码应为 11 位，实际 {value.Length} 位", $"a mobile number has 11 digits, found {value.Length}")
                : new($"手机号码不以 {value[..2]} 开头", $"no mobile number begins with {value[..2]}");
        }

        return new("不是电话号码：应为 11 位手机号码，或区号-号码，或 400、95、96、12 开头的服务号码",
            "not a telephone number: 11 digits of a mobile, area code and number, or a service number (400, 95, 96, 12)");
    }

    private static bool IsMobile(ReadOnlySpan<byte> text) =>
        text.Length == 11 && text[0] == '1' && text[1] is >= (byte)'3' and <= (byte)'9' && Utf8Text.Digits(text[2..], out _);

    private static bool IsFixed(ReadOnlySpan<byte> text)
    {
        var open = text.Length > 0 && text[0] == '(';
        text = open ? text[1..] : text;
        if (text.Length > 0 && text[0] == '0')
        {
            // 010 and 02x are the area codes of three digits; the others have four.
            var length = text.Length > 1 && text[1] is (byte)'1' or (byte)'2' ? 3 : 4;
            if (text.Length <= length || !Utf8Text.Digits(text[..length], out _))
            {
                return false;
            }

            text = text[length..];
            if (open ? text[0] == ')' : text[0] is (byte)'-' or (byte)' ')
            {
                text = text[1..];
            }
            else if (open)
            {
                return false;
            }
        }
        else if (open)
        {
            return false;
        }

        var dash = text.IndexOf((byte)'-');
        var number = dash < 0 ? text : text[..dash];
        var extension = dash < 0 ? default : text[(dash + 1)..];
        return number.Length is 7 or 8 && number[0] is >= (byte)'2' and <= (byte)'8' && Utf8Text.Digits(number, out _)
            && (dash < 0 || (extension.Length <= 6 && Utf8Text.Digits(extension, out _)));
    }

    private static bool IsService(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("400"u8) || text.StartsWith("800"u8))
        {
            Span<byte> bare = stackalloc byte[10];
            var count = 0;
            foreach (var b in text)
            {
                if (b != '-' && count < bare.Length)
                {
                    bare[count] = b;
                }

                count += b == '-' ? 0 : 1;
            }

            return count == 10 && Utf8Text.Digits(bare[1..], out _);
        }

        return text.Length is >= 3 and <= 8 && Utf8Text.Digits(text, out _)
            && (text.StartsWith("95"u8) || text.StartsWith("96"u8) || text.StartsWith("12"u8) || (text.StartsWith("11"u8) && text.Length == 3) || text.StartsWith("10"u8));
    }
}

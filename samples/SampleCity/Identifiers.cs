using System.Globalization;

namespace CityHub.SampleCity;

/// <summary>Numbers with check characters, made for things that do not exist. Written apart from the rules that check them, so that tests compare two hands.</summary>
internal static class Identifiers
{
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Check character of a citizen id number (GB 11643, ISO 7064 MOD 11-2).</summary>
    public static byte IdCheck(ReadOnlySpan<byte> seventeen)
    {
        // Horner's way through ISO 7064 instead of the table of weights.
        var p = 0;
        foreach (var digit in seventeen)
        {
            p = (p + (digit - '0')) * 2 % 11;
        }

        var check = (12 - p) % 11;
        return (byte)(check == 10 ? 'X' : '0' + check);
    }

    /// <summary>A unified social credit code (GB 32100) of a company that does not exist; distinct for distinct numbers below a million.</summary>
    /// <param name="prefix">Registering department and kind: 91 company, 92 sole trader, 12 public institution ...</param>
    /// <param name="division">Six digits.</param>
    /// <param name="number">Number of the organisation.</param>
    public static string CreditCode(string prefix, string division, long number)
    {
        var body = "CH" + number.ToString("D6", CultureInfo.InvariantCulture); // no real code begins so: MA.. are given out today
        var organisation = body[..8] + OrganisationCheck(body[..8]);
        var code = prefix + division + organisation;
        var sum = 0;
        var weight = 1;
        foreach (var c in code)
        {
            sum += CreditAlphabet.IndexOf(c, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return code + CreditAlphabet[(31 - (sum % 31)) % 31];
    }

    private static char OrganisationCheck(string eight)
    {
        int[] weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = eight.Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10) * weights[i]).Sum();
        var check = (11 - (sum % 11)) % 11;
        return check == 10 ? 'X' : (char)('0' + check);
    }
}

using System.Globalization;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>统一社会信用代码 of a state organ: prefix 11, division, organisation code (GB 11714), check digit (GB 32100-2015).</summary>
internal static class CreditCode
{
    // GB 32100-2015, 4: digits and capital letters without I, O, Z, S, V.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>A code for the sample city. It keeps both check digits and is registered nowhere.</summary>
    /// <param name="divisionCode">GB/T 2260 code, 6 digits.</param>
    /// <param name="number">Number of the organisation, 0 to 99,999,999.</param>
    public static string Generate(string divisionCode, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)number, 99_999_999u);
        var body = number.ToString("D8", CultureInfo.InvariantCulture);
        var head = "11" + divisionCode[..6] + body + OrganisationCheck(body);
        return head + Check(head);
    }

    /// <summary>Whether both check digits agree.</summary>
    public static bool IsValid(string code) =>
        code.Length == 18 && code.All(Alphabet.Contains)
        && code[16] == OrganisationCheck(code[8..16]) && code[17] == Check(code[..17]);

    /// <summary>GB 11714: weights 3 7 9 10 5 8 4 2, check = 11 - sum mod 11; 10 is X, 11 is 0.</summary>
    internal static char OrganisationCheck(string eight)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            sum += weights[i] * (char.IsAsciiDigit(eight[i]) ? eight[i] - '0' : eight[i] - 'A' + 10);
        }

        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }

    /// <summary>GB 32100: weights 3^(i-1) mod 31, check = (31 - sum mod 31) mod 31.</summary>
    internal static char Check(string seventeen)
    {
        int sum = 0, weight = 1;
        foreach (var letter in seventeen)
        {
            sum += weight * Alphabet.IndexOf(letter, StringComparison.Ordinal);
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}

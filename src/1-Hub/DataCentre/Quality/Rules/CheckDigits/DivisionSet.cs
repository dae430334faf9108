using System.Globalization;

namespace CityHub.DataCentre.Quality.Rules.CheckDigits;

/// <summary>The division codes that an id number may begin with, as one bit per possible code.</summary>
internal sealed class DivisionSet
{
    private readonly ulong[] _bits = new ulong[(1_000_000 / 64) + 1];

    public DivisionSet(IEnumerable<string> codes)
    {
        foreach (var code in codes.Where(c => c.Length == 6))
        {
            var number = int.Parse(code, NumberStyles.None, CultureInfo.InvariantCulture);
            _bits[number >> 6] |= 1UL << (number & 63);
        }
    }

    /// <summary>Whether the code, as a number of six digits, is or was one.</summary>
    public bool Contains(int code) => (_bits[code >> 6] & (1UL << (code & 63))) != 0;
}

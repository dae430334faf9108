using System.Text;
using CityHub.DataCentre.Gathering.Acquiring.Json;
using CityHub.DataCentre.Gathering.Acquiring.Text;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>
/// Records that a connector could not turn into cells. They are written with another number of fields than the table has and begin with a control
/// character, so that the loader puts them aside under <c>source-record</c> with their reason and their original text.
/// </summary>
internal static class Spooled
{
    /// <summary>SUBSTITUTE and RECORD SEPARATOR: no text file begins a line so, not even one that ends with DOS's end mark.</summary>
    public const string Mark = "\u001A\u001E";

    private const int LongestOriginal = 1 << 16;

    public static void Refuse(CsvWriter csv, Flaw flaw, ReadOnlySpan<byte> original, int width)
    {
        csv.Field($"{Mark}{flaw.Code}|{Plain(flaw.Detail)}");
        csv.Field(Encoding.UTF8.GetString(original[..Math.Min(original.Length, LongestOriginal)]).Replace('\0', '\u2400'));
        if (width == 2)
        {
            csv.Field(default(ReadOnlySpan<char>));
        }

        csv.End();
    }

    // The reason is read back as it stands, so it must need no quotes.
    private static string Plain(string detail) =>
        string.Create(Math.Min(detail.Length, 200), detail, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = from[i] is ',' ? '，' : from[i] is '"' ? '\'' : char.IsControl(from[i]) ? ' ' : from[i];
            }
        }).Trim();
}

using System.Globalization;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>
/// The patterns that most items have - a row of character classes, each with a count, like <c>[A-Z]{2}\d{6,8}</c> - matched straight on ASCII bytes.
/// </summary>
internal sealed class PlainPattern
{
    private readonly List<(UInt128 Class, int Least, int Most)> _parts;

    private PlainPattern(List<(UInt128, int, int)> parts) => _parts = parts;

    public bool Matches(ReadOnlySpan<byte> text)
    {
        var at = 0;
        foreach (var (members, least, most) in _parts)
        {
            var count = 0;
            while (count < most && at < text.Length && text[at] < 128 && ((members >> text[at]) & 1) != 0)
            {
                at++;
                count++;
            }

            if (count < least)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    /// <summary>The pattern, or null when it needs a real regular expression.</summary>
    public static PlainPattern? TryRead(string pattern)
    {
        var text = pattern.StartsWith('^') ? pattern.AsSpan(1) : pattern;
        text = text.EndsWith("$") && !text.EndsWith(@"\$") ? text[..^1] : text;
        var parts = new List<(UInt128 Class, int Least, int Most)>();
        while (text.Length > 0)
        {
            if (!Class(ref text, out var members) || !Count(ref text, out var least, out var most))
            {
                return null;
            }

            parts.Add((members, least, most));
        }

        return Greedy(parts) ? new(parts) : null;
    }

    // Taking as much as fits is right only when what may follow cannot begin with the same character.
    private static bool Greedy(List<(UInt128 Class, int Least, int Most)> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            for (var next = i + 1; parts[i].Least != parts[i].Most && next < parts.Count; next++)
            {
                if ((parts[i].Class & parts[next].Class) != 0)
                {
                    return false;
                }

                if (parts[next].Least > 0)
                {
                    break;
                }
            }
        }

        return true;
    }

    private static bool Class(ref ReadOnlySpan<char> text, out UInt128 members)
    {
        members = 0;
        if (text[0] == '[')
        {
            var end = text.IndexOf(']');
            var inside = end > 1 ? text[1..end] : default;
            if (inside.Length == 0 || inside[0] == '^' || inside.ContainsAny('\\', '['))
            {
                return false;
            }

            for (var i = 0; i < inside.Length; i++)
            {
                var isRange = i + 2 < inside.Length && inside[i + 1] == '-';
                var last = isRange ? inside[i + 2] : inside[i];
                if (inside[i] > last || last > 127)
                {
                    return false;
                }

                for (var c = inside[i]; c <= last; c++)
                {
                    members |= UInt128.One << c;
                }

                i += isRange ? 2 : 0;
            }

            text = text[(end + 1)..];
            return true;
        }

        if (text.StartsWith(@"\d"))
        {
            // Only the ASCII digits: full-width ones are not what a code is written in.
            members = (UInt128)0x3FF << '0';
            text = text[2..];
            return true;
        }

        if (!char.IsAsciiLetterOrDigit(text[0]) && text[0] is not ('-' or '_' or '/' or ':' or ' ' or '#' or '@' or ','))
        {
            return false;
        }

        members = UInt128.One << text[0];
        text = text[1..];
        return true;
    }

    private static bool Count(ref ReadOnlySpan<char> text, out int least, out int most)
    {
        (least, most) = (1, 1);
        var sign = text.Length > 0 ? text[0] : '\0';
        if (sign is '?' or '*' or '+')
        {
            (least, most) = (sign == '+' ? 1 : 0, sign == '?' ? 1 : int.MaxValue);
            text = text[1..];
        }
        else if (sign == '{')
        {
            var end = text.IndexOf('}');
            var inside = end > 0 ? text[1..end] : default;
            var comma = inside.IndexOf(',');
            var low = comma < 0 ? inside : inside[..comma];
            var high = comma < 0 ? inside : inside[(comma + 1)..];
            if (!int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out least))
            {
                return false;
            }

            most = int.MaxValue;
            if (high.Length > 0 && !int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out most))
            {
                return false;
            }

            text = text[(end + 1)..];
        }

        // A second sign (lazy, possessive, repeated) is beyond plain.
        return text.Length == 0 || text[0] is not ('?' or '*' or '+' or '{');
    }
}

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// Numbers with a comma between groups of three digits, <c>1,000.5</c>, as spreadsheets and reports write them. Asked only after a cell was no plain number. Whatever is not grouped
/// properly (<c>1,00</c>, <c>1000,000</c>, <c>0,123</c>) is no number: nobody can tell what was meant.
/// </summary>
internal static class GroupedNumbers
{
    /// <summary>Whether it is one; nothing else is: a plain number has no comma.</summary>
    public static bool Is(ReadOnlySpan<byte> cell)
    {
        var digits = cell is [(byte)'-' or (byte)'+', ..] ? cell[1..] : cell;
        var first = Digits(digits);
        if (first is < 1 or > 3 || digits[0] == '0')
        {
            return false;
        }

        digits = digits[first..];
        if (digits is not [(byte)',', ..])
        {
            return false;
        }

        while (digits is [(byte)',', ..])
        {
            if (Digits(digits[1..]) != 3)
            {
                return false;
            }

            digits = digits[4..];
        }

        return digits.IsEmpty || (digits is [(byte)'.', _, ..] && Digits(digits[1..]) == digits.Length - 1);
    }

    /// <summary>How many digits a grouped number has.</summary>
    public static int DigitsOf(ReadOnlySpan<byte> cell) => cell.Length - cell.Count((byte)',') - (cell.Contains((byte)'.') ? 1 : 0) - (cell[0] is (byte)'-' or (byte)'+' ? 1 : 0);

    /// <summary>The number without its commas.</summary>
    /// <param name="plain">As long as the cell.</param>
    /// <returns>Bytes written.</returns>
    public static int Plain(ReadOnlySpan<byte> cell, Span<byte> plain)
    {
        var length = 0;
        foreach (var b in cell)
        {
            if (b != ',')
            {
                plain[length++] = b;
            }
        }

        return length;
    }

    /// <summary>A grouped number without its commas; any other cell as it is.</summary>
    public static byte[] Plain(byte[] cell)
    {
        if (!Is(cell))
        {
            return cell;
        }

        var plain = new byte[cell.Length];
        return plain[..Plain(cell, plain)];
    }

    private static int Digits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;
}

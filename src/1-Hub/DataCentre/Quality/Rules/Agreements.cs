namespace CityHub.DataCentre.Quality.Rules;

/// <summary>The birth date inside the id number is that of the row. GB 11643-1999 clause 3.3.</summary>
internal sealed class IdAgreesWithBirthDate(int id, int birthDate)
    : RowRule("agree.birth-date", RuleTitles.Of("agree.birth-date").Title, "GB 11643-1999 3", birthDate)
{
    public override bool Holds(in RowCells cells)
    {
        var number = cells[id];
        return number.Length != 18 || !Utf8Text.Digits(number[6..14], out var born)
            || !Utf8Text.TryInstant(cells[Column], out var instant) || instant / 1_000_000 == born;
    }
}

/// <summary>The 17th digit of the id number is odd for men, even for women. GB 11643-1999 clause 3.4.</summary>
internal sealed class IdAgreesWithSex(int id, int sex) : RowRule("agree.sex", RuleTitles.Of("agree.sex").Title, "GB 11643-1999 3", sex)
{
    public override bool Holds(in RowCells cells)
    {
        var number = cells[id];
        var cell = cells[Column];
        if (number.Length != 18 || number[16] is < (byte)'0' or > (byte)'9')
        {
            return true;
        }

        var male = (number[16] & 1) == 1;
        return cell.SequenceEqual("1"u8) || cell.SequenceEqual("男"u8) ? male
            : !(cell.SequenceEqual("2"u8) || cell.SequenceEqual("女"u8)) || !male;
    }
}

/// <summary>An end is not earlier than its beginning.</summary>
internal sealed class DateOrder(int from, int to) : RowRule("date-order", RuleTitles.Of("date-order").Title, null, to)
{
    public override bool Holds(in RowCells cells) =>
        !Utf8Text.TryInstant(cells[from], out var first) || !Utf8Text.TryInstant(cells[Column], out var last)
        || (last % 1_000_000 == 0 ? last + 235959 : last) >= first;
}

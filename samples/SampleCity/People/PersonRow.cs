using System.Globalization;
using System.Text;
using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.People;

/// <summary>Writes a person as a CSV record of UTF-8 bytes; everything that repeats is laid out once.</summary>
internal sealed class PersonRow
{
    /// <summary>Longest record, bytes.</summary>
    public const int Longest = 1024;

    // Born from this day on in the municipality of Chongqing; before, in Sichuan, under the codes of that time.
    private static readonly DateOnly Municipality = new(1997, 6, 18);

    private static readonly string[] RoadNames =
        ["人民路", "解放路", "中山路", "建设路", "新华路", "和平路", "滨江路", "民生路", "文化路", "学府路", "工业大道", "龙山路", "迎宾大道", "凤凰路", "金桥路", "黄桷路",
         "长江路", "嘉陵路", "金山路", "青年路", "南桥路", "北环路", "东风路", "西园路", "永兴路", "新桥路", "石桥路", "花园路", "团结路", "胜利路", "光明路", "兴隆路"];

    private readonly NameTable _names = new();
    private readonly byte[][] _codes;
    private readonly byte[][] _formerCodes;
    private readonly byte[][][] _townships; // district, township: "code,重庆市 district township"
    private readonly byte[][] _roads = [.. RoadNames.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[] _days; // yyyy-MM-dd of each day, ten bytes
    private readonly int _firstDay;
    private readonly int _firstOfMunicipality;

    public PersonRow(CityMap city, BirthDays birthDays)
    {
        _codes = [.. city.Districts.Select(d => Encoding.ASCII.GetBytes(d.Code))];
        _formerCodes = [.. city.Districts.Select(d => Encoding.ASCII.GetBytes(d.FormerCode))];
        _townships = [.. city.Districts.Select(d => d.Townships.Select(t => Encoding.UTF8.GetBytes($"{d.Code},{t.Code},重庆市{d.Name}{t.Name}")).ToArray())];
        _firstDay = birthDays.FirstDay.DayNumber;
        _firstOfMunicipality = Municipality.DayNumber - _firstDay;
        _days = [.. Enumerable.Range(0, birthDays.Days + 1).SelectMany(d => Encoding.ASCII.GetBytes(Text(d)))];
    }

    /// <summary>Column names of the resource, in the order of the record.</summary>
    public static string[] Header { get; } =
        ["公民身份号码", "姓名", "性别", "出生日期", "民族", "学历", "婚姻状况", "区县代码", "乡镇街道代码", "居住地址", "联系电话", "登记日期"];

    public static int Roads => RoadNames.Length;

    /// <summary>Writes the record with the given defect; returns its length.</summary>
    public int Write(Span<byte> row, in Person p, PeopleDefect defect)
    {
        var at = IdNumber(row, p, defect);
        row[at++] = (byte)',';
        at += Name(row[at..], p, defect);
        row[at++] = (byte)',';
        row[at++] = (byte)(defect switch { PeopleDefect.SexCode => '3', PeopleDefect.SexDisagrees => p.Male ? '2' : '1', _ => p.Male ? '1' : '2' });
        row[at++] = (byte)',';
        at += BirthDate(row[at..], p, defect);
        row[at++] = (byte)',';
        Two(row[at..], defect == PeopleDefect.NationalityCode ? 99 : p.Nationality);
        row[at + 2] = (byte)',';
        Two(row[(at + 3)..], defect == PeopleDefect.EducationCode ? 55 : p.Education);
        row[at + 5] = (byte)',';
        Two(row[(at + 6)..], p.Marital);
        row[at + 8] = (byte)',';
        at += 9;
        at += Copy(row[at..], _townships[p.District][p.Township]);
        at += Copy(row[at..], _roads[p.Road]);
        at += Number(row[at..], p.House);
        at += Copy(row[at..], "号,"u8);
        // 199 000 ...: a block used for samples here; no real subscriber is meant.
        at += Copy(row[at..], "199000"u8);
        Five(row[at..], p.Phone);
        at += defect == PeopleDefect.PhoneDigits ? 4 : 5;
        row[at++] = (byte)',';
        at += defect == PeopleDefect.RegisteredInFuture ? Copy(row[at..], "2999-01-01"u8) : Copy(row[at..], Day(p.RegisteredDay));
        if (defect == PeopleDefect.FieldCount)
        {
            at += Copy(row[at..], ",多余"u8);
        }

        row[at++] = (byte)'\n';
        return at;
    }

    private int IdNumber(Span<byte> row, in Person p, PeopleDefect defect)
    {
        Copy(row, defect == PeopleDefect.IdDivision ? "999999"u8 : p.Day < _firstOfMunicipality ? _formerCodes[p.District] : _codes[p.District]);
        var day = Day(p.Day);
        Copy(row[6..], day[..4]);
        Copy(row[10..], day.Slice(5, 2));
        Copy(row[12..], day.Slice(8, 2));
        row[14] = (byte)('0' + (p.Sequence / 100));
        Two(row[15..], p.Sequence % 100);
        var check = Identifiers.IdCheck(row[..17]);
        row[17] = defect != PeopleDefect.IdCheckDigit ? check : (byte)(check is (byte)'9' or (byte)'X' ? '0' : check + 1);
        return 18;
    }

    private int Name(Span<byte> row, in Person p, PeopleDefect defect)
    {
        if (defect == PeopleDefect.NameMissing)
        {
            return 0;
        }

        var length = _names.Write(row, p.Male, p.NameRandom);
        for (var copies = 1; defect == PeopleDefect.NameTooLong && copies < 30; copies++)
        {
            row[..length].CopyTo(row[(copies * length)..]);
        }

        return defect == PeopleDefect.NameTooLong ? 30 * length : length;
    }

    private int BirthDate(Span<byte> row, in Person p, PeopleDefect defect)
    {
        Copy(row, Day(defect == PeopleDefect.BirthDateDisagrees ? p.Day == 0 ? 1 : p.Day - 1 : p.Day));
        if (defect == PeopleDefect.BirthDateMonth)
        {
            Two(row[5..], 13);
        }

        return 10;
    }

    private ReadOnlySpan<byte> Day(int day) => _days.AsSpan(day * 10, 10);

    private string Text(int day) => DateOnly.FromDayNumber(_firstDay + day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int Copy(Span<byte> target, ReadOnlySpan<byte> source)
    {
        source.CopyTo(target);
        return source.Length;
    }

    private static void Two(Span<byte> target, int number)
    {
        target[0] = (byte)('0' + (number / 10));
        target[1] = (byte)('0' + (number % 10));
    }

    private static void Five(Span<byte> target, int number)
    {
        for (var i = 4; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10);
            target[i] = (byte)('0' + digit);
        }
    }

    private static int Number(Span<byte> target, int number)
    {
        number.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }
}

using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.People;

/// <summary>People, row by row in an order that looks random, the same for the same seed and count.</summary>
internal sealed class PeopleSource
{
    private readonly long _count;
    private readonly ulong _seed;
    private readonly ulong _step;
    private readonly ulong _start;
    private readonly long[] _firstOfDistrict;
    private readonly CityMap _city;
    private readonly BirthDays _birthDays;
    private readonly int[][] _nationalities;

    public PeopleSource(CityMap city, long count, ulong seed)
    {
        (_city, _count, _seed) = (city, count, seed);
        _firstOfDistrict = Shares(city, count);
        _birthDays = new([.. city.Districts.Select((_, d) => _firstOfDistrict[d + 1] - _firstOfDistrict[d])]);
        Row = new(city, _birthDays);
        // Row i is person (start + i * step) mod count: every person once, neighbours far apart.
        _start = count == 0 ? 0 : Dice.Mix(seed, 11) % (ulong)count;
        _step = Coprime((ulong)(count * 0.6180339887) + (Dice.Mix(seed, 13) % 1000), count);
        _nationalities = [.. city.Districts.Select(d => Nationalities(d.Name))];
    }

    public PersonRow Row { get; }

    /// <summary>People of each district, by the census.</summary>
    public long Of(int district) => _firstOfDistrict[district + 1] - _firstOfDistrict[district];

    /// <summary>The person of a row.</summary>
    public Person At(long row)
    {
        var high = Math.BigMul(_step, (ulong)row, out var low);
        var product = high == 0 ? low % (ulong)_count : (ulong)(new UInt128(high, low) % (ulong)_count);
        var number = (long)((_start + product) % (ulong)_count);
        var found = Array.BinarySearch(_firstOfDistrict, number);
        var district = found < 0 ? ~found - 1 : found;
        while (_firstOfDistrict[district + 1] == number)
        {
            district++; // a district without people in a small city
        }

        var (day, sequence) = _birthDays.Of(district, number - _firstOfDistrict[district]);
        var dice = new Dice(Dice.Mix(_seed, (ulong)number));
        var random = dice.Next();
        var age = (_birthDays.Days - 1 - day) / 365;
        return new Person
        {
            District = district,
            Day = day,
            Sequence = sequence,
            Township = dice.Below(_city.Districts[district].Townships.Count),
            NameRandom = dice.Next(),
            Nationality = _nationalities[district][random & 255],
            Education = Education(age, (int)(random >> 8 & 127)),
            Marital = Marital(age, (int)(random >> 16 & 127)),
            Road = (int)(random >> 24 & 31),
            House = 1 + (int)(random >> 32 & 255),
            Phone = (int)((random >> 40) % 100_000),
            RegisteredDay = day + dice.Below(_birthDays.Days - day),
        };
    }

    private static long[] Shares(CityMap city, long count)
    {
        var first = new long[city.Districts.Count + 1];
        var (sum, all) = (0.0, city.Districts.Sum(d => d.Weight));
        for (var d = 0; d < city.Districts.Count; d++)
        {
            sum += city.Districts[d].Weight;
            first[d + 1] = d == city.Districts.Count - 1 ? count : (long)Math.Round(count * sum / all);
        }

        return first;
    }

    private static ulong Coprime(ulong wanted, long count)
    {
        static ulong Common(ulong a, ulong b) => b == 0 ? a : Common(b, a % b);
        while (count > 1 && Common(wanted, (ulong)count) != 1)
        {
            wanted++;
        }

        return wanted;
    }

    // Roughly: 土家族 and 苗族 live in the autonomous counties and Qianjiang; elsewhere nearly all are 汉族.
    private static int[] Nationalities(string district)
    {
        var mixed = district.Contains("自治县", StringComparison.Ordinal) || district == "黔江区";
        var (tujia, miao) = mixed ? (district.Contains("苗族土家族", StringComparison.Ordinal) ? (45, 110) : (120, 60)) : (2, 2);
        return [.. Enumerable.Range(0, 256).Select(i => i < tujia ? 15 : i < tujia + miao ? 6 : i < tujia + miao + 2 ? 3 + (i % 2 * 8) : 1)];
    }

    // GB/T 4658: 21 bachelor, 31 college, 14 master, 61 senior and 71 junior secondary school, 81 primary school, 90 other.
    private static int Education(int age, int throw128) => age switch
    {
        < 7 => 90,
        < 13 => 81,
        < 16 => 71,
        < 19 => 61,
        < 45 => throw128 switch { < 6 => 14, < 34 => 21, < 60 => 31, < 90 => 61, < 120 => 71, _ => 81 },
        < 65 => throw128 switch { < 8 => 21, < 20 => 31, < 44 => 61, < 96 => 71, _ => 81 },
        _ => throw128 switch { < 3 => 21, < 7 => 31, < 18 => 61, < 48 => 71, < 112 => 81, _ => 90 },
    };

    // GB/T 2261.2: 10 unmarried, 20 married, 30 widowed, 40 divorced.
    private static int Marital(int age, int throw128) => age switch
    {
        < 22 => 10,
        < 30 => throw128 < 80 ? 10 : 20,
        < 60 => throw128 switch { < 12 => 10, < 118 => 20, < 120 => 30, _ => 40 },
        _ => throw128 switch { < 3 => 10, < 90 => 20, < 122 => 30, _ => 40 },
    };
}

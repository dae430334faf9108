using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.People;

/// <summary>
/// Gives the n-th person of a district a birth date and a sequence number such that no two people share both. Ages follow Chongqing's shares of
/// the 2020 census: 15.91 % under 15, 62.22 % from 15 to 59, 21.87 % from 60 (bulletin no. 5 of the seventh census of the city).
/// </summary>
internal sealed class BirthDays
{
    private const int Ages = 100;
    private const int Sequences = 999;

    private readonly int _firstDay;
    private readonly double[] _share; // of people born before day d
    private readonly long[][] _firstOfDay;
    private readonly long[] _people;

    public BirthDays(IReadOnlyList<long> peopleByDistrict)
    {
        _firstDay = CityMap.AsOf.AddYears(-Ages).AddDays(1).DayNumber;
        var days = CityMap.AsOf.DayNumber - _firstDay + 1;
        _share = new double[days + 1];
        for (var day = 0; day < days; day++)
        {
            _share[day + 1] = _share[day] + Density((days - 1 - day) / 365.25);
        }

        var all = _share[days];
        for (var day = 0; day <= days; day++)
        {
            _share[day] /= all;
        }

        _people = [.. peopleByDistrict];
        _firstOfDay = [.. peopleByDistrict.Select(people => _share.Select(share => (long)(share * people)).ToArray())];
        var most = _firstOfDay.Max(first => Enumerable.Range(0, days).Max(d => first[d + 1] - first[d]));
        if (most > Sequences)
        {
            throw new ArgumentException($"too many people: {most} born on one day in one district, an id number tells {Sequences} apart");
        }

        FirstDay = DateOnly.FromDayNumber(_firstDay);
        Days = days;
    }

    /// <summary>Birth date of the oldest.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>Days on which somebody may be born.</summary>
    public int Days { get; }

    /// <summary>Day (from <see cref="FirstDay"/>) and sequence number of person <paramref name="n"/> of a district.</summary>
    public (int Day, int Sequence) Of(int district, long n)
    {
        var first = _firstOfDay[district];
        // The share is nearly linear piece by piece; the guess is put right by steps.
        var low = 0;
        var high = Days;
        var wanted = (n + 0.5) / _people[district];
        while (high - low > 64)
        {
            var middle = (low + high) >> 1;
            if (_share[middle] <= wanted)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        while (first[low] > n)
        {
            low--;
        }

        while (first[low + 1] <= n)
        {
            low++;
        }

        // A fixed turn for each day, so that men and women come on every day: 388 and 999 share no factor.
        var turn = Dice.Mix((ulong)district + 1, (ulong)low) % Sequences;
        return (low, (int)((((ulong)(n - first[low]) * 388) + turn) % Sequences) + 1);
    }

    private static double Density(double age) => age < 15 ? 15.91 / 15 : age < 60 ? 62.22 / 45 : 21.87 / 800 * (Ages - age);
}

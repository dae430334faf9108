using System.Buffers;
using System.Text;
using CityHub.SampleCity.Places;

namespace CityHub.SampleCity.People;

/// <summary>
/// Streams people as CSV in parts that are made side by side and written in order, so the bytes do not depend on the number of processors.
/// Memory does not grow with the number of people, but for the lines of planted defects.
/// </summary>
internal static class PeopleFile
{
    private const int RowsOfPart = 16_384;

    /// <summary>Writes the file and, when asked for, its twin without defects.</summary>
    /// <param name="defects">Share of records with a defect, in [0, 1).</param>
    /// <param name="encoding">Encoding of the file; UTF-8 bytes are passed on as they are.</param>
    public static Planted Write(CityMap city, long count, ulong seed, double defects, Stream target, Encoding encoding, Stream? clean = null)
    {
        var people = new PeopleSource(city, count, seed);
        foreach (var stream in clean is null ? [target] : new[] { target, clean })
        {
            stream.Write(encoding.Preamble);
            stream.Write(encoding.GetBytes(string.Join(',', PersonRow.Header) + "\n"));
        }

        var notes = new Planted.Notes();
        var parts = (count + RowsOfPart - 1) / RowsOfPart;
        var ahead = new Queue<Task<Part>>();
        for (var (made, written) = (0L, 0L); written < parts; written++)
        {
            while (made < parts && ahead.Count <= Environment.ProcessorCount)
            {
                var number = made++;
                ahead.Enqueue(Task.Run(() => Make(people, number, count, seed, defects, encoding, clean is not null)));
            }

            var part = ahead.Dequeue().GetAwaiter().GetResult();
            target.Write(part.File.Span);
            clean?.Write(part.Clean.Span);
            part.Release();
            foreach (var (defect, line) in part.Planted)
            {
                notes.Add(PeopleDefects.All[(int)defect], line);
            }
        }

        target.Flush();
        clean?.Flush();
        return notes.Close(count);
    }

    private static Part Make(PeopleSource people, long number, long count, ulong seed, double defects, Encoding encoding, bool withTwin)
    {
        var file = new Records();
        var twin = withTwin ? new Records() : null;
        var planted = new List<(PeopleDefect, long)>();
        var dice = new Dice(Dice.Mix(seed ^ 0xDEFEC7, (ulong)number));
        var kind = (int)(number % PeopleDefects.All.Length);
        var first = number * RowsOfPart;
        var end = Math.Min(count, first + RowsOfPart);

        // The first of each part stays sound: the duplicates of the part repeat this person, with another telephone.
        var earlier = people.At(first);
        for (var row = first; row < end; row++)
        {
            var person = row == first ? earlier : people.At(row);
            var defect = PeopleDefect.None;
            if (dice.Chance(defects) && row != first)
            {
                defect = (PeopleDefect)(kind++ % PeopleDefects.All.Length);
                planted.Add((defect, row + 2)); // line 1 is the header
            }

            if (defect == PeopleDefect.DuplicateKey)
            {
                var again = earlier;
                again.Phone = (again.Phone + 1) % 100_000;
                file.Used += people.Row.Write(file.Room(), again, PeopleDefect.None);
            }
            else
            {
                file.Used += people.Row.Write(file.Room(), person, defect);
            }

            if (twin is not null)
            {
                twin.Used += people.Row.Write(twin.Room(), person, PeopleDefect.None);
            }
        }

        return new(file.In(encoding), twin?.In(encoding) ?? default, planted, () => { file.Release(); twin?.Release(); });
    }

    private sealed record Part(ReadOnlyMemory<byte> File, ReadOnlyMemory<byte> Clean, List<(PeopleDefect Defect, long Line)> Planted, Action Release);

    /// <summary>Records of a part as UTF-8.</summary>
    private sealed class Records
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(RowsOfPart * 192);

        public int Used { get; set; }

        public Span<byte> Room()
        {
            if (_bytes.Length - Used < PersonRow.Longest)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            return _bytes.AsSpan(Used);
        }

        public void Release() => ArrayPool<byte>.Shared.Return(_bytes);

        public ReadOnlyMemory<byte> In(Encoding encoding) =>
            encoding is UTF8Encoding ? _bytes.AsMemory(0, Used) : encoding.GetBytes(Encoding.UTF8.GetString(_bytes, 0, Used));
    }
}

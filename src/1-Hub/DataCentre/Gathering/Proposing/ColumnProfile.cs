using System.Buffers.Text;
using System.Text;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>What all values of one source column have in common. Every value is looked at; memory is bounded.</summary>
internal sealed class ColumnProfile(string name, int ordinal, ProfileBudget budget)
{
    private const int SamplesMost = 1024;

    private readonly List<byte[]> _samples = [];
    private readonly DistinctEstimate _estimate = new();
    private CellShapes _shapes = CellShapes.All;
    private UniqueSet? _unique = new(budget);
    private readonly Dictionary<string, long> _standIns = new(StringComparer.Ordinal);
    private long _empty, _filled, _standing;
    private long _stride = 1;
    private long _sinceSample;
    private byte[] _least = [];
    private byte[] _greatest = [];
    private double _leastNumber = double.PositiveInfinity;
    private double _greatestNumber = double.NegativeInfinity;

    /// <summary>Name in the source; empty when it has none.</summary>
    public string Name { get; } = name;

    /// <summary>Field from 0.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>Rows without a value; cells that stand for none included where all others are numbers, dates or the like.</summary>
    public long Empty => _empty + (StandsIn ? _standing : 0);

    public long Filled => _filled - (StandsIn ? _standing : 0);

    /// <summary>How often each of the <see cref="MissingWords"/> stands in a cell, as it is written.</summary>
    public IReadOnlyDictionary<string, long> StandIns => _standIns;

    /// <summary>They stand for a missing value: every other value is a number, a date or the like.</summary>
    public bool StandsIn => _standing > 0 && _standing < _filled && _shapes != CellShapes.None;

    /// <summary>Shapes that every value has, as the loader reads it: numbers with commas between groups of three digits are numbers.</summary>
    public CellShapes Shapes => _standing > 0 && !StandsIn ? CellShapes.None : !HasGroups ? _shapes : _shapes | CellShapes.Decimal | CellShapes.Double | (Places == 0 ? CellShapes.Integer : CellShapes.None);

    /// <summary>All values are numbers, some of them with commas between groups of three digits.</summary>
    public bool HasGroups => (_shapes & (CellShapes.Grouped | CellShapes.Decimal)) == CellShapes.Grouped;

    /// <summary>Least length of a value, characters.</summary>
    public int MinLength { get; private set; } = int.MaxValue;

    /// <summary>Greatest length, characters.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Digits before the point, when all are decimals.</summary>
    public int WholeDigits { get; private set; }

    /// <summary>Digits after the point.</summary>
    public int Places { get; private set; }

    public bool LeadingZeros { get; private set; }

    /// <summary>Every value differs from all others; null when there were too many to keep in mind.</summary>
    public bool? Unique => _filled == 0 ? false : _unique is null ? false : _unique.GaveUp ? null : true;

    /// <summary>Different values; exact while unique, else within about 1 %.</summary>
    public long Distinct => Unique == true ? Filled : Math.Min(Filled, _estimate.Count - (StandsIn ? _standIns.Count : 0));

    /// <summary>Values from all over the file, at most 1,024.</summary>
    public IReadOnlyList<byte[]> Samples => StandsIn ? [.. _samples.Where(v => !MissingWords.Has(v))] : _samples;

    public string? Minimum => Filled == 0 ? null : IsNumber ? Show(_leastNumber) : Encoding.UTF8.GetString(_least);

    public string? Maximum => Filled == 0 ? null : IsNumber ? Show(_greatestNumber) : Encoding.UTF8.GetString(_greatest);

    // Codes with leading zeros are no numbers: 01 is not 1.
    private bool IsNumber => !LeadingZeros && (Shapes & (CellShapes.Integer | CellShapes.Decimal | CellShapes.Double)) != 0;

    public void Miss() => _empty++;

    public void Take(ReadOnlySpan<byte> cell, ulong hash)
    {
        _filled++;
        if (MissingWords.Has(cell))
        {
            _standing++;
            Span<char> word = stackalloc char[cell.Length];
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_standIns.GetAlternateLookup<ReadOnlySpan<char>>(), word[..Encoding.UTF8.GetChars(cell, word)], out _)++;
            if (!StandsIn)
            {
                Measure(cell);
            }
        }
        else
        {
            Measure(cell);
            if (_shapes != CellShapes.None)
            {
                Judge(cell);
            }

            Order(cell);
        }

        Count(hash);
        if (++_sinceSample >= _stride)
        {
            Keep(cell);
        }
    }

    private void Count(ulong hash)
    {
        _estimate.Add(hash);
        if (_unique is { GaveUp: false } unique && !unique.Add(hash))
        {
            unique.Release();
            _unique = null;
        }
    }

    private void Measure(ReadOnlySpan<byte> cell)
    {
        // A character has 1 to 4 bytes: most cells need no counting.
        if (cell.Length > MaxLength || (cell.Length + 3) / 4 < MinLength)
        {
            var characters = 0;
            foreach (var b in cell)
            {
                characters += (b & 0xC0) == 0x80 ? 0 : 1;
            }

            MaxLength = Math.Max(MaxLength, characters);
            MinLength = Math.Min(MinLength, characters);
        }
    }

    private void Judge(ReadOnlySpan<byte> cell)
    {
        var found = CellShape.Of(cell, _shapes);
        LeadingZeros |= (found & CellShapes.LeadingZero) != 0;
        _shapes &= found;
        if ((_shapes & CellShapes.Grouped) != 0)
        {
            Span<byte> without = stackalloc byte[HasGroups ? cell.Length : 0];
            ReadOnlySpan<byte> plain = HasGroups ? without[..GroupedNumbers.Plain(cell, without)] : cell;
            var digits = plain[0] is (byte)'-' or (byte)'+' ? plain[1..] : plain;
            var point = digits.IndexOf((byte)'.');
            WholeDigits = Math.Max(WholeDigits, point < 0 ? digits.Length : point);
            Places = Math.Max(Places, point < 0 ? 0 : digits.Length - point - 1);
        }
    }

    private void Order(ReadOnlySpan<byte> cell)
    {
        if (IsNumber)
        {
            Span<byte> without = stackalloc byte[HasGroups ? cell.Length : 0];
            if (Utf8Parser.TryParse(HasGroups ? without[..GroupedNumbers.Plain(cell, without)] : cell, out double number, out _))
            {
                _leastNumber = Math.Min(_leastNumber, number);
                _greatestNumber = Math.Max(_greatestNumber, number);
            }
        }

        if (_least.Length == 0 || cell.SequenceCompareTo(_least) < 0)
        {
            _least = cell[..Math.Min(cell.Length, 200)].ToArray();
        }

        if (cell.SequenceCompareTo(_greatest) > 0)
        {
            _greatest = cell[..Math.Min(cell.Length, 200)].ToArray();
        }
    }

    // Every stride-th value; when the list is full every second goes and the stride doubles, so that they stay spread over the file.
    private void Keep(ReadOnlySpan<byte> cell)
    {
        _sinceSample = 0;
        _samples.Add(cell[..Math.Min(cell.Length, 400)].ToArray());
        if (_samples.Count < SamplesMost)
        {
            return;
        }

        for (var i = 0; i < SamplesMost / 2; i++)
        {
            _samples[i] = _samples[2 * i];
        }

        _samples.RemoveRange(SamplesMost / 2, SamplesMost / 2);
        _stride *= 2;
    }

    private static string Show(double number) => number.ToString(Math.Abs(number) < 1e15 ? "0.######" : "R", System.Globalization.CultureInfo.InvariantCulture);
}

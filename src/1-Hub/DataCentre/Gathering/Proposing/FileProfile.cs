using System.IO.Hashing;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>A whole file, read once: its columns, and the records that have another number of fields.</summary>
internal sealed record FileProfile(long Rows, IReadOnlyList<ColumnProfile> Columns, long OddRecords, long? FirstOddRecord)
{
    // 64 million hashes, 512 MB at most, and only for files with tens of millions of rows and several columns of unique values.
    private const long Budget = 64L << 20;

    /// <summary>Whole cells that stand for a missing value, the most frequent first.</summary>
    public IReadOnlyList<string> Missing { get; } =
        [.. Columns.Where(c => c.StandsIn).SelectMany(c => c.StandIns).GroupBy(w => w.Key, w => w.Value).OrderByDescending(g => g.Sum()).Select(g => g.Key)];

    public static Outcome<FileProfile> Read(AcquiredFile file, CancellationToken ct)
    {
        var budget = new ProfileBudget(Budget);
        var columns = file.Header.Select((name, i) => new ColumnProfile(name, i, budget)).ToArray();
        using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        using var reader = new CsvReader(stream, file.Dialect);
        long rows = 0, odd = 0;
        long? firstOdd = null;
        while (reader.Read())
        {
            if (reader.Record <= file.Dialect.HeaderRecords || (reader.Blank && columns.Length > 1))
            {
                continue;
            }

            rows++;
            if (reader.Count != columns.Length)
            {
                odd++;
                firstOdd ??= file.Dialect.CountRecords ? reader.Record : reader.Line;
                continue;
            }

            for (var i = 0; i < columns.Length; i++)
            {
                var cell = reader[i];
                if (cell.IsEmpty)
                {
                    columns[i].Miss();
                }
                else
                {
                    columns[i].Take(cell, XxHash3.HashToUInt64(cell));
                }
            }

            if ((rows & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }
        }

        return reader.Problem is { } problem ? problem : new FileProfile(rows, columns, odd, firstOdd);
    }
}

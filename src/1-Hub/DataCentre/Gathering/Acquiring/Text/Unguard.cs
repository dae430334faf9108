using CityHub.DataCentre.Guarding;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>Copies a CSV that this hub wrote without the <c>'</c> that it put before formulas; every record keeps its line.</summary>
internal static class Unguard
{
    /// <param name="cells">How many cells were guarded.</param>
    public static Fault? Copy(string path, Stream to, IProgress<long>? bytesRead, CancellationToken ct, out long cells)
    {
        cells = 0;
        using var reader = new CsvReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan), (byte)',', (byte)'"');
        var csv = new CsvWriter(to);
        while (reader.Read())
        {
            for (var i = 0; i < reader.Count && !reader.Blank; i++)
            {
                // Names of columns are never guarded.
                var guarded = reader.Record > 1 && FormulaGuard.IsGuarded(reader[i]);
                cells += guarded ? 1 : 0;
                csv.Field(guarded ? reader[i][1..] : reader[i]);
            }

            csv.End();
            if ((reader.Record & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
                bytesRead?.Report(reader.Consumed);
            }
        }

        csv.Flush();
        return reader.Problem;
    }
}

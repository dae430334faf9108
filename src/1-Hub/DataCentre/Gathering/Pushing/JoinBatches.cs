using System.Globalization;
using System.IO.Hashing;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Json;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>
/// Which of a resource's waiting batches one run takes: as many from the first on as would give the same rows each by itself. So the answer to a
/// batch does not depend on what else arrived in that second.
/// </summary>
internal sealed class JoinBatches(Spool spool, GatheringOptions options)
{
    /// <summary>What joining asks of a batch.</summary>
    /// <param name="Names">For each item the name under which the batch has it; null where it has none.</param>
    /// <param name="Keys">Hashes of its rows' keys, for an upsert: a key that comes again is a change and not a duplicate.</param>
    /// <param name="Alone">It holds none of the items, or too many columns: a run of its own says so.</param>
    internal sealed record Look(string?[] Names, HashSet<UInt128> Keys, bool Alone);

    public List<BatchRow> Choose(IReadOnlyList<BatchRow> waiting, Resource resource, CancellationToken ct)
    {
        var chosen = new List<BatchRow>();
        var names = new string?[resource.Items.Count];
        var keys = new HashSet<UInt128>();
        long bytes = 0;
        foreach (var batch in waiting)
        {
            if (chosen.Count > 0 && (!SameSender(chosen[0], batch) || bytes + batch.Bytes > options.BatchRunBytes || chosen.Count >= Math.Min(batch.Most, chosen.Min(b => b.Most))))
            {
                break;
            }

            var look = LookAt(batch, resource, ct);
            if (chosen.Count > 0 && (look.Alone || names.Zip(look.Names).Any(n => n.First is not null && n.Second is not null && n.First != n.Second) || keys.Overlaps(look.Keys)))
            {
                break;
            }

            chosen.Add(batch);
            bytes += batch.Bytes;
            keys.UnionWith(look.Keys);
            names = [.. names.Zip(look.Names, (mine, its) => mine ?? its)];
            if (look.Alone)
            {
                break;
            }
        }

        return chosen;
    }

    /// <summary>Writes the chosen batches into one file of the run.</summary>
    public Source Write(IReadOnlyList<BatchRow> batches, Resource resource, string run)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"NDJSON ×{batches.Count}.ndjson");
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(spool.Run(run), "upload")).FullName, "batches.ndjson");
        var parts = new List<SourcePart>();
        using (var to = new SpoolStream(path, spool.Disk))
        {
            long before = 0;
            foreach (var batch in batches)
            {
                batch.Before = before;
                parts.AddRange(BatchLines.Stretches(batch).Select(s => new SourcePart(batch.Id, batch.Before + s.Before, s.First)));
                using var from = File.OpenRead(spool.Batch(batch.Id));
                from.CopyTo(to);
                before += batch.Lines;
            }

            to.ToDisk();
        }

        return new Source(name, path, Owned: true, null, SourceForm.Open)
        { Parts = parts, Expected = [.. resource.Items.Select(i => new ExpectedItem(i.Name, i.Column))] };
    }

    internal Look LookAt(BatchRow batch, Resource resource, CancellationToken ct)
    {
        try
        {
            var columns = new JsonColumns(options.ColumnLimit, batch.Features ? new GeoFields(geographic: false) : null);
            Each(batch, columns, _ => { }, ct);
            columns.Settle();
            var matches = resource.Items.Select(i => MatchColumns.ByName(i, columns.Names)).ToArray();
            var keys = new HashSet<UInt128>();
            if (batch.Mode == LoadMode.Upsert)
            {
                int[] ordinals = [.. resource.Items.Zip(matches).Where(i => i.First.Key).Select(i => i.Second.Ordinal)];
                Each(batch, columns, read => keys.Add(KeyOf(read, ordinals)), ct);
            }

            return new([.. matches.Select(m => m.Header)], keys, columns.Names.Count > 0 && matches.All(m => m.Ordinal < 0));
        }
        catch (RefusedException)
        {
            return new(new string?[resource.Items.Count], [], Alone: true);
        }
    }

    private void Each(BatchRow batch, JsonColumns columns, Action<JsonColumns> act, CancellationToken ct)
    {
        using var lines = new NdjsonLines(spool.Batch(batch.Id), null);
        while (lines.Next(out var line))
        {
            ct.ThrowIfCancellationRequested();
            if (columns.Read(line) is null)
            {
                act(columns);
            }
        }
    }

    private static UInt128 KeyOf(JsonColumns read, int[] ordinals)
    {
        var hash = new XxHash128();
        foreach (var ordinal in ordinals)
        {
            hash.Append(ordinal < 0 ? default : read.Value(ordinal).Trim(" \t"u8));
            hash.Append([0]);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    private static bool SameSender(BatchRow one, BatchRow other) =>
        one.WhoId == other.WhoId && one.Application == other.Application && one.Mode == other.Mode && one.Features == other.Features;
}

/// <summary>The sender's lines of a batch and the rows of its run.</summary>
internal static class BatchLines
{
    private static readonly IReadOnlyList<Stretch> Whole = [new(0, 1)];

    public static IReadOnlyList<Stretch> Stretches(BatchRow batch) => RunJson.Read<List<Stretch>>(batch.Stretches) ?? Whole;

    /// <summary>The sender's line of a row of the run.</summary>
    public static long Of(BatchRow batch, long position)
    {
        var kept = position - batch.Before;
        var stretch = Stretches(batch).Last(s => s.Before < kept);
        return kept - stretch.Before + stretch.First - 1;
    }
}

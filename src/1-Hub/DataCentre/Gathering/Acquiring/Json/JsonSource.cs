using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>JSON, NDJSON and GeoJSON, spooled as CSV: the record number is the line (NDJSON) or the element's number in its array.</summary>
internal sealed class JsonSource(Source source, string folder, string copy, Disk disk, GatheringOptions options, IProgress<long>? progress)
{
    private const int HeadElements = 1000;

    private Fault? _flawed;

    public async Task<Outcome<AcquiredFile>> Copy(bool everyLine, CancellationToken ct)
    {
        if (!(await Utf8(everyLine, ct)).Try(out var text, out var fault))
        {
            return fault;
        }

        try
        {
            return await Task.Run(() => Spool(text, ct), ct);
        }
        catch (NotUtf8Exception broken) when (everyLine || text.Encoding != "UTF-8")
        {
            return broken.Fault;
        }
        catch (NotUtf8Exception)
        {
            // The quick look took it for UTF-8: judge every line.
            return await Copy(everyLine: true, ct);
        }
    }

    private sealed record Utf8Text(string Path, string Encoding);

    private async Task<Outcome<Utf8Text>> Utf8(bool everyLine, CancellationToken ct)
    {
        var path = source.Path!;
        if (!TextProbe.Find(path, source.Name, source.Form, everyLine, ct).Try(out var encoding, out var fault))
        {
            return fault;
        }

        if (!encoding.NeedsCopy)
        {
            return new Utf8Text(path, encoding.Name);
        }

        if (disk.Check(new FileInfo(path).Length * 3) is { } full)
        {
            return full;
        }

        var utf8 = Path.Combine(folder, "source.json");
        await using var to = new SpoolStream(utf8, disk);
        return await Transcode.ToUtf8(path, source.Name, encoding, to, progress, ct) is { } broken ? broken : new Utf8Text(utf8, encoding.Name);
    }

    private Outcome<AcquiredFile> Spool(Utf8Text text, CancellationToken ct)
    {
        var shape = JsonShape.Find(text.Path, source.Name, ct);
        var paths = shape.Arrays.Select(JsonShape.Path).ToArray();
        IReadOnlyList<string>? keys = null;
        if (!shape.Lines && !(shape.Single && string.IsNullOrEmpty(source.Form.Sheet)) && Choose(shape, paths, out keys) is { } fault)
        {
            return fault;
        }

        JsonElements Open(IProgress<long>? told) => shape.Lines ? new NdjsonLines(text.Path, told)
            : keys is null ? new JsonWhole(text.Path, source.Name) : new JsonItems(text.Path, source.Name, keys, told);

        var columns = new JsonColumns(options.ColumnLimit, shape.Geo ? new GeoFields(IsGeographic(shape.Crs)) : null, Lacking);
        Learn(Open(null), columns, HeadElements, ct);
        while (!Write(Open(progress), columns, ct))
        {
            // An element further down held a new column; by now all have been seen.
        }

        if (columns.Names.Count == 0)
        {
            return _flawed ?? SourceFaults.Empty(source.Name);
        }

        var format = shape.Geo ? "geojson" : shape.Lines ? "ndjson" : "json";
        return new AcquiredFile(copy, new CsvDialect((byte)',', (byte)'"', 0, CountRecords: true), columns.Names, true, format, text.Encoding, source.Path!,
            paths, Notes(shape, columns, keys)) { Sheet = keys is { Count: > 0 } ? JsonShape.Path(keys) : null, Parts = source.Parts ?? [] };
    }

    // Lines that hold none of the items are another table, of which the run itself must be told.
    private List<string> Lacking(IReadOnlyList<string> names)
    {
        var lacking = source.Expected?.Where(e => MatchColumns.ByName(e.Name, e.Column, names).Ordinal < 0).Select(e => e.Column).ToList() ?? [];
        return lacking.Count == source.Expected?.Count && names.Count > 0 ? [] : lacking;
    }

    private Fault? Choose(JsonShape shape, string[] paths, out IReadOnlyList<string>? keys)
    {
        var at = source.Form.Sheet is { Length: > 0 } said ? Array.IndexOf(paths, said) : paths.Length == 1 || source.Form.Looking ? 0 : -1;
        keys = at >= 0 && at < paths.Length ? shape.Arrays[at] : null;
        return keys is not null ? null
            : source.Form.Sheet is { Length: > 0 } wanted ? JsonFaults.PathMissing(source.Name, wanted, paths)
            : paths.Length == 0 ? JsonFaults.NoArray(source.Name) : JsonFaults.SeveralArrays(source.Name, paths);
    }

    private static void Learn(JsonElements elements, JsonColumns columns, int most, CancellationToken ct)
    {
        using (elements)
        {
            for (var i = 0; i < most && elements.Next(out var element); i++)
            {
                columns.Read(element);
            }
        }

        ct.ThrowIfCancellationRequested();
        columns.Settle();
    }

    // False when columns were met that were not known: the copy is to be written again.
    private bool Write(JsonElements elements, JsonColumns columns, CancellationToken ct)
    {
        using (elements)
        using (var to = new SpoolStream(copy, disk))
        {
            var csv = new CsvWriter(to);
            var width = columns.Names.Count;
            long written = 0;
            while (elements.Next(out var element))
            {
                var flaw = columns.Read(element);
                if (columns.Grew)
                {
                    continue;
                }

                // Blank lines of the source stay blank, so that a record's number is its line. In a table of one column a blank line is a row.
                for (; written < elements.Number - 1 && width > 1; written++)
                {
                    csv.End();
                }

                if (flaw is null)
                {
                    columns.Write(csv);
                }
                else
                {
                    _flawed ??= width == 0 ? JsonShape.Fault(source.Name, flaw, elements.Place(flaw)) : null;
                    Spooled.Refuse(csv, flaw, element, width);
                }

                written++;
                if ((written & 0xFFF) == 0)
                {
                    ct.ThrowIfCancellationRequested();
                }
            }

            csv.Flush();
        }

        if (!columns.Grew)
        {
            return true;
        }

        columns.Settle();
        return false;
    }

    private static List<Words> Notes(JsonShape shape, JsonColumns columns, IReadOnlyList<string>? keys)
    {
        var (count, where) = (columns.Names.Count, keys is { Count: > 0 } ? JsonShape.Path(keys) : "");
        var notes = new List<Words>
        {
            shape.Lines ? new($"NDJSON，每行一个对象，{count} 列", $"NDJSON, one object a line, {English.Of(count, "column")}")
                : shape.Geo ? new($"GeoJSON 要素，{count} 列", $"GeoJSON features, {English.Of(count, "column")}")
                : where.Length > 0 ? new($"JSON，“{where}”处的对象数组，{count} 列", $"JSON, the array at '{where}', {English.Of(count, "column")}")
                : new($"JSON，{count} 列", $"JSON, {English.Of(count, "column")}"),
        };
        if (shape.Geo)
        {
            notes.Add(shape.Crs is { } crs
                ? new($"坐标参照系：{crs}（文件注明），坐标原样保留", $"Coordinate reference system {crs}, as the file states; coordinates are kept as they are")
                : new("坐标参照系：WGS 84 经纬度（OGC:CRS84，GeoJSON 默认）", "Coordinate reference system: WGS 84 longitude and latitude (OGC:CRS84, GeoJSON's default)"));
        }

        return notes;
    }

    /// <summary>WGS 84 and CGCS2000 in degrees; other systems may be metres, so their ranges are not judged.</summary>
    private static bool IsGeographic(string? crs) =>
        crs is null || crs.EndsWith("CRS84", StringComparison.OrdinalIgnoreCase) || crs.EndsWith("4326", StringComparison.Ordinal) || crs.EndsWith("4490", StringComparison.Ordinal);
}

/// <summary>A document that is one object: the only row.</summary>
internal sealed class JsonWhole(string path, string name) : JsonElements(path, null)
{
    private bool _given;

    public override bool Next(out ReadOnlySpan<byte> element)
    {
        while (!Window.AtEnd)
        {
            Window.More();
        }

        var rest = Window.Rest.TrimStart(" \t\r\n"u8);
        var begins = Window.Offset + Window.Rest.Length - rest.Length;
        element = rest.TrimEnd(" \t\r\n"u8);
        var first = !_given;
        (_given, Number) = (true, 1);
        if (element.IsEmpty && first)
        {
            throw new RefusedException(SourceFaults.Empty(name));
        }

        return first && !Checked(element, begins).IsEmpty;
    }
}

using System.IO.Compression;
using System.Xml;
using CityHub.DataCentre.Gathering.Acquiring.Archives;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Acquiring.Json;
using CityHub.DataCentre.Gathering.Acquiring.Parquet;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Acquiring.Workbooks;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Guarding;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>Turns any source into a UTF-8 CSV file on local disk: in place when it is one already, else as a copy in the given folder.</summary>
internal sealed class Acquire(Spool spool, IGuardedFiles guardedFiles, GatheringOptions options)
{
    private const int MagicBytes = 256;

    /// <param name="folder">Folder for the copy.</param>
    /// <param name="everyLine">Judge a text file's encoding by every line: the loader found bytes that are not UTF-8.</param>
    /// <param name="progress">Bytes read or written so far.</param>
    public async Task<Outcome<AcquiredFile>> File(Source source, string folder, bool everyLine, IProgress<long>? progress, CancellationToken ct)
    {
        try
        {
            return await Find(source, folder, everyLine, progress, ct);
        }
        catch (RefusedException refused)
        {
            return refused.Fault;
        }
        catch (InvalidDataException broken)
        {
            return source.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
                ? ArchiveFaults.Broken(source.Name) : WorkbookFaults.Broken(source.Name, broken);
        }
        catch (XmlException broken)
        {
            return WorkbookFaults.Broken(source.Name, broken);
        }
        catch (UnauthorizedAccessException)
        {
            return SourceFaults.Unreadable(source.Name);
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return SourceFaults.Missing(source.Name);
        }
        catch (IOException error)
        {
            return spool.Disk.Full(error) ?? SourceFaults.Vanished(source.Name);
        }
    }

    private async Task<Outcome<AcquiredFile>> Find(Source source, string folder, bool everyLine, IProgress<long>? progress, CancellationToken ct)
    {
        var copy = Path.Combine(folder, "source.csv");
        if (source.Database is not null)
        {
            Directory.CreateDirectory(folder);
            return await PostgresSource.Copy(source, copy, spool.Disk, options, progress, ct);
        }

        var path = source.Path!;
        if (!System.IO.File.Exists(path))
        {
            return SourceFaults.Missing(source.Name);
        }

        var magic = Magic(path);
        if (magic.Length == 0)
        {
            return SourceFaults.Empty(source.Name);
        }

        // Of any kind, and inside a ZIP too: masks must not come back as values.
        var written = await guardedFiles.Wrote(path, ct);
        if (written is { Count: > 0 } masked)
        {
            return SourceFaults.MaskedDownload(source.Name, masked);
        }

        switch (magic)
        {
            case [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x05, 0x06, ..] when !IsWorkbook(path):
                Directory.CreateDirectory(folder);
                return await new ArchiveSource(source, folder, spool.Disk, options, progress).Copy((entry, room) => Find(entry, room, everyLine: true, null, ct), ct);
            case [0x50, 0x4B, 0x03, 0x04, ..] or [0x50, 0x4B, 0x05, 0x06, ..]:
                Directory.CreateDirectory(folder);
                return await Task.Run(() => Workbook(source, copy, progress, ct), ct);
            case [0x50, 0x41, 0x52, 0x31, ..]:
                Directory.CreateDirectory(folder);
                return await ParquetSource.Copy(source, copy, spool.Disk, options, progress, ct);
            case [0xD0, 0xCF, 0x11, 0xE0, ..]:
                Directory.CreateDirectory(folder);
                return await Task.Run(() => OldWorkbook.Copy(source, copy, spool.Disk, options, ct), ct);
            default:
                if (JsonShape.Looks(source.Name, magic))
                {
                    Directory.CreateDirectory(folder);
                    return await new JsonSource(source, folder, copy, spool.Disk, options, progress).Copy(everyLine, ct);
                }

                return await TextTable(source, folder, copy, everyLine, written is not null, progress, ct);
        }
    }

    private async Task<Outcome<AcquiredFile>> TextTable(Source source, string folder, string copy, bool everyLine, bool guarded, IProgress<long>? progress, CancellationToken ct)
    {
        var path = source.Path!;
        if (!TextProbe.Find(path, source.Name, source.Form, everyLine, ct).Try(out var encoding, out var fault))
        {
            return fault;
        }

        if (encoding.NeedsCopy)
        {
            if (spool.Disk.Check(new FileInfo(path).Length * 3 / 2) is { } full)
            {
                return full;
            }

            Directory.CreateDirectory(folder);
            await using var to = new SpoolStream(copy, spool.Disk);
            if (await Transcode.ToUtf8(path, source.Name, encoding, to, progress, ct) is { } broken)
            {
                return broken;
            }
        }

        var notes = new List<Words>();
        if (encoding.CrEnds)
        {
            notes.Add(new("行尾只有 CR（旧 Mac 格式），已按行读取", "Lines end in CR alone (old Mac); they were read as lines"));
        }

        var ours = guarded && !encoding.NeedsCopy;
        if (ours)
        {
            Directory.CreateDirectory(folder);
            using var to = new SpoolStream(copy, spool.Disk);
            if (Unguard.Copy(path, to, progress, ct, out var cells) is { } broken)
            {
                return broken;
            }

            notes.Add(new($"本平台下载的文件：{cells} 个单元格去掉了下载时为防公式加上的 '", $"A file that this hub wrote: the ' that guards against formulas was taken from {cells} cells"));
        }

        var utf8 = encoding.NeedsCopy || ours ? copy : path;
        return CsvSniffer.Find(utf8, source.Name, source.Form, options).Then<AcquiredFile>(form => new AcquiredFile(
            utf8, form.Dialect, form.Header, form.HasHeader, "csv", encoding.Name, path, [], [Words(encoding.Name, form), .. TableNotes.Titles(form.Dialect.HeaderRecords, form.HasHeader), .. notes, .. Guarded(form, ours)]));
    }

    // Not to be told from somebody's honest sign: it stays, and the run says so.
    private static Words[] Guarded(CsvForm form, bool ours) => !form.LooksGuarded || ours ? [] :
    [
        new("有单元格以 ' 开头、后接 = + - @：文件与本平台的下载不是逐字节相同，' 按原样保留。编辑过的下载件请改用“原样”下载（defuse=false）",
            "Cells begin with ' and one of = + - @: the file is not byte for byte one that this hub wrote, so the ' stays. To edit a download and gather it again, take the one as it is (defuse=false)"),
    ];

    private Outcome<AcquiredFile> Workbook(Source source, string copy, IProgress<long>? progress, CancellationToken ct)
    {
        using var book = new Workbook(source.Path!, source.Name, options);
        if (book.Sheets.Count == 0)
        {
            return SourceFaults.Empty(source.Name);
        }

        var names = book.Sheets.Select(s => s.Name).ToArray();
        var wanted = source.Form.Sheet is { Length: > 0 } said ? Array.IndexOf(names, said) : 0;
        if (wanted < 0)
        {
            return WorkbookFaults.SheetMissing(source.Form.Sheet!, names);
        }

        // A book often begins with an empty sheet or a cover; one that was named is taken at its word.
        var notes = new List<Words>();
        var sheet = Spooled(wanted);
        while (sheet.Table.Width == 0 && source.Form.Sheet is not { Length: > 0 } && wanted + 1 < names.Length)
        {
            notes.Add(TableNotes.EmptySheet(names[wanted]));
            sheet = Spooled(++wanted);
        }

        if (sheet.Table.Width == 0)
        {
            return SourceFaults.Empty(source.Form.Sheet is { Length: > 0 } named ? $"{source.Name} · {named}" : source.Name);
        }

        notes.Add(new($"工作表“{names[wanted]}”，{sheet.Table.Width} 列", $"Sheet '{names[wanted]}', {English.Of(sheet.Table.Width, "column")}"));
        notes.AddRange(TableNotes.Titles(sheet.Table.HeaderRows, sheet.Table.HasHeader));
        if (sheet.Errors.Count > 0)
        {
            notes.Add(new($"{sheet.Errors.Count} 个单元格是公式错误，第一个在 {sheet.Errors.First}", $"{sheet.Errors.Count} cells hold formula errors, the first is {sheet.Errors.First}"));
        }

        return new AcquiredFile(copy, new CsvDialect((byte)',', (byte)'"', sheet.Table.HeaderRows, CountRecords: true), sheet.Table.Names,
            sheet.Table.HasHeader, "xlsx", "UTF-8", source.Path!, names, notes) { Sheet = names[wanted] };

        SheetSpool Spooled(int at)
        {
            var spooled = new SheetSpool(book, book.Sheets[at].Part, options);
            using var to = new SpoolStream(copy, spool.Disk);
            spooled.Write(to, source.Form.Header, progress, ct);
            return spooled;
        }
    }

    private static Words Words(string encoding, CsvForm form)
    {
        var (zh, en) = form.Dialect.Delimiter switch
        {
            (byte)',' => ("逗号", "comma"),
            (byte)'\t' => ("制表符", "tab"),
            (byte)';' => ("分号", "semicolon"),
            (byte)'|' => ("竖线", "bar"),
            var other => ($"“{(char)other}”", $"'{(char)other}'"),
        };
        return form.HasHeader
            ? new($"{encoding}，{zh}分隔，{form.Header.Count} 列，有表头", $"{encoding}, cut by {en}, {English.Of(form.Header.Count, "column")}, with a header")
            : new($"{encoding}，{zh}分隔，{form.Header.Count} 列，没有表头", $"{encoding}, cut by {en}, {English.Of(form.Header.Count, "column")}, no header");
    }

    private static bool IsWorkbook(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.GetEntry("xl/workbook.xml") is not null || zip.GetEntry("[Content_Types].xml") is not null;
    }

    private static byte[] Magic(string path)
    {
        using var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MagicBytes];
        return bytes[..RandomAccess.Read(file, bytes, 0)];
    }
}

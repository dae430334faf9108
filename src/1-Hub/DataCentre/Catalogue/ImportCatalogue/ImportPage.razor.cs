using CityHub.Kernel;
using Microsoft.AspNetCore.Components.Forms;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>/console/catalogue/import: many entries from one file, with a dry run first.</summary>
public sealed partial class ImportPage
{
    private const int Page = 100;
    private const int QuietMilliseconds = 300;

    private readonly CancellationTokenSource _leaving = new();
    private string? _path;
    private string? _name;
    private bool _busy;
    private int _shown = Page;
    private (long Done, long Total) _sent;
    private ImportProgress? _progress;
    private long _told;
    private Fault? _fault;
    private ImportReport? _report;

    private string Headline => _report switch
    {
        { DryRun: false, FaultCount: 0 } done => T($"已导入 {done.Added + done.Changed} 个条目为草稿，用时 {done.Seconds:0.0} 秒", $"{English.Of(done.Added + done.Changed, "entry", "entries")} imported as drafts in {done.Seconds:0.0} s"),
        { FaultCount: > 0 } bad => T($"{bad.FaultCount} 处须改正，没有写入", $"{bad.FaultCount} to mend, nothing written"),
        { } dry => T($"试算：新增 {dry.Added}，修订 {dry.Changed}", $"Dry run: {dry.Added} new, {dry.Changed} changed"),
        _ => T("批量导入目录", "Import entries"),
    };

    private string ProgressWords => _progress switch
    {
        { Phase: "read" } p => T($"读取文件：{p.Done} 个条目", $"Reading: {English.Of(p.Done, "entry", "entries")}"),
        { Phase: "check" } p => T($"逐条检查：{p.Done} / {p.Total}", $"Checking: {p.Done} of {p.Total}"),
        { Phase: "write" } p => T($"写入：{p.Done} / {p.Total}", $"Writing: {p.Done} of {p.Total}"),
        _ => T($"上传：{_sent.Done / 1024} / {_sent.Total / 1024} KB", $"Sending: {_sent.Done / 1024} of {_sent.Total / 1024} KB"),
    };

    // null draws the moving bar of an unknown end.
    private int? Percent => _progress is { Total: > 0 and var total } p ? 100 * p.Done / total
        : _progress is null && _sent.Total > 0 ? (int)(100 * _sent.Done / _sent.Total) : null;

    private async Task Take(InputFileChangeEventArgs e)
    {
        (_name, _busy, _fault, _report, _progress, _sent) = (e.File.Name, true, null, null, null, (0, e.File.Size));
        try
        {
            if (e.File.Size > ImportSource.MostBytes)
            {
                _fault = ImportFaults.TooLarge(e.File.Size, ImportSource.MostBytes);
                return;
            }

            Forget();
            _path = Files.New();
            await using (var from = e.File.OpenReadStream(ImportSource.MostBytes, _leaving.Token))
            await using (var to = File.Create(_path))
            {
                var buffer = new byte[64 << 10];
                int read;
                while ((read = await from.ReadAsync(buffer, _leaving.Token)) > 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, read), _leaving.Token);
                    _sent = (_sent.Done + read, _sent.Total);
                    await Tell();
                }
            }

            await Run(dryRun: true);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or Microsoft.JSInterop.JSDisconnectedException)
        {
            // The reader chose another file or left; there is nobody to tell, or the next choice tells.
            _fault = ImportFaults.NoFile;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task Run(bool dryRun)
    {
        if (_path is null)
        {
            return;
        }

        (_busy, _fault, _progress, _shown) = (true, null, null, Page);
        StateHasChanged();
        var outcome = await Importing.Do(_path, _name!, dryRun, Caller, new Progress(this), _leaving.Token);
        _busy = false;
        _report = outcome.Succeeded ? outcome.Value : outcome.Fault!.Facts.GetValueOrDefault("report") as ImportReport;
        _fault = _report is null ? outcome.Fault : null;
        if (!dryRun && outcome.Succeeded)
        {
            Notices.Done(T($"已导入 {_report!.Added + _report.Changed} 个条目为草稿", $"{English.Of(_report!.Added + _report.Changed, "entry", "entries")} imported as drafts"));
            Forget();
        }
    }

    private async Task Tell()
    {
        // A page that is drawn at every step would be slower than the work.
        var now = Environment.TickCount64;
        if (now - _told > QuietMilliseconds)
        {
            _told = now;
            await InvokeAsync(StateHasChanged);
        }
    }

    private string Word(ImportAct act) => act switch
    {
        ImportAct.Add => T("新增", "New"),
        ImportAct.Change => T("修订", "Changed"),
        _ => T("没有变化", "As it is"),
    };

    private void Forget()
    {
        if (_path is not null)
        {
            File.Delete(_path);
            _path = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        Forget();
    }

    private sealed class Progress(ImportPage page) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            page._progress = value;
            _ = page.Tell();
        }
    }
}

using System.Text.Json;
using CityHub.DataCentre.Catalogue.Autosave;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.Versions;
using CityHub.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>/console/catalogue/new and /console/catalogue/{code}/edit: the editor of a catalogue entry.</summary>
public sealed partial class EntryEditor
{
    private const int LargestImport = 1 << 20;
    private static readonly TimeSpan QuietBeforeSaving = TimeSpan.FromSeconds(1.5);

    private EntryDraft? _draft;
    private Entry? _entry;
    private Fault? _missing;
    private Fault? _refusal;
    private DateTimeOffset? _restored;
    private DateTimeOffset? _savedAt;
    private Conflict? _conflict;
    private IReadOnlyList<string> _bothChanged = [];
    private bool _busy;
    private bool _saveFailed;
    private string? _opened;
    private ITimer? _timer;
    private IReadOnlyList<string> _themes = [];
    private IReadOnlyList<(string Code, string Name)> _providers = [];

    /// <summary>Code in its spelling for addresses; null for a new entry.</summary>
    [Parameter] public string? Code { get; set; }

    private string Target => _entry?.Resource.Code ?? AutosaveRow.NewEntry;

    private string Here => Code is null ? "/console/catalogue/new" : $"/console/catalogue/{Code}/edit";

    private bool MayPublish => _draft?.Provider is { } provider && Caller.May(PublishSlice.Permission, provider.Path);

    // What was published stays so until something is changed: opening it makes no next version.
    private bool IsNext => _entry is { Resource.Version: > 0 } entry && (entry.Draft is not null || _draft is { Dirty: true });

    private string SavedWords => _saveFailed ? T("没能自动保存：记录库没有回应，改动还在本页上", "Not saved by itself: the store does not answer. Your changes are on this page")
        : _savedAt is { } at ? T($"已自动保存 {Web.Show.Record(at)[11..16]}", $"Saved by itself {Web.Show.Record(at)[11..16]}")
        : T("改动会自动保存", "Changes are saved by themselves");

    private IReadOnlyList<(string Text, string? Href)> Crumbs => Code is null
        ? [(T("数据资源目录", "Catalogue"), "/console/catalogue"), (T("登记", "Register"), null)]
        : [(T("数据资源目录", "Catalogue"), "/console/catalogue"), (_entry!.Resource.Code, $"/console/resources/{Code}"), (T("修订", "Edit"), null)];

    private IEnumerable<(string Id, string Title, int Bad)> Sections =>
    [
        ("name", T("名称与摘要", "Title and summary"), Bad("title", "titleEn", "summary", "theme", "source")),
        ("provider", T("提供方与更新", "Provider and cycle"), Bad("provider", "category", "cycle", "issuedOn")),
        ("format", T("信息资源格式", "Format"), Bad("format", "subFormats")),
        ("terms", T("共享与开放", "Sharing and opening"), Bad("sharing", "sharingCondition", "ways", "open", "openCondition")),
        ("links", T("关联与依据", "Relations and basis"), Bad("related", "basis")),
        ("extension", T("扩展信息", "Further fields"), _draft!.Faults.Count(f => f.Path?.StartsWith("extension.", StringComparison.Ordinal) == true)),
        ("items", T("信息项", "Items"), _draft!.Faults.Count(f => f.Path?.StartsWith("items", StringComparison.Ordinal) == true)),
    ];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // Parameters are set again on every render of the parent; only another entry is another page.
        if (_opened != (Code ?? ""))
        {
            _opened = Code ?? "";
            await Open();
        }
    }

    private async Task Open()
    {
        (_entry, _missing, _refusal, _restored, _savedAt, _conflict, _bothChanged) = (null, null, null, null, null, null, []);
        if (Code is not null)
        {
            _entry = Book.Entry(ResourceCode.FromAddress(Code));
            _missing = _entry is null ? CatalogueFaults.NoSuchResource(ResourceCode.FromAddress(Code))
                : Caller.May(RegisterSlice.Permission, _entry.Resource.ProviderPath) ? null : CatalogueFaults.MayNotChange(_entry.Resource, Caller);
            if (_missing is not null)
            {
                return;
            }
        }

        _themes = [.. Book.Shelf.ByTheme.Keys.Union(Themes.Usual).Order(StringComparer.Ordinal)];
        _providers = [.. Caller.Scopes(RegisterSlice.Permission).SelectMany(scope => Tree.Within(scope)).DistinctBy(o => o.Code)
            .Select(o => (o.Code, o.Name.In(Language)))];
        var published = _entry is { Resource.Version: > 0 } ? EntryContent.Of(_entry.Resource) : null;
        _draft = new EntryDraft(_entry is null ? Blank() : EntryReading.Back(_entry.Latest), published, Standards, Tree, References, _entry?.Resource.Code);
        if (await Saves.Find(Caller.AccountId, Target, CancellationToken.None) is { } autosave)
        {
            _draft.Take(autosave.Request, dirty: true);
            (_restored, _savedAt) = (autosave.SavedAtUtc, autosave.SavedAtUtc);
            if (_entry is { } now && autosave.Revision != now.Revision)
            {
                var seen = await Store.Revision(now.Resource.Id, autosave.Revision, CancellationToken.None);
                _conflict = new(seen, now, seen is null ? null : EntryDifference.Between(seen, now.Latest));
            }
        }
        else
        {
            _draft.Take(_draft.Request, dirty: false);
        }

        _draft.Changed += () => _ = InvokeAsync(Changed);
    }

    // Someone with one department has no choice to make.
    private EntryRequest Blank() => new()
    {
        Provider = Caller.Organisation is { } own && _providers.Any(p => p.Code == own) ? own : null,
        Sharing = "unconditional", Cycle = "daily", Items = [new ItemRequest { Type = "character", Grade = "1" }],
    };

    private void Changed()
    {
        _refusal = null;
        if (_draft is { Dirty: true })
        {
            _timer?.Dispose();
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(SaveItself), null, QuietBeforeSaving, Timeout.InfiniteTimeSpan);
        }

        StateHasChanged();
    }

    private async Task SaveItself()
    {
        if (_draft is not { Dirty: true } draft || _busy)
        {
            return;
        }

        try
        {
            _savedAt = await Saves.Save(Caller.AccountId, Target, draft.Request, _entry?.Revision ?? 0, CancellationToken.None);
            _saveFailed = false;
        }
        catch (System.Data.Common.DbException)
        {
            // Typing goes on; the next change tries again.
            _saveFailed = true;
        }

        StateHasChanged();
    }

    private async Task Save(bool publish)
    {
        var draft = _draft!;
        draft.ShowAll();
        if (draft.Faults.Count > 0 || _conflict is not null)
        {
            return;
        }

        _busy = true;
        _timer?.Dispose();
        var request = draft.Request with { Provider = draft.Provider!.Code };
        var target = Target;
        var outcome = _entry is null
            ? await Registering.Do(request, Caller, CancellationToken.None)
            : await Editing.Do(_entry.Resource.Code, request, _entry.Revision, Caller, CancellationToken.None);
        if (publish && outcome.Try(out var saved, out _) && saved.Waiting)
        {
            outcome = await Publishing.Do(saved.Resource.Code, null, saved.Revision, Caller, CancellationToken.None);
        }

        _busy = false;
        if (outcome.Fault is { } fault)
        {
            _refusal = fault;
            if (fault.Facts.ContainsKey(TheirChange.Difference) && Book.Entry(_entry!.Resource.Code) is { } now)
            {
                _conflict = new(_entry.Latest, now, fault.Facts[TheirChange.Difference] as EntryDifference);
            }

            return;
        }

        await Saves.Drop(Caller.AccountId, target, CancellationToken.None);
        draft.Dirty = false;
        var code = outcome.Value.Resource.Code;
        Notices.Done(publish ? T($"已发布 {code}", $"Published {code}") : T($"已保存 {code}", $"Saved {code}"));
        Nav.NavigateTo($"/console/resources/{ResourceCode.InAddress(code)}");
    }

    private void Merge()
    {
        var (before, now, _) = _conflict!;
        var merged = MergeEdits.Of(before ?? now.Latest, _draft!.Request, now.Latest);
        (_entry, _conflict, _refusal, _bothChanged) = (now, null, null, merged.Conflicts);
        _draft.Take(merged.Request, dirty: true);
        _draft.ShowAll();
    }

    private async Task DropAutosave()
    {
        await Saves.Drop(Caller.AccountId, Target, CancellationToken.None);
        await Open();
    }

    private async Task Reopen()
    {
        if (Book.Entry(ResourceCode.FromAddress(Code!)) is null)
        {
            await Saves.Drop(Caller.AccountId, Target, CancellationToken.None);
            Nav.NavigateTo("/console/catalogue");
        }
        else
        {
            await Open();
        }
    }

    private async Task Import(InputFileChangeEventArgs e)
    {
        try
        {
            await using var file = e.File.OpenReadStream(LargestImport);
            if (await JsonSerializer.DeserializeAsync<EntryRequest>(file, EntryJson.Options) is { } request)
            {
                _draft!.Take(request, dirty: true);
                _draft.ShowAll();
                return;
            }
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            // Said below: what is wrong with the file is the reader's to mend, not ours to log.
        }

        _refusal = CatalogueFaults.BadImport(e.File.Name);
    }

    /// <param name="Before">What the editor began with; null when it is no longer known.</param>
    /// <param name="Now">The entry as somebody else left it.</param>
    /// <param name="Theirs">What they changed.</param>
    private sealed record Conflict(EntryContent? Before, Entry Now, EntryDifference? Theirs);

    private int Bad(params string[] fields) => _draft!.Faults.Count(f => fields.Contains(f.Path));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        if (_draft is { Dirty: true })
        {
            await SaveLast();
        }
    }

    // Leaving the page within the quiet second loses nothing either.
    private async Task SaveLast()
    {
        try
        {
            await Saves.Save(Caller.AccountId, Target, _draft!.Request, _entry?.Revision ?? 0, CancellationToken.None);
        }
        catch (System.Data.Common.DbException)
        {
            // Nobody is there to be told.
        }
    }
}

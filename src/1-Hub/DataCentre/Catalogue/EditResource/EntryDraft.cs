using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.Versions;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>What an editor holds: the request as it is typed, judged after each change. No page in it, so it is tested by value.</summary>
internal sealed class EntryDraft(
    EntryRequest request, EntryContent? published, IStandards standards, IOrganisations organisations, EntryReferences? references = null, string? ownCode = null)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private bool _showAll;

    /// <summary>Raised after each change, when it has been judged.</summary>
    public event Action? Changed;

    public EntryRequest Request { get; private set; } = request;

    /// <summary>The version that readers see; null when nothing was published.</summary>
    public EntryContent? Published { get; } = published;

    public List<ItemRequest> Items => Request.Items ??= [];

    /// <summary>Everything that must be mended before it can be saved.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>What would be better, but need not be.</summary>
    public IReadOnlyList<Words> Advice { get; private set; } = [];

    /// <summary>Items that could refer to a data element: index and element.</summary>
    public IReadOnlyList<(int Item, DataElement Element)> Suggestions { get; private set; } = [];

    /// <summary>What this changes of the published version; null when nothing was published.</summary>
    public EntryDifference? Difference { get; private set; }

    /// <summary>The provider that is named; null when there is none with that code.</summary>
    public Organisation? Provider { get; private set; }

    /// <summary>Whether anything was typed since it was opened or saved.</summary>
    public bool Dirty { get; set; }

    /// <summary>The fault to show beside a field: only once the reader has been there, or has tried to save.</summary>
    public Fault? Shown(string path) => _showAll || _touched.Contains(path) ? Faults.FirstOrDefault(f => f.Path == path) : null;

    /// <summary>Shows every fault: somebody tried to save.</summary>
    public void ShowAll()
    {
        _showAll = true;
        Changed?.Invoke();
    }

    /// <summary>Another request takes the place of this one (an autosave, an imported file).</summary>
    public void Take(EntryRequest other, bool dirty)
    {
        Request = other;
        _touched.Clear();
        Judge();
        Dirty = dirty;
    }

    /// <summary>To be called after a field was changed.</summary>
    public void Touch(string path)
    {
        _touched.Add(path);
        Dirty = true;
        Judge();
    }

    public void Judge()
    {
        // People may type a name instead of the code.
        Provider = Find(Request.Provider?.Trim());
        Faults = EntryJudgement.Of(Request with { Provider = Provider?.Code ?? Request.Provider }, Provider, standards, out var content, references, ownCode);
        Suggestions = Suggest();
        Advice = [.. Advise(content)];
        Difference = Published is null || HasTwins(content) ? null : EntryDifference.Between(Published, content);
        Changed?.Invoke();
    }

    public void AddItem()
    {
        Items.Add(new ItemRequest { Type = "character", Grade = "1" });
        Touch("items");
    }

    /// <summary>The items as they stand, to be brought back by <see cref="Restore"/>.</summary>
    public IReadOnlyList<ItemRequest> Snapshot() => [.. Items.Select(i => i with { })];

    /// <summary>Brings items back as they stood; what was changed since is gone.</summary>
    public void Restore(IReadOnlyList<ItemRequest> items)
    {
        Items.Clear();
        Items.AddRange(items);
        _touched.RemoveWhere(path => path.StartsWith("items[", StringComparison.Ordinal));
        Touch("items");
    }

    public void RemoveItem(int index)
    {
        Items.RemoveAt(index);
        _touched.RemoveWhere(path => path.StartsWith("items[", StringComparison.Ordinal)); // the indices have moved
        Touch("items");
    }

    /// <summary>A copy of an item under it, to be renamed; key columns are not doubled.</summary>
    /// <returns>Where the copy stands.</returns>
    public int Duplicate(int index)
    {
        Items.Insert(index + 1, Items[index] with { Column = NextColumn(Items[index].Column), Key = false });
        _touched.RemoveWhere(path => path.StartsWith("items[", StringComparison.Ordinal));
        Touch("items");
        return index + 1;
    }

    /// <summary>Moves an item up (-1) or down (+1).</summary>
    /// <returns>Where it stands now.</returns>
    public int Move(int index, int by)
    {
        var to = Math.Clamp(index + by, 0, Items.Count - 1);
        if (to != index)
        {
            (Items[index], Items[to]) = (Items[to], Items[index]);
            _touched.RemoveWhere(path => path.StartsWith("items[", StringComparison.Ordinal));
            Touch("items");
        }

        return to;
    }

    /// <summary>Takes cells copied from a spreadsheet: they fill rows and columns from the cell on; rows are added as needed.</summary>
    /// <returns>Rows that were filled.</returns>
    public int Paste(int row, int column, string text)
    {
        var lines = PastedCells.Read(text);
        if (lines is [var first, ..] && PastedCells.IsHeader(first))
        {
            // The sheet brings its own heads: columns go where they belong.
            return PasteByHead(row, first, lines.Skip(1));
        }

        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            Fill(row + i, line.Select((cell, j) => (ItemCell.At(column + j), cell)));
        }

        return lines.Count;
    }

    /// <summary>Refers to an element and takes over what it says and the item does not.</summary>
    public void Refer(int index, DataElement element)
    {
        var item = Items[index];
        item.DataElement = element.Code;
        item.CodeList = string.IsNullOrWhiteSpace(item.CodeList) ? element.CodeList : item.CodeList;
        if (string.IsNullOrWhiteSpace(item.Length) && element.Length is { } length)
        {
            item.Type = EntryWords.Of(element.Type);
            item.Length = length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (!int.TryParse(item.Grade, out var grade) || grade < element.Grade)
        {
            item.Grade = element.Grade.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        item.Mask = string.IsNullOrWhiteSpace(item.Mask) && item.Key != true ? EntryWords.Of(element.Mask) : item.Mask;
        Touch($"items[{index}].dataElement");
    }

    private string? NextColumn(string? column)
    {
        if (string.IsNullOrWhiteSpace(column))
        {
            return column;
        }

        var stem = column.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_');
        for (var number = 2; ; number++)
        {
            var next = $"{stem}_{number}";
            if (Items.TrueForAll(i => i.Column != next))
            {
                return next;
            }
        }
    }

    // A name that two organisations bear names none of them.
    private Organisation? Find(string? written)
    {
        if (string.IsNullOrEmpty(written))
        {
            return null;
        }

        if (organisations.Find(written) is { } byCode)
        {
            return byCode;
        }

        var named = organisations.Within(organisations.Root.Path).Where(o => o.Name.Zh == written || o.Name.En == written).Take(2).ToList();
        return named.Count == 1 ? named[0] : null;
    }

    private int PasteByHead(int row, string[] heads, IEnumerable<string[]> lines)
    {
        var cells = heads.Select(ItemCell.Named).ToArray();
        var count = 0;
        foreach (var line in lines)
        {
            Fill(row + count++, line.Zip(cells, (cell, target) => (target, cell)));
        }

        return count;
    }

    private void Fill(int row, IEnumerable<(ItemCell? Target, string Value)> cells)
    {
        while (Items.Count <= row)
        {
            Items.Add(new ItemRequest { Type = "character", Grade = "1" });
        }

        foreach (var (target, value) in cells)
        {
            target?.Set(Items[row], value);
            if (target is not null)
            {
                _touched.Add($"items[{row}].{target.Field}");
            }
        }

        Touch("items");
    }

    private List<(int, DataElement)> Suggest()
    {
        var found = new List<(int, DataElement)>();
        for (var i = 0; i < Items.Count && i < EntryCheck.MostItems; i++)
        {
            var item = Items[i];
            if (string.IsNullOrWhiteSpace(item.DataElement) && item.Name?.Trim() is { Length: > 0 } name
                && standards.Elements.FirstOrDefault(e => e.Name.Zh == name || e.Aliases.Contains(name.ToLowerInvariant())) is { } element)
            {
                found.Add((i, element));
            }
        }

        return found;
    }

    private static IEnumerable<Words> Advise(EntryContent content)
    {
        if (content.Sharing == SharingType.Conditional && content.SharingCondition is { Length: > 0 and < 15 })
        {
            yield return new("共享条件偏短：写明使用依据与使用范围，可减少来回补正。", "The sharing condition is short: basis and scope of use save questions later.");
        }

        if (content.Items.Count > 0 && !content.Items.Any(i => i.Key))
        {
            yield return new("没有主键：不能按主键核验，也不能以更新方式汇聚。", "No key: rows cannot be looked up by key nor gathered in mode upsert.");
        }

        if (content.Ways.Count > 0 && !content.Ways.Any(Formats.ByPlatform))
        {
            yield return new("共享方式都不在共享平台上：指南要求优先使用平台方式。", "No way of sharing is the platform's: the guide puts the platform first.");
        }

        if (content.Source is null)
        {
            yield return new("没有写数据来源：使用者会想知道数据从哪里来、许可如何。", "No source: readers will ask where the data comes from and under which licence.");
        }
    }

    // While two items have the same column there is nothing sensible to compare.
    private static bool HasTwins(EntryContent content) => content.Items.Select(i => i.Column).Distinct().Count() < content.Items.Count;
}

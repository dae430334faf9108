using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Loading;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>What was found in a source and what the person makes of it; the forms of the page share it and change it in place.</summary>
internal sealed class ProposalDraft(Proposal found, Resource? resource, string? sheet)
{
    /// <summary>What was found.</summary>
    public Proposal Found { get; } = found;

    /// <summary>The resource to feed; null when it becomes a new one.</summary>
    public Resource? Resource { get; } = resource;

    /// <summary>The sheet that was read; null for the first.</summary>
    public string? Sheet { get; } = sheet;

    /// <summary>Items of a new resource.</summary>
    public List<ProposedItem> Items { get; } = [.. found.Items];

    /// <summary>Source column of each item of the resource; null for none.</summary>
    public Dictionary<string, int?> Mapping { get; } = (found.Mapping ?? []).ToDictionary(m => m.Item, m => m.Ordinal);

    /// <summary>Cells that stand for a missing value, cut by spaces.</summary>
    public string Missing { get; set; } = string.Join(' ', found.Missing);

    public LoadMode Mode { get; set; } = LoadMode.Append;

    public string Title { get; set; } = "";

    public string Summary { get; set; } = "";

    public string Theme { get; set; } = "";

    /// <summary>Code of the department.</summary>
    public string Provider { get; set; } = "";

    /// <summary>It is being begun.</summary>
    public bool Busy { get; set; }

    public NewResourceRequest Request => new(Title, Summary, Provider, Theme, Items);

    /// <summary>The same person's words over another sheet of the same file.</summary>
    public ProposalDraft Over(ProposalDraft? before)
    {
        if (before is not null)
        {
            (Title, Summary, Theme, Provider, Mode) = (before.Title, before.Summary, before.Theme, before.Provider, before.Mode);
        }

        return this;
    }

    /// <summary>Some values of a column, for a person to see.</summary>
    public string Samples(int ordinal) => string.Join(" · ", Found.Columns[ordinal].Samples);
}

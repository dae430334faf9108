namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>All entries at one moment, in order of code, with the totals that lists give without counting.</summary>
internal sealed class CatalogueShelf
{
    public CatalogueShelf(IEnumerable<HeldEntry> entries)
    {
        InOrder = [.. entries.OrderBy(e => e.Entry.Resource.Code, StringComparer.Ordinal)];
        foreach (var entry in InOrder.Select(held => held.Entry))
        {
            Waiting += entry.Waiting ? 1 : 0;
            Withdrawn += entry.Resource.State == ResourceState.Withdrawn ? 1 : 0;
            if (entry.Resource.State == ResourceState.Published)
            {
                Published++;
                Open += entry.Resource.Open ? 1 : 0;
                Items += entry.Resource.Items.Count;
                ByTheme[entry.Resource.Theme] = ByTheme.GetValueOrDefault(entry.Resource.Theme) + 1;
                ByProvider[entry.Resource.Provider] = ByProvider.GetValueOrDefault(entry.Resource.Provider) + 1;
            }
        }
    }

    public IReadOnlyList<HeldEntry> InOrder { get; }

    /// <summary>Published resources.</summary>
    public int Published { get; }

    /// <summary>Published resources whose rows are open to everybody.</summary>
    public int Open { get; }

    /// <summary>Information items of published resources.</summary>
    public int Items { get; }

    /// <summary>First or next versions that wait for publication.</summary>
    public int Waiting { get; }

    /// <summary>Withdrawn resources.</summary>
    public int Withdrawn { get; }

    /// <summary>Published resources by theme.</summary>
    public Dictionary<string, int> ByTheme { get; } = new(StringComparer.Ordinal);

    /// <summary>Published resources by provider's code.</summary>
    public Dictionary<string, int> ByProvider { get; } = new(StringComparer.Ordinal);
}

using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.Versions;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>Tells somebody whose change comes too late what the other one changed.</summary>
internal sealed class TheirChange(CatalogueStore store, CatalogueBook book)
{
    /// <summary>The fact of a fault that holds the difference.</summary>
    public const string Difference = "difference";

    /// <param name="outcome">What the change led to.</param>
    /// <param name="code">Code of the entry.</param>
    /// <param name="revision">The revision that the late change was made on.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Outcome<Entry>> Explain(Outcome<Entry> outcome, string code, int? revision, CancellationToken ct)
    {
        if (outcome.Fault is not { Code: "catalogue.changed-meanwhile" } fault || revision is not { } seen || book.Entry(code) is not { } now)
        {
            return outcome;
        }

        var before = await store.Revision(now.Resource.Id, seen, ct);
        return fault with
        {
            Facts = new Dictionary<string, object?>
            {
                ["revision"] = now.Revision,
                ["changedBy"] = now.ChangedBy,
                ["changedAt"] = now.ChangedAtUtc,
                [Difference] = before is null ? null : EntryDifference.Between(before, now.Latest),
            },
        };
    }
}

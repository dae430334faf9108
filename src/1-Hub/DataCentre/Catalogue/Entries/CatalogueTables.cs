using CityHub.DataCentre.Catalogue.Autosave;
using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Decrees;
using CityHub.DataCentre.Catalogue.OneSource;
using CityHub.DataCentre.Catalogue.SupplyDemand;
using CityHub.DataCentre.Catalogue.WithdrawResource;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>The tables of the catalogue in the record store.</summary>
internal sealed class CatalogueTables : IRecordsModel
{
    public void Shape(ModelBuilder model)
    {
        model.Entity<ResourceRow>(e =>
        {
            e.ToTable("datacentre_resources");
            e.HasKey(r => r.Id);
            e.HasIndex(r => r.Code).IsUnique();
            e.HasIndex(r => new { r.Provider, r.TitleKey }).IsUnique();
            e.Property(r => r.Revision).IsConcurrencyToken();
        });
        model.Entity<VersionRow>(e =>
        {
            e.ToTable("datacentre_resource_versions");
            e.HasKey(r => new { r.ResourceId, r.Number });
        });
        model.Entity<RevisionRow>(e =>
        {
            e.ToTable("datacentre_resource_revisions");
            e.HasKey(r => new { r.ResourceId, r.Revision });
        });
        model.Entity<CodeCounterRow>(e =>
        {
            e.ToTable("datacentre_code_counters");
            e.HasKey(r => r.Category);
        });
        model.Entity<CategoryNumberRow>(e =>
        {
            e.ToTable("datacentre_category_numbers");
            e.HasKey(r => r.Department);
            e.HasIndex(r => r.Number).IsUnique();
        });
        model.Entity<ClassRow>(e =>
        {
            e.ToTable("datacentre_classes");
            e.HasKey(r => r.Code);
        });
        model.Entity<NoticeRow>(e =>
        {
            e.ToTable("datacentre_withdrawal_notices");
            e.HasKey(r => r.Id);
            e.HasIndex(r => r.Code);
        });
        model.Entity<NoticeRecipientRow>(e =>
        {
            e.ToTable("datacentre_withdrawal_recipients");
            e.HasKey(r => new { r.NoticeId, r.Organisation });
        });
        model.Entity<DecreeRow>(e =>
        {
            e.ToTable("datacentre_decrees");
            e.HasKey(r => r.Code);
        });
        model.Entity<ClauseRow>(e =>
        {
            e.ToTable("datacentre_decree_clauses");
            e.HasKey(r => r.Code);
        });
        model.Entity<LeadRow>(e =>
        {
            e.ToTable("datacentre_lead_sources");
            e.HasKey(r => r.Key);
        });
        model.Entity<OverlapRow>(e =>
        {
            e.ToTable("datacentre_value_overlaps");
            e.HasKey(r => new { r.FirstId, r.FirstColumn, r.SecondId, r.SecondColumn });
        });
        model.Entity<ListRow>(e =>
        {
            e.ToTable("datacentre_supply_lists");
            e.HasKey(r => r.Id);
        });
        model.Entity<AutosaveRow>(e =>
        {
            e.ToTable("datacentre_catalogue_autosaves");
            e.HasKey(r => new { r.AccountId, r.Target });
        });
    }
}

/// <summary>A catalogue entry: its current version, and the draft of the next.</summary>
internal sealed class ResourceRow
{
    public required string Id { get; init; }
    public required string Code { get; init; }
    public required string Provider { get; set; }
    public required string ProviderPath { get; set; }
    public required string TitleKey { get; set; }
    public ResourceState State { get; set; }
    public int Version { get; set; }

    /// <summary>Rises with every change: two people do not overwrite each other.</summary>
    public int Revision { get; set; }

    /// <summary>Content of the current version (the draft itself while never published), JSON.</summary>
    public required string Content { get; set; }

    /// <summary>Content of the next version, JSON; null when nothing waits.</summary>
    public string? Draft { get; set; }

    /// <summary>The current version cannot be filled by appending to the rows that were there when it was published.</summary>
    public bool GatherAgain { get; set; }
    public DateTimeOffset RegisteredAtUtc { get; init; }
    public DateTimeOffset ChangedAtUtc { get; set; }
    public required string ChangedBy { get; set; }
    public DateTimeOffset? PublishedAtUtc { get; set; }
    public DateTimeOffset? WithdrawnAtUtc { get; set; }
    public string? WithdrawReason { get; set; }
}

/// <summary>A published version, whole; never changed afterwards.</summary>
internal sealed class VersionRow
{
    public required string ResourceId { get; init; }
    public required int Number { get; init; }
    public required string Content { get; init; }
    public required DateTimeOffset PublishedAtUtc { get; init; }
    public required string AccountId { get; init; }
    public required string PublishedBy { get; init; }
    public string? Organisation { get; init; }
    public string? Note { get; init; }
    public bool GatherAgain { get; init; }
}

/// <summary>What an editor would have seen at a revision: tells two people who edit at once what the other changed. The latest few are kept.</summary>
internal sealed class RevisionRow
{
    public required string ResourceId { get; init; }
    public required int Revision { get; init; }
    public required string Content { get; init; }
}

/// <summary>The last sequence given out in a category. Stays when resources are destroyed, so a code never comes back.</summary>
internal sealed class CodeCounterRow
{
    public required string Category { get; init; }
    public long Last { get; set; }
}

/// <summary>The 目 (three digits) given to a kind of department, in the order of their first registration.</summary>
internal sealed class CategoryNumberRow
{
    public required string Department { get; init; }
    public required int Number { get; init; }
}

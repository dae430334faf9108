using CityHub.Kernel;
using CityHub.Kernel.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CityHub.Storage.Records;

/// <summary>A module's part of the record store: it shapes its own tables, named <c>module_things</c>.</summary>
public interface IRecordsModel
{
    /// <summary>Declares the tables.</summary>
    void Shape(ModelBuilder model);
}

/// <summary>
/// The records (metadata, accounts, runs) of all modules: one connection and one transaction, so that a change, its event and
/// its audit record commit together. Take a short-lived one from <see cref="IDbContextFactory{TContext}"/>.
/// </summary>
public sealed class RecordsDb(DbContextOptions<RecordsDb> options, IEnumerable<IRecordsModel> models) : DbContext(options)
{
    /// <summary>Names the set of models, see <see cref="ModelOfModules"/>.</summary>
    internal string Modules => string.Join('|', models.Select(m => m.GetType().FullName));

    /// <summary>Audit entries of changes, waiting for the appender.</summary>
    public DbSet<AuditOutboxRow> AuditOutbox => Set<AuditOutboxRow>();

    /// <summary>Notes a change in the audit trail; commits with it.</summary>
    public void Note(AuditEntry entry, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        AuditOutbox.Add(new AuditOutboxRow { Id = Id.New(), AtUtc = clock.GetUtcNow(), Entry = AuditJson.Write(entry) });
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<AuditOutboxRow>(e =>
        {
            e.ToTable("storage_audit_outbox");
            e.HasKey(r => r.Id);
        });
        foreach (var model in models)
        {
            model.Shape(modelBuilder);
        }
    }

    /// <summary>Instants are UTC ticks: SQLite cannot order DateTimeOffset.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>An audit entry on its way from a record's transaction to the trail.</summary>
public sealed class AuditOutboxRow
{
    /// <summary>Sorts by time; makes the copy idempotent.</summary>
    public required string Id { get; init; }

    /// <summary>When the change was made.</summary>
    public required DateTimeOffset AtUtc { get; init; }

    /// <summary>The entry, JSON.</summary>
    public required string Entry { get; init; }
}

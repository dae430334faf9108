using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>OpenIddict's tables under our names, with instants as UTC ticks like everywhere.</summary>
internal sealed class ApplicationTables : IRecordsModel
{
    private static readonly ValueConverter<DateTime, long> Ticks = new(at => at.Ticks, ticks => new DateTime(ticks, DateTimeKind.Utc));

    public void Shape(ModelBuilder model)
    {
        model.UseOpenIddict<ApplicationRow, AuthorizationRow, ScopeRow, IssuedTokenRow, string>();
        model.Entity<ApplicationRow>(e =>
        {
            e.ToTable("platform_applications");
            e.HasOne<OrganisationRow>().WithMany().HasForeignKey(a => a.OrganisationCode).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<AuthorizationRow>(e =>
        {
            e.ToTable("platform_authorizations");
            e.Property(a => a.CreationDate).HasConversion(Ticks);
        });
        model.Entity<ScopeRow>().ToTable("platform_scopes");
        model.Entity<IssuedTokenRow>(e =>
        {
            e.ToTable("platform_issued_tokens");
            e.Property(t => t.CreationDate).HasConversion(Ticks);
            e.Property(t => t.ExpirationDate).HasConversion(Ticks);
            e.Property(t => t.RedemptionDate).HasConversion(Ticks);
        });
    }
}

using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Delegations;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.ServicePlatform.Identity.Tokens;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity;

/// <summary>The tables of this room.</summary>
internal sealed class IdentityTables : IRecordsModel
{
    public void Shape(ModelBuilder model)
    {
        model.Entity<OrganisationRow>(e =>
        {
            e.ToTable("platform_organisations");
            e.HasKey(o => o.Code);
            e.HasIndex(o => o.Path).IsUnique();
            e.HasIndex(o => o.CreditCode).IsUnique();
        });
        model.Entity<Account>(e =>
        {
            e.ToTable("platform_accounts");
            e.HasKey(a => a.Id);
            e.HasIndex(a => a.NormalizedUserName).IsUnique();
            e.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        });
        model.Entity<PostHeld>(e =>
        {
            e.ToTable("platform_posts");
            e.HasKey(p => p.Id);
            e.HasIndex(p => p.AccountId);
            e.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);
            e.HasOne<OrganisationRow>().WithMany().HasForeignKey(p => p.OrganisationCode).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<DelegationRow>(e =>
        {
            e.ToTable("platform_delegations");
            e.HasKey(d => d.Id);
            e.HasIndex(d => d.FromAccountId);
            e.HasIndex(d => d.ToAccountId);
            e.HasOne<PostHeld>().WithMany().HasForeignKey(d => d.PostId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<SessionRow>(e =>
        {
            e.ToTable("platform_sessions");
            e.HasKey(s => s.Id);
            e.HasIndex(s => s.AccountId);
            e.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<TokenRow>(e =>
        {
            e.ToTable("platform_tokens");
            e.HasKey(t => t.Id);
            e.HasIndex(t => t.AccountId);
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}

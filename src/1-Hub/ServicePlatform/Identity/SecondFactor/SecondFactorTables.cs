using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>验证器应用: the app on a person's phone that shows codes (RFC 6238). An account has one at most.</summary>
internal sealed class AuthenticatorRow
{
    public required string AccountId { get; init; }

    /// <summary>The key that app and hub share, sealed with the keys of the data folder.</summary>
    public required string SealedKey { get; set; }

    public required DateTimeOffset AddedAtUtc { get; set; }

    public DateTimeOffset? LastUsedAtUtc { get; set; }

    /// <summary>Time step of the last code that was accepted: no earlier one and not this one serves again (RFC 6238, 5.2).</summary>
    public required long LastStep { get; set; }
}

/// <summary>恢复码: stands in for a lost phone, once.</summary>
internal sealed class RecoveryCodeRow
{
    /// <summary>See <see cref="RecoveryCodes.HashOf"/>.</summary>
    public required string Hash { get; init; }

    public required string AccountId { get; init; }

    public DateTimeOffset? UsedAtUtc { get; set; }
}

/// <summary>通行密钥: a WebAuthn credential as ASP.NET Core Identity keeps it, and when it was used last.</summary>
internal sealed class PasskeyRow : IdentityUserPasskey<string>
{
    public DateTimeOffset? LastUsedAtUtc { get; set; }
}

/// <summary>The tables of second factors.</summary>
internal sealed class SecondFactorTables : IRecordsModel
{
    public void Shape(ModelBuilder model)
    {
        model.Entity<AuthenticatorRow>(e =>
        {
            e.ToTable("platform_authenticators");
            e.HasKey(a => a.AccountId);
            e.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<RecoveryCodeRow>(e =>
        {
            e.ToTable("platform_recovery_codes");
            e.HasKey(c => c.Hash);
            e.HasIndex(c => c.AccountId);
            e.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<PasskeyRow>(e =>
        {
            e.ToTable("platform_passkeys");
            e.HasKey(p => p.CredentialId);
            e.HasIndex(p => p.UserId);
            e.OwnsOne(p => p.Data).ToJson();
            e.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}

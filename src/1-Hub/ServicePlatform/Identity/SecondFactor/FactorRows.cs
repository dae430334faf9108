using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>An account's factors in the store. Changes are made on the context that is given, so that they commit with their audit record.</summary>
internal static class FactorRows
{
    /// <summary>How many are kept: one app at most, and passkeys.</summary>
    public static async Task<int> FactorsOf(this RecordsDb db, string accountId) =>
        await db.Set<AuthenticatorRow>().CountAsync(a => a.AccountId == accountId) + await db.Set<PasskeyRow>().CountAsync(p => p.UserId == accountId);

    /// <summary>Which of these accounts have a second factor.</summary>
    public static async Task<IReadOnlySet<string>> WithSecondFactor(this RecordsDb db, IReadOnlyList<string> accountIds, CancellationToken ct) => (await db.Set<AuthenticatorRow>()
        .Where(a => accountIds.Contains(a.AccountId)).Select(a => a.AccountId)
        .Union(db.Set<PasskeyRow>().Where(p => accountIds.Contains(p.UserId)).Select(p => p.UserId)).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Takes all away; answers whether there was a factor.</summary>
    public static async Task<bool> RemoveFactors(this RecordsDb db, string accountId)
    {
        var apps = await db.Set<AuthenticatorRow>().Where(a => a.AccountId == accountId).ToListAsync();
        var passkeys = await db.Set<PasskeyRow>().Where(p => p.UserId == accountId).ToListAsync();
        db.RemoveRange(apps);
        db.RemoveRange(passkeys);
        await db.RemoveRecoveryCodes(accountId);
        return apps.Count + passkeys.Count > 0;
    }

    public static async Task RemoveRecoveryCodes(this RecordsDb db, string accountId) =>
        db.RemoveRange(await db.Set<RecoveryCodeRow>().Where(c => c.AccountId == accountId).ToListAsync());

    /// <summary>Makes new recovery codes; the former ones end.</summary>
    public static async Task<IReadOnlyList<string>> RenewRecoveryCodes(this RecordsDb db, string accountId)
    {
        await db.RemoveRecoveryCodes(accountId);
        var codes = RecoveryCodes.Make();
        db.AddRange(codes.Select(code => new RecoveryCodeRow { Hash = RecoveryCodes.HashOf(accountId, code), AccountId = accountId }));
        return codes;
    }
}

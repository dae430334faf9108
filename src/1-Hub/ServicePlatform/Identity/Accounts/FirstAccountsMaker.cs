using System.Security.Cryptography;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Contracts;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>Makes the first accounts in a new folder, each with a password of its own.</summary>
internal sealed class FirstAccountsMaker(
    IDbContextFactory<RecordsDb> factory, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer, FirstAccounts handOver, TimeProvider clock) : IStartUp
{
    private static readonly (string UserName, string Name, string Organisation, string Role, Words Title)[] Wanted =
    [
        ("admin", "系统管理员", "500000-dsj", "system-administrator", new("系统管理员（市大数据局）", "System administrator, city bureau")),
        ("operator", "大数据局值守", "500000-dsj", "bureau-operator", new("运行值守（市大数据局，全市数据）", "Operator, city bureau: all data")),
        ("steward", "公安局数据专员", "500000-ga", "data-steward", new("数据专员（市公安局）", "Data steward, Public Security Bureau")),
        ("steward-scjg", "市场监管局数据专员", "500000-scjg", "data-steward", new("数据专员（市市场监管局）", "Data steward, Market Regulation")),
        ("steward-yuzhong", "渝中区数据专员", "500103-dsj", "data-steward", new("数据专员（渝中区大数据局）", "Data steward, Yuzhong District")),
        ("auditor", "审计员", "500000-dsj", "auditor", new("审计管理员", "Auditor")),
    ];

    public async Task Start(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.Set<Account>().AnyAsync(ct))
        {
            return;
        }

        var made = new List<FirstAccount>();
        foreach (var (userName, name, organisation, role, title) in Wanted)
        {
            var account = new Account
            {
                Id = Id.New(), UserName = userName, NormalizedUserName = normalizer.NormalizeName(userName), DisplayName = name, CreatedAtUtc = clock.GetUtcNow(),
                LockoutEnabled = true, SecurityStamp = Id.New(),
            };
            var password = Passwords.Generate();
            account.PasswordHash = hasher.HashPassword(account, password);
            db.Add(account);
            db.Add(new PostHeld { Id = Id.New(), AccountId = account.Id, OrganisationCode = organisation, Role = role, FromUtc = clock.GetUtcNow() });
            db.Note(new AuditEntry("identity.account-created", "system", Resource: account.Id, Detail: $"{userName}: {role} of {organisation}"), clock);
            made.Add(new FirstAccount(userName, password, title));
        }

        await db.SaveChangesAsync(ct);
        handOver.Keep(made);
    }
}

/// <summary>Generated passwords: 16 letters and digits that cannot be mistaken for one another, about 92 bits, in groups to type easily.</summary>
internal static class Passwords
{
    public static string Generate()
    {
        while (true)
        {
            var text = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 16);
            if (text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetterLower))
            {
                return string.Join('-', text.Chunk(4).Select(group => new string(group)));
            }
        }
    }
}

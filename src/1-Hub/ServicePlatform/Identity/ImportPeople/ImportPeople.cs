using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.ImportPeople;

/// <summary>What is wrong in a row, and how to mend it.</summary>
/// <param name="Row">Row of the sheet.</param>
/// <param name="Head">Head of the column.</param>
internal sealed record PeopleFault(int Row, string? Head, string Code, Words Detail);

/// <summary>Somebody of the sheet whose account is or would be made.</summary>
internal sealed record ImportedPerson(int Row, string UserName, string DisplayName, string Organisation, string Role);

/// <summary>What an import did, or would do.</summary>
/// <param name="Made">The generated passwords, once; empty for a dry run.</param>
internal sealed record PeopleReport(bool DryRun, IReadOnlyList<ImportedPerson> People, IReadOnlyList<PeopleFault> Faults, IReadOnlyList<MadePassword> Made);

/// <summary>人员导入: accounts with a first post each from one workbook, all or none; each password must be changed at the first sign-in.</summary>
internal sealed class ImportPeople(AccountDesk desk, OrganisationTree tree, IDbContextFactory<RecordsDb> factory, IPasswordHasher<Account> hasher, ILookupNormalizer names, TimeProvider clock)
{
    /// <param name="progress">How many passwords are made so far: each takes its time, by design.</param>
    public async Task<Outcome<PeopleReport>> Do(Stream book, bool dryRun, Caller caller, IProgress<int>? progress, CancellationToken ct)
    {
        if (!PeopleSheet.Read(book).Try(out var rows, out var fault))
        {
            return fault;
        }

        await using var db = await factory.CreateDbContextAsync(ct);
        var taken = await Taken(db, rows, ct);
        var faults = new List<PeopleFault>();
        var planned = new List<(PersonRow Row, PostHeld Post)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var post = Judge(row, caller, seen, taken, out var found);
            faults.AddRange(found.Select(f => new PeopleFault(row.Row, PeopleSheet.Columns.FirstOrDefault(c => c.Field == f.Path)?.Head[0], f.Code, f.Detail ?? f.Title)));
            if (post is not null)
            {
                planned.Add((row, post));
            }
        }

        var report = new PeopleReport(dryRun, [.. planned.Select(p => new ImportedPerson(p.Row.Row, p.Row.UserName!, p.Row.DisplayName!, p.Post.OrganisationCode, p.Post.Role))], faults, []);
        return dryRun ? report : faults.Count > 0 ? PeopleFaults.Refused(report) : report with { Made = await Make(db, planned, caller, progress, ct) };
    }

    private async Task<IReadOnlyList<MadePassword>> Make(RecordsDb db, List<(PersonRow Row, PostHeld Post)> planned, Caller caller, IProgress<int>? progress, CancellationToken ct)
    {
        var made = new MadePassword[planned.Count];
        var accounts = new Account[planned.Count];
        var now = clock.GetUtcNow();
        var done = 0;
        Parallel.For(0, planned.Count, new() { CancellationToken = ct }, i =>
        {
            var (row, password) = (planned[i].Row, Passwords.Generate());
            accounts[i] = new Account
            {
                Id = Id.New(), UserName = row.UserName, NormalizedUserName = names.NormalizeName(row.UserName), DisplayName = row.DisplayName!, PhoneNumber = row.Phone, Email = row.Email,
                NormalizedEmail = names.NormalizeEmail(row.Email), MustChangePassword = true, CreatedAtUtc = now, SecurityStamp = Guid.NewGuid().ToString("N"), LockoutEnabled = true,
            };
            accounts[i].PasswordHash = hasher.HashPassword(accounts[i], password);
            made[i] = new MadePassword(row.UserName!, password);
            progress?.Report(Interlocked.Increment(ref done));
        });
        foreach (var (account, (_, post)) in accounts.Zip(planned))
        {
            db.Add(account);
            db.Add(AccountDesk.Held(post, account.Id));
            db.Note(AuditEntry.By(caller, "identity.account-created", account.Id) with { Detail = $"{account.UserName}: {post.Role} of {post.OrganisationCode}" }, clock);
        }

        db.Note(AuditEntry.By(caller, "identity.people-imported") with { Rows = made.Length }, clock);
        await db.SaveChangesAsync(ct);
        return made;
    }

    private PostHeld? Judge(PersonRow row, Caller caller, Dictionary<string, int> seen, HashSet<string> taken, out List<Fault> faults)
    {
        faults = [];
        var userName = names.NormalizeName(row.UserName ?? "");
        if (AccountDesk.WrongName(row.UserName ?? "") is { } wrongName)
        {
            faults.Add(wrongName);
        }
        else if (!seen.TryAdd(userName, row.Row))
        {
            faults.Add(PeopleFaults.Twice(row.UserName!, seen[userName]));
        }
        else if (taken.Contains(userName))
        {
            faults.Add(IdentityFaults.UserNameTaken(row.UserName!));
        }

        if (row.DisplayName is not { Length: <= AccountDesk.LongestName })
        {
            faults.Add(IdentityFaults.DisplayNameMissing);
        }

        var (until, badDay) = Day(row.Until);
        if (badDay)
        {
            faults.Add(PeopleFaults.Until(row.Until!));
        }

        if (!Where(row.Organisation).Try(out var organisation, out var fault) || !desk.Post(new(organisation, RoleOf(row.Role), until), caller).Try(out var post, out fault))
        {
            faults.Add(fault.Path is null ? fault with { Path = fault.Code.Contains("role", StringComparison.Ordinal) ? "role" : "organisation" } : fault);
            return null;
        }

        return faults.Count > 0 ? null : post;
    }

    // By code, or by a name that only one organisation has.
    private Outcome<string> Where(string? written)
    {
        if (written is null || tree.Find(written) is not null)
        {
            return written ?? "";
        }

        var named = tree.Within(tree.Root.Path).Where(o => o.Name.Zh == written || o.Name.En.Equals(written, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return named.Count > 1 ? PeopleFaults.OrganisationUnclear(written) : named.Count == 1 ? named[0].Code : written;
    }

    private static string? RoleOf(string? written) =>
        Roles.All.FirstOrDefault(r => r.Title.Zh == written || r.Title.En.Equals(written, StringComparison.OrdinalIgnoreCase))?.Code ?? written;

    private (DateTimeOffset? Until, bool Bad) Day(string? written) =>
        written is null ? (null, false)
        : DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > CityTime.Day(clock.GetUtcNow())
            ? (PostFields.EndOf(day.ToDateTime(TimeOnly.MinValue)), false)
            : (null, true);

    private async Task<HashSet<string>> Taken(RecordsDb db, IReadOnlyList<PersonRow> rows, CancellationToken ct)
    {
        var asked = rows.Select(r => names.NormalizeName(r.UserName ?? "")).Distinct().ToList();
        return [.. await db.Set<Account>().Where(a => asked.Contains(a.NormalizedUserName!)).Select(a => a.NormalizedUserName!).ToListAsync(ct)];
    }
}

using System.Text.RegularExpressions;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <param name="Parent">Code of the city, district or county.</param>
/// <param name="Short">Short code, for example <c>ga</c>: the department's code is <c>parent-short</c>.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name; the Chinese one when left out.</param>
/// <param name="CreditCode">Registered credit code, if known.</param>
internal sealed record AddDepartment(string? Parent, string? Short, string? Name, string? NameEn, string? CreditCode);

internal sealed record RenameDepartment(string? Name, string? NameEn);

/// <summary>Adds, renames and closes departments. Divisions come from the national data and are not changed by hand.</summary>
internal sealed partial class OrganisationDesk(IDbContextFactory<RecordsDb> factory, OrganisationTree tree, Callers callers, TimeProvider clock)
{
    private const int LongestName = 64;

    public async Task<Outcome<string>> Add(AddDepartment request, Caller caller, CancellationToken ct)
    {
        if (request.Parent is null || tree.Find(request.Parent) is not { } parent)
        {
            return IdentityFaults.OrganisationUnknown(request.Parent ?? "");
        }

        if (Decide(request, parent, caller, tree.Find) is { } fault)
        {
            return fault;
        }

        var code = $"{parent.Code}-{request.Short}";
        await using var db = await factory.CreateDbContextAsync(ct);
        db.Add(new OrganisationRow
        {
            Code = code, NameZh = request.Name!.Trim(), NameEn = English(request.NameEn, request.Name), Kind = OrganisationKind.Department, ParentCode = parent.Code,
            Path = $"{parent.Path}{code}/", DivisionCode = parent.DivisionCode, CreditCode = request.CreditCode, Source = "entered",
        });
        db.Note(AuditEntry.By(caller, "identity.department-added", code), clock);
        await db.SaveChangesAsync(ct);
        await tree.Refresh(ct);
        return code;
    }

    public async Task<Outcome<bool>> Rename(string code, RenameDepartment request, Caller caller, CancellationToken ct)
    {
        if (request.Name?.Trim() is not { Length: > 0 and <= LongestName } name)
        {
            return IdentityFaults.OrganisationName;
        }

        return await Change(code, caller, "identity.department-renamed", (row, _) =>
        {
            (row.NameZh, row.NameEn) = (name, English(request.NameEn, name));
            return Task.FromResult<Fault?>(null);
        }, ct);
    }

    public Task<Outcome<bool>> Close(string code, Caller caller, CancellationToken ct) => Change(code, caller, "identity.department-closed", async (row, db) =>
    {
        var now = clock.GetUtcNow();
        var posts = await db.Set<PostHeld>().CountAsync(p => p.OrganisationCode == code && (p.ToUtc == null || p.ToUtc > now), ct);
        row.ClosedAtUtc = now;
        return posts > 0 ? IdentityFaults.OrganisationInUse(posts) : null;
    }, ct);

    /// <summary>What refuses a new department; null when nothing does.</summary>
    internal static Fault? Decide(AddDepartment request, Organisation parent, Caller caller, Func<string, Organisation?> find) => request switch
    {
        _ when !caller.May(AccountDesk.Manage, parent.Path) => IdentityFaults.OutOfScope(parent.Code),
        _ when parent.Kind != OrganisationKind.Government => IdentityFaults.OnlyDepartments,
        _ when request.Short is null || !ShortCode().IsMatch(request.Short) => IdentityFaults.OrganisationShort,
        _ when request.Name?.Trim() is not { Length: > 0 and <= LongestName } => IdentityFaults.OrganisationName,
        _ when request.CreditCode is { } credit && !CreditCode.IsValid(credit) => IdentityFaults.CreditCodeInvalid,
        _ when find($"{parent.Code}-{request.Short}") is not null => IdentityFaults.OrganisationTaken($"{parent.Code}-{request.Short}"),
        _ => null,
    };

    private async Task<Outcome<bool>> Change(string code, Caller caller, string act, Func<OrganisationRow, RecordsDb, Task<Fault?>> change, CancellationToken ct)
    {
        if (tree.Find(code) is not { } found || tree.IsClosed(code))
        {
            return IdentityFaults.OrganisationUnknown(code);
        }

        if (found.Kind != OrganisationKind.Department)
        {
            return IdentityFaults.OnlyDepartments;
        }

        if (!caller.May(AccountDesk.Manage, found.Path))
        {
            return IdentityFaults.OutOfScope(code);
        }

        await using var db = await factory.CreateDbContextAsync(ct);
        var row = await db.Set<OrganisationRow>().SingleAsync(o => o.Code == code, ct);
        if (await change(row, db) is { } fault)
        {
            return fault;
        }

        db.Note(AuditEntry.By(caller, act, code), clock);
        await db.SaveChangesAsync(ct);
        await tree.Refresh(ct);
        callers.ForgetAll();
        return true;
    }

    private static string English(string? english, string chinese) => string.IsNullOrWhiteSpace(english) ? chinese.Trim() : english.Trim();

    [GeneratedRegex("^[a-z0-9]{2,12}$")]
    private static partial Regex ShortCode();
}

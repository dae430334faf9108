using System.Collections.Concurrent;
using System.Text.Json;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>An application as it stands now.</summary>
/// <param name="Caller">The application acting for itself; without posts when it has no role.</param>
/// <param name="Role">Bounds what it may do in a person's name; null for nothing.</param>
/// <param name="Origins">Where its pages live, such as <c>https://permit.example</c>: they may fetch tokens from a browser.</param>
/// <param name="Addresses">Where people are sent back to, after signing in or out.</param>
internal sealed record ApplicationStanding(
    string Id, string ClientId, string Name, string Purpose, string OrganisationCode, Caller Caller, Role? Role, bool Disabled, bool AsksConsent,
    IReadOnlyList<string> Origins, IReadOnlyList<string> Addresses);

/// <summary>Who applications are at this moment, kept in memory until something changes (<see cref="Forget"/>).</summary>
internal sealed class ApplicationStandings(IDbContextFactory<RecordsDb> factory, OrganisationTree tree)
{
    /// <summary>Before the client id wherever an account's id is expected.</summary>
    public const string Prefix = "app:";

    private readonly ConcurrentDictionary<string, ApplicationStanding> _known = new(StringComparer.Ordinal);
    private long _generation;

    /// <summary>The application; null for none.</summary>
    public async ValueTask<ApplicationStanding?> Of(string clientId)
    {
        if (_known.TryGetValue(clientId, out var known))
        {
            return known;
        }

        var generation = Interlocked.Read(ref _generation);
        await using var db = await factory.CreateDbContextAsync();
        if (await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(a => a.ClientId == clientId) is not { } row)
        {
            return null;
        }

        var standing = Stand(row);
        _known[clientId] = standing;
        if (generation != Interlocked.Read(ref _generation))
        {
            _known.TryRemove(clientId, out _);
        }

        return standing;
    }

    /// <summary>To be called after a change of applications or of the tree has been committed.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    /// <summary>Whether some application that is not disabled has its pages there.</summary>
    public async ValueTask<bool> HasPagesAt(string origin)
    {
        await using var db = await factory.CreateDbContextAsync();
        var holding = $"%{origin}%";
        var rows = await db.Set<ApplicationRow>().AsNoTracking().Where(a => a.DisabledAtUtc == null && EF.Functions.Like(a.RedirectUris!, holding)).ToListAsync();
        return rows.Any(row => Stand(row).Origins.Contains(origin, StringComparer.OrdinalIgnoreCase));
    }

    private ApplicationStanding Stand(ApplicationRow row)
    {
        var organisation = tree.Find(row.OrganisationCode);
        var closed = organisation is null || tree.IsClosed(row.OrganisationCode);
        var role = Roles.Find(row.Role ?? "");
        IReadOnlyList<Appointment> appointments = closed || role is null || row.DisabledAtUtc is not null
            ? []
            : [new(organisation!.Code, organisation.Name.Zh, role.Title, Roles.ScopeOf(organisation), role.Permissions)];
        var addresses = List(row.RedirectUris).Concat(List(row.PostLogoutRedirectUris)).Distinct(StringComparer.Ordinal).ToList();
        var name = row.DisplayName ?? row.ClientId!;
        return new(row.Id!, row.ClientId!, name, row.Purpose, row.OrganisationCode, new(Prefix + row.ClientId, name, row.ClientId, appointments), role,
            closed || row.DisabledAtUtc is not null, row.ConsentType != OpenIddict.Abstractions.OpenIddictConstants.ConsentTypes.Implicit,
            [.. List(row.RedirectUris).Select(OriginOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)], addresses);
    }

    /// <summary>Scheme, host and port of a web address; null for others, such as those of apps on a phone.</summary>
    public static string? OriginOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is not null ? uri.GetLeftPart(UriPartial.Authority) : null;

    internal static IReadOnlyList<string> List(string? json) => string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<List<string>>(json) ?? [];
}

using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>The tree of state in memory (some 1,400 nodes), read anew after each change.</summary>
internal sealed class OrganisationTree(IDbContextFactory<RecordsDb> factory) : IOrganisations
{
    private volatile Snapshot? _snapshot;

    public Organisation Root => Now.Root;

    public Organisation? Find(string code) => Now.ByCode.GetValueOrDefault(code);

    /// <summary>Open organisations only: a list offers what can still be chosen. <see cref="Find"/> knows the closed ones too.</summary>
    public IReadOnlyList<Organisation> Within(string pathPrefix)
    {
        ArgumentNullException.ThrowIfNull(pathPrefix);
        return [.. Now.Open.Where(o => o.Path.StartsWith(pathPrefix, StringComparison.Ordinal))];
    }

    /// <summary>Codes of the organisations whose path starts with the prefix, closed ones too.</summary>
    public IReadOnlyList<string> All(string pathPrefix) => [.. Now.ByCode.Values.Where(o => o.Path.StartsWith(pathPrefix, StringComparison.Ordinal)).Select(o => o.Code)];

    /// <summary>Open organisations ordered by path.</summary>
    public IReadOnlyList<Organisation> Open => Now.Open;

    /// <summary>The open nodes directly below one.</summary>
    public IReadOnlyList<Organisation> Below(string code) => [.. Now.Children[code]];

    public bool IsClosed(string code) => Now.Closed.Contains(code);

    /// <summary>Reads the table again.</summary>
    public async Task Refresh(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var rows = await db.Set<OrganisationRow>().AsNoTracking().ToListAsync(ct);
        _snapshot = rows.Count == 0 ? null : new Snapshot(rows);
    }

    private Snapshot Now => _snapshot ?? throw new InvalidOperationException("The organisations are read at start-up; it has not run.");

    private sealed class Snapshot
    {
        public Snapshot(IReadOnlyCollection<OrganisationRow> rows)
        {
            ByCode = rows.ToDictionary(r => r.Code, r => r.ToOrganisation(), StringComparer.Ordinal);
            Closed = rows.Where(r => r.ClosedAtUtc is not null).Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
            Open = [.. ByCode.Values.Where(o => !Closed.Contains(o.Code)).OrderBy(o => o.Path, StringComparer.Ordinal)];
            Children = Open.Where(o => o.ParentCode is not null).ToLookup(o => o.ParentCode!, StringComparer.Ordinal);
            Root = ByCode.Values.Single(o => o.ParentCode is null);
        }

        public Dictionary<string, Organisation> ByCode { get; }

        public HashSet<string> Closed { get; }

        public IReadOnlyList<Organisation> Open { get; }

        public ILookup<string, Organisation> Children { get; }

        public Organisation Root { get; }
    }
}

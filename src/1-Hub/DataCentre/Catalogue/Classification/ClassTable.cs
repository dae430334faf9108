using System.Collections.Concurrent;
using System.Globalization;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Classification;

/// <summary>One 类, 项, 目 or 细目.</summary>
/// <param name="Code">1 digit for a class, 3 for an item, 6 for a detail, more for a finer one.</param>
/// <param name="Name">Name.</param>
/// <param name="Own">Added by an administrator; those of the guide cannot be renamed.</param>
internal sealed record ResourceClass(string Code, Words Name, bool Own);

/// <summary>A class that an administrator added.</summary>
internal sealed class ClassRow
{
    public required string Code { get; init; }
    public required string Zh { get; set; }
    public required string En { get; set; }
    public required string ChangedBy { get; set; }
    public required DateTimeOffset ChangedAtUtc { get; set; }
}

/// <summary>分类: the guide's classes (classes.csv), those that administrators added, and the 目 that departments were given.</summary>
internal sealed class ClassTable(IDbContextFactory<RecordsDb> records, IOrganisations organisations)
{
    private readonly ConcurrentDictionary<string, ResourceClass> _classes = new(ReadGuide().ToDictionary(c => c.Code), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _duties = new(StringComparer.Ordinal);

    /// <summary>Every class, by code.</summary>
    public IEnumerable<ResourceClass> All =>
        _classes.Values.Concat(_duties.Keys.Where(code => !_classes.ContainsKey(code)).Select(Department)).OrderBy(c => c.Code, StringComparer.Ordinal);

    public async Task Open(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var row in await db.Set<ClassRow>().AsNoTracking().ToListAsync(ct))
        {
            Put(row);
        }

        foreach (var row in await db.Set<CategoryNumberRow>().AsNoTracking().ToListAsync(ct))
        {
            _duties[CodeNumbering.DepartmentsOfCities + row.Number.ToString("D3", CultureInfo.InvariantCulture)] = row.Department;
        }
    }

    public ResourceClass? Find(string code) => _classes.GetValueOrDefault(code) ?? (_duties.ContainsKey(code) ? Department(code) : null);

    /// <summary>Whether codes may count in it. The hub numbers the 目 of departments itself, so each of those is one.</summary>
    public bool Knows(string category) =>
        Find(category) is not null || (category.Length == 6 && category.StartsWith(CodeNumbering.DepartmentsOfCities, StringComparison.Ordinal));

    /// <summary>类、项、目、细目 of a code, as far as they have names.</summary>
    public IReadOnlyList<ResourceClass> PathOf(string resourceCode)
    {
        var category = ResourceCode.CategoryOf(resourceCode);
        return [.. Levels(category).Select(Find).OfType<ResourceClass>()];
    }

    /// <summary>The category with all above it: 10100201 stands under 101002, 101 and 1.</summary>
    public static IEnumerable<string> Levels(string category)
    {
        foreach (var length in (int[])[1, 3, 6])
        {
            if (category.Length >= length)
            {
                yield return category[..length];
            }
        }

        for (var length = 7; length <= category.Length; length++)
        {
            yield return category[..length];
        }
    }

    internal void Put(ClassRow row) => _classes[row.Code] = new(row.Code, new(row.Zh, row.En), Own: true);

    /// <summary>A department's first entry got its 目.</summary>
    internal void Given(string category, string duty) => _duties.TryAdd(category, duty);

    internal void Forget(string code) => _classes.TryRemove(code, out _);

    // A duty is borne by a department of the city and by those of districts: its name is nobody's own.
    private ResourceClass Department(string code)
    {
        var duty = _duties[code];
        var name = duty switch
        {
            nameof(OrganisationKind.Government) => new Words("市和区县人民政府", "Governments of city and districts"),
            nameof(OrganisationKind.Township) => new Words("乡镇和街道", "Towns and streets"),
            nameof(OrganisationKind.PublicUtility) => new Words("公共企事业单位", "Public utilities"),
            _ when organisations.Find($"{organisations.Root.Code}-{duty}") is { } bearer => new Words(After(bearer.Name.Zh, "市"), After(bearer.Name.En, "Chongqing ")),
            _ => organisations.Within(organisations.Root.Path).FirstOrDefault(o => CodeNumbering.DutyOf(o) == duty)?.Name ?? new Words(duty, duty),
        };
        return new(code, name, Own: false);
    }

    private static string After(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

    private static IEnumerable<ResourceClass> ReadGuide()
    {
        using var reader = new StreamReader(typeof(ClassTable).Assembly.GetManifestResourceStream("catalogue/classes.csv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => char.IsAsciiDigit(line[0]))
            .Select(line => line.Split(',', 3))
            .Select(cell => new ResourceClass(cell[0], new(cell[1], cell[2]), Own: false))];
    }
}

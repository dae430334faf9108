using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>Fills the tree at the first start: divisions from the reference data, departments of the sample city below them.</summary>
internal sealed class FirstOrganisations(
    HubSettings settings, IDbContextFactory<RecordsDb> factory, OrganisationTree tree, TimeProvider clock) : IStartUp
{
    private const string City = "500000";

    /// <summary>What a row that was made for the sample city says about its source.</summary>
    private const string Sample = "sample";

    public async Task Start(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (!await db.Set<OrganisationRow>().AnyAsync(ct))
        {
            var rows = Grow(Divisions());
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            db.AddRange(rows);
            db.Note(new AuditEntry("identity.organisations-filled", "system", Resource: City, Rows: rows.Count), clock);
            await db.SaveChangesAsync(ct);
        }

        await tree.Refresh(ct);
    }

    private IReadOnlyList<Division> Divisions()
    {
        var file = Path.Combine(settings.ReferenceFolder, "divisions.csv");
        return File.Exists(file)
            ? Read(File.ReadLines(file))
            : throw new StartUpException(new(
                $"缺少行政区划数据 {file}。用 node samples/set-up.mjs 生成它",
                $"The divisions {file} are missing. Make them with: node samples/set-up.mjs"));
    }

    /// <summary>The city's rows of <c>code,name,level,parent,source</c>; level 1 province, 3 county, 4 township.</summary>
    internal static IReadOnlyList<Division> Read(IEnumerable<string> lines) =>
        [.. lines.Skip(1).Select(line => line.TrimEnd('\r').Split(',')).Where(f => f.Length == 5 && f[0].StartsWith("50", StringComparison.Ordinal))
            .Select(f => new Division(f[0], f[1], f[2], f[4]))];

    /// <summary>The whole tree.</summary>
    internal static List<OrganisationRow> Grow(IReadOnlyList<Division> divisions)
    {
        var city = divisions.Single(d => d.Code == City);
        var number = 0;
        var rows = new List<OrganisationRow> { Node(city.Code, city.Name, null, "", OrganisationKind.Government, city.Source) };
        rows.AddRange(KnownNames.CityDepartments.Select(d =>
            Department(City, d.Short, "市" + d.Name.Zh, "Chongqing " + d.Name.En, $"{City}/")));
        foreach (var county in divisions.Where(d => d.Level == "3").OrderBy(d => d.Code, StringComparer.Ordinal))
        {
            var path = $"{City}/{county.Code}/";
            rows.Add(Node(county.Code, county.Name, City, $"{City}/", OrganisationKind.Government, county.Source));
            rows.AddRange(KnownNames.CityDepartments.Where(d => KnownNames.DistrictDepartments.Contains(d.Short)).Select(d =>
                Department(county.Code, d.Short, county.Name + d.Name.Zh, $"{English(county.Code, county.Name)} {d.Name.En}", path)));
            rows.AddRange(divisions.Where(d => d.Level == "4" && d.Code.StartsWith(county.Code, StringComparison.Ordinal))
                .Select(d => Node(d.Code, d.Name, county.Code, path, OrganisationKind.Township, d.Source)));
        }

        return rows;

        OrganisationRow Node(string code, string name, string? parent, string parentPath, OrganisationKind kind, string source) =>
            Row(code, name, English(code, name), parent, parentPath, kind, code, source);

        OrganisationRow Department(string division, string shortCode, string zh, string en, string parentPath) =>
            Row($"{division}-{shortCode}", zh, en, division, parentPath, OrganisationKind.Department, division, Sample);

        OrganisationRow Row(string code, string zh, string en, string? parent, string parentPath, OrganisationKind kind, string division, string source) => new()
        {
            Code = code, NameZh = zh, NameEn = en, Kind = kind, ParentCode = parent, Path = $"{parentPath}{code}/", DivisionCode = division,
            CreditCode = CreditCode.Generate(division, ++number), CreditCodeIsGenerated = true, Source = source,
        };
    }

    private static string English(string code, string name) => KnownNames.English.GetValueOrDefault(code, name);
}

/// <summary>One row of the reference data.</summary>
internal sealed record Division(string Code, string Name, string Level, string Source);

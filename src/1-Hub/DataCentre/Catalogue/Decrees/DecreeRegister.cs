using System.Collections.Concurrent;
using System.Globalization;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Decrees;

/// <summary>法规: a decree, policy or standard that the hub's rules come from.</summary>
/// <param name="Code">Own stable code, for example <c>gwyl-809</c>.</param>
/// <param name="Kind">law, regulation, rule, policy, standard.</param>
/// <param name="Number">文号.</param>
/// <param name="Title">Title.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Issued">Date as far as it is known: CCYY, CCYY-MM or CCYY-MM-DD.</param>
/// <param name="Effective">In force from.</param>
/// <param name="Status">inForce, trial, repealed.</param>
/// <param name="Source">Where the text was read.</param>
/// <param name="Own">Entered by an administrator.</param>
internal sealed record Decree(
    string Code, string Kind, string? Number, Words Title, string Issuer, string? Issued, string? Effective, string Status, string? Source, bool Own);

/// <summary>条款: what a clause asks, and what of the hub comes from it.</summary>
/// <param name="Code"><c>decree/clause</c>, as entries cite it.</param>
/// <param name="Article">第十九条; null when the article is not known.</param>
/// <param name="Text">What it asks, in short.</param>
/// <param name="Rules">Codes of the refusals and permissions that come from it.</param>
/// <param name="Days">Deadline; null when it sets none.</param>
/// <param name="Unit">workdays, days.</param>
/// <param name="Fields">Paths of the catalogue's fields that come from it.</param>
/// <param name="Where">Code or room that carries it out.</param>
/// <param name="Checked">Whether it was read in a public text; else it is from memory.</param>
internal sealed record Clause(
    string Code, string? Article, Words Text, IReadOnlyList<string> Rules, int? Days, string? Unit, IReadOnlyList<string> Fields, string? Where, bool Checked, bool Own)
{
    public string Decree => Code[..Code.IndexOf('/', StringComparison.Ordinal)];
}

/// <summary>A decree that an administrator entered.</summary>
internal sealed class DecreeRow
{
    public required string Code { get; init; }
    public required string Content { get; set; }
    public required string ChangedBy { get; set; }
    public required DateTimeOffset ChangedAtUtc { get; set; }
}

/// <summary>A clause that an administrator entered.</summary>
internal sealed class ClauseRow
{
    public required string Code { get; init; }
    public required string Content { get; set; }
    public required string ChangedBy { get; set; }
    public required DateTimeOffset ChangedAtUtc { get; set; }
}

/// <summary>法规登记库: the decrees and clauses of the two CSV files beside this class, and those that administrators entered.</summary>
internal sealed class DecreeRegister(IDbContextFactory<RecordsDb> records)
{
    private readonly ConcurrentDictionary<string, Decree> _decrees = new(Lines("decrees").Select(ReadDecree).ToDictionary(d => d.Code), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Clause> _clauses = new(Lines("clauses").Select(ReadClause).ToDictionary(c => c.Code), StringComparer.Ordinal);

    public IEnumerable<Decree> Decrees => _decrees.Values.OrderBy(d => d.Own).ThenBy(d => d.Kind == "standard").ThenBy(d => d.Code, StringComparer.Ordinal);

    public Decree? Decree(string code) => _decrees.GetValueOrDefault(code);

    public Clause? Clause(string code) => _clauses.GetValueOrDefault(code);

    public IEnumerable<Clause> Clauses => _clauses.Values.OrderBy(c => c.Decree, StringComparer.Ordinal).ThenBy(c => Number(c.Code)).ThenBy(c => c.Code, StringComparer.Ordinal);

    public async Task Open(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var row in await db.Set<DecreeRow>().AsNoTracking().ToListAsync(ct))
        {
            Put(Entries.EntryJson.Read<Decree>(row.Content));
        }

        foreach (var row in await db.Set<ClauseRow>().AsNoTracking().ToListAsync(ct))
        {
            Put(Entries.EntryJson.Read<Clause>(row.Content));
        }
    }

    internal void Put(Decree decree) => _decrees[decree.Code] = decree;

    internal void Put(Clause clause) => _clauses[clause.Code] = clause;

    internal void Forget(Decree decree) => _decrees.TryRemove(decree.Code, out _);

    internal void Forget(Clause clause) => _clauses.TryRemove(clause.Code, out _);

    /// <summary>A clause as people read it: 国务院令第809号 第十九条.</summary>
    public Words Say(string clause) => Clause(clause) is { } c && Decree(c.Decree) is { } d
        ? new($"{d.Number ?? d.Title.Zh} {c.Article ?? c.Text.Zh}", $"{d.Title.En}, {c.Article ?? c.Text.En}")
        : new(clause, clause);

    // Articles in the order of their numbers: 3 before 16.
    private static int Number(string code) =>
        int.TryParse(code.AsSpan(code.IndexOf('/', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static Decree ReadDecree(string[] c) => new(c[0], c[1], Given(c[2]), new(c[3], c[4]), c[5], Given(c[6]), Given(c[7]), c[8], Given(c[9]), Own: false);

    private static Clause ReadClause(string[] c) => new(
        $"{c[0]}/{c[1]}", Given(c[2]), new(c[3], c[4]), List(c[5]), Given(c[6]) is { } days ? int.Parse(days, CultureInfo.InvariantCulture) : null, Given(c[7]), List(c[8]),
        Given(c[9]), c[10] == "text", Own: false);

    private static string? Given(string cell) => cell.Length > 0 ? cell : null;

    private static string[] List(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string[]> Lines(string file)
    {
        using var reader = new StreamReader(typeof(DecreeRegister).Assembly.GetManifestResourceStream($"catalogue/{file}.csv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => l[0] != '#').Select(l => l.Split('|'))];
    }
}

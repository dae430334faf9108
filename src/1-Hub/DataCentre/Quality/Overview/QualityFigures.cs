using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Quality.Scoring;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Quality.Overview;

/// <summary>质量概览: scores by resource, department and month within the caller's posts, worst first.</summary>
internal sealed class QualityFigures(
    CatalogueBook catalogue, AssessmentBook book, ITableStore tables, IOrganisations organisations, EntryAnswers names, QualityWeights weights, TimeProvider clock)
{
    public const string Permission = "resource.read";
    public const int UsualLimit = 50, MostLimit = 200, MostMonths = 36;
    private const int MostRuns = 50;

    /// <summary>The worst and the most first; titles as characters are numbered.</summary>
    public static ListOrders Orders { get; } = new(new("score", false), new("refused", true), new("rows", true), new("updated", true), new("title", false));

    /// <summary>The same for departments.</summary>
    public static ListOrders DepartmentOrders { get; } = new(new("score", false), new("refused", true), new("resources", true), new("name", false));

    /// <summary>All that the query means, in this order.</summary>
    public async Task<Outcome<IReadOnlyList<QualityLine>>> All(QualityQuery query, ListOrder order, Caller caller, Language language, CancellationToken ct) =>
        (await Lines(query, order, caller, ct)).Then<IReadOnlyList<QualityLine>>(all => all.Select(s => Line(s, language)).ToList());

    public async Task<Outcome<QualityList>> Page(QualityQuery query, ListOrder order, string? cursor, int? limit, Caller caller, Language language, CancellationToken ct)
    {
        if (limit is < 1 or > MostLimit)
        {
            return CatalogueFaults.BadLimit;
        }

        if (!(await Lines(query, order, caller, ct)).Try(out var all, out var fault))
        {
            return fault;
        }

        var take = limit ?? UsualLimit;
        if (KeyedPage.After(all, s => s.Resource.Code, cursor) is not { } rest)
        {
            return GatheringFaults.CursorBroken;
        }

        var page = rest.Take(take).Select(s => Line(s, language)).ToList();
        return new QualityList(
            all.Count, all.Count(s => s.Score?.Overall is not null), QualityShapes.Rounded(Mean(all)), all.Sum(s => s.Found?.Refused ?? 0), page,
            rest.Count > take ? page[^1].Code : null);
    }

    public async Task<Outcome<IReadOnlyList<DepartmentLine>>> Departments(QualityQuery query, ListOrder order, Caller caller, Language language, CancellationToken ct) =>
        (await Lines(query, Orders.Usual, caller, ct)).Then<IReadOnlyList<DepartmentLine>>(all =>
            order.Sort(all.GroupBy(s => s.Resource.Provider)
                .Select(d => (Department: d.Key, Resources: d.ToList(), Scores: d.Select(s => s.Score).OfType<Score>().ToList()))
                .Select(d => new DepartmentLine(
                    d.Department, names.Name(d.Department, language), d.Resources.Count, d.Scores.Count, QualityShapes.Rounded(Mean(d.Resources)),
                    d.Resources.Sum(s => s.Found?.Refused ?? 0), QualityShapes.Means(d.Scores, language))),
                d => order.By switch
                {
                    "refused" => d.Refused,
                    "resources" => d.Resources,
                    "name" => d.Name,
                    _ => d.Score,
                })
                .ThenBy(d => d.Department, StringComparer.Ordinal).ToList());

    /// <summary>Month by month, the current one as of now.</summary>
    /// <param name="resource">Only this resource; null for all that the query means.</param>
    public async Task<Outcome<IReadOnlyList<TrendPoint>>> Trend(QualityQuery query, string? resource, int months, Caller caller, Language language, CancellationToken ct)
    {
        if (months is < 1 or > MostMonths)
        {
            return CatalogueFaults.BadFilter("months", months.ToString(CultureInfo.InvariantCulture), $"1-{MostMonths}");
        }

        if (!Meant(query, caller).Try(out var meant, out var fault) || !Until(query.Month).Try(out var until, out fault))
        {
            return fault;
        }

        if (!string.IsNullOrEmpty(resource))
        {
            var code = ResourceCode.FromAddress(resource);
            meant = [.. meant.Where(r => r.Code == code)];
            if (meant.Count == 0)
            {
                return catalogue.NoSuchResource(code);
            }
        }

        var last = Month(until);
        var ends = Enumerable.Range(0, months).Select(back => last.AddMonths(-back)).Reverse().ToList();
        var byResource = (await book.ByMonth(At(ends[0]), ct)).ToLookup(a => a.ResourceId);
        return ends.Select(month =>
        {
            var end = At(month.AddMonths(1)) is var next && next < until ? next : until;
            var scores = meant.Select(r => byResource[r.Id].LastOrDefault(a => a.At < end || (end == until && a.At <= until)))
                .OfType<Assessment>().Select(a => Score.Of(a, end, weights)).ToList();
            return new TrendPoint(
                month.ToString("yyyy-MM", CultureInfo.InvariantCulture), scores.Count, QualityShapes.Rounded(scores.Select(s => s.Overall).Average()), QualityShapes.Means(scores, language));
        }).ToList();
    }

    /// <summary>One resource; the asker has checked that the reader may see it.</summary>
    public async Task<ResourceQualityAnswer> Of(Resource resource, Language language, CancellationToken ct)
    {
        var runs = await book.Of(resource.Id, MostRuns, ct);
        var now = clock.GetUtcNow();
        var newest = runs.Count > 0 ? runs[0] : null;
        return new(
            Line(new(resource, newest, newest is null ? null : Now(resource, newest, now)), language),
            [
                .. (newest?.BrokenByRule ?? new Dictionary<string, long>()).OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal)
                    .Select(r => new RuleCount(r.Key, RuleTitles.Of(r.Key).Title.In(language), Dimensions.Of(r.Key), r.Value)),
            ],
            [.. runs.Select(a => new ScoredRun(a.Run, a.RunId, a.At, QualityShapes.Rounded(Score.Of(a, a.At, weights).Overall), a.Rows, a.Refused))]);
    }

    /// <summary>The six dimensions with their weights here.</summary>
    public IReadOnlyList<DimensionLine> Formulas(Language language) =>
    [
        .. Dimensions.All.Select(d => new DimensionLine(
            d.Dimension, d.Name.In(language), d.Formula.In(language), d.Basis, weights.Of(d.Dimension), [.. Dimensions.OfRule.Where(r => r.Value == d.Dimension).Select(r => r.Key)])),
    ];

    private async Task<Outcome<IReadOnlyList<Scored>>> Lines(QualityQuery query, ListOrder order, Caller caller, CancellationToken ct)
    {
        if (!Meant(query, caller).Try(out var meant, out var fault) || !Until(query.Month).Try(out var until, out fault))
        {
            return fault;
        }

        var isNow = string.IsNullOrEmpty(query.Month) || Month(until) == Month(clock.GetUtcNow());
        var found = (await book.Latest(until, ct)).ToDictionary(a => a.ResourceId);
        var lines = meant
            .Select(r => found.GetValueOrDefault(r.Id) is { } a ? new Scored(r, a, isNow ? Now(r, a, until) : Score.Of(a, until, weights)) : new Scored(r, null, null));
        return order.Sort(lines, s => order.By switch
        {
            "refused" => s.Found?.Refused,
            "rows" => s.Found?.Rows,
            "updated" => s.Found?.UpdatedAt,
            "title" => s.Resource.Title,
            _ => s.Score?.Overall,
        }).ThenBy(s => s.Resource.Code, StringComparer.Ordinal).ToList();
    }

    /// <summary>The resources that the reader's posts cover and the query means: published, or with rows.</summary>
    private Outcome<IReadOnlyList<Resource>> Meant(QualityQuery query, Caller caller)
    {
        if (!Subtree.Path(organisations, query.Department, "department").Try(out var department, out var fault) || !Subtree.Path(organisations, query.District).Try(out var district, out fault))
        {
            return fault;
        }

        return catalogue.Shelf.InOrder.Select(h => h.Entry.Resource)
            .Where(r => r.State == ResourceState.Published || (r.State == ResourceState.Draft && tables.Find(r.Id) is not null))
            .Where(r => r.ProviderPath.StartsWith(department, StringComparison.Ordinal) && r.ProviderPath.StartsWith(district, StringComparison.Ordinal))
            .Where(r => caller.May(Permission, r.ProviderPath)).ToList();
    }

    // The end of the month, and never later than now.
    private Outcome<DateTimeOffset> Until(string? month)
    {
        var now = clock.GetUtcNow();
        if (string.IsNullOrWhiteSpace(month))
        {
            return now;
        }

        return DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && At(first) <= now
            ? At(first.AddMonths(1)) is var end && end < now ? end.AddTicks(-1) : now
            : CatalogueFaults.BadFilter("month", EntryFaults.Short(month), $"yyyy-MM, ≤ {Month(now):yyyy-MM}");
    }

    private Score Now(Resource resource, Assessment found, DateTimeOffset at) =>
        Score.Of(found, at, weights, Score.Accessibility(resource.State, tables.Find(resource.Id) is { Rows: > 0 }));

    private static double? Mean(IEnumerable<Scored> all) => all.Select(s => s.Score?.Overall).Average();

    private static DateTime Month(DateTimeOffset at) => at.ToOffset(CityTime.Offset) is var there ? new(there.Year, there.Month, 1) : default;

    private static DateTimeOffset At(DateTime beijing) => new DateTimeOffset(beijing, CityTime.Offset).ToUniversalTime();

    private QualityLine Line(Scored s, Language language) => new(
        s.Resource.Code, s.Resource.Title, s.Resource.Provider, names.Name(s.Resource.Provider, language), QualityShapes.Rounded(s.Score?.Overall),
        s.Score?.Shares(language) ?? [], s.Found?.Rows, s.Found?.Refused, s.Found?.Run, s.Found?.At, s.Found?.UpdatedAt,
        s.Score is not null ? null
            : tables.Find(s.Resource.Id) is null ? new Words("还没有汇聚过", "nothing was gathered yet").In(language) : new Words("还没有评估", "not assessed yet").In(language));

    private sealed record Scored(Resource Resource, Assessment? Found, Score? Score);
}

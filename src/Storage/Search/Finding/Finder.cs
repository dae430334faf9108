using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.Storage.Search.Index;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace CityHub.Storage.Search.Finding;

/// <summary>Searches the index.</summary>
internal sealed class Finder(
    SearchIndex index, Follower follower, QueryMaker queries, SynonymBook synonyms, Marker marker, IEnumerable<ISearchSource> sources, TimeProvider clock) : ISearch, IDisposable
{
    // As many at once as there are processors, the others in order of arrival: sliced time would make the slowest wait for all that came after it.
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    public IReadOnlyList<(string Kind, Words Title)> Kinds { get; } = [.. sources.Select(s => (s.Kind, s.Title))];

    public IReadOnlyList<SearchFacet> Facets { get; } = [.. sources.SelectMany(s => s.Facets).DistinctBy(f => f.Name)];

    public async ValueTask<Outcome<SearchPage>> Find(SearchRequest request, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var place = request.Cursor is null ? null : Place.Read(request.Cursor, request);
        if (request.Cursor is not null && place is null)
        {
            return SearchFaults.BadCursor;
        }

        await follower.Settled(ct);
        using var snapshot = index.Take();
        var question = AnswersKept.Of(request, caller, synonyms.Now, clock.GetUtcNow());
        if (question is not null && snapshot.Answers.Find(question) is { } answered)
        {
            return answered;
        }

        await _turns.WaitAsync(ct);
        try
        {
            var page = Find(snapshot, request, place, caller);
            if (question is not null)
            {
                snapshot.Answers.Keep(question, page);
            }

            return page;
        }
        finally
        {
            _turns.Release();
        }
    }

    private SearchPage Find(Snapshot snapshot, SearchRequest request, Place? place, Caller caller)
    {
        var words = QueryWord.Of(request.Typed);
        if (words.Count == 0)
        {
            return string.IsNullOrWhiteSpace(request.Typed)
                ? Page(snapshot, new MatchAllDocsQuery(), request, place, caller, scored: false)
                : new SearchPage(0, [], new Dictionary<string, IReadOnlyList<FacetCount>>(), null, false); // only signs that no text is searched by
        }

        if (place is not { Approximate: true })
        {
            var page = Page(snapshot, queries.Of(words, unfinished: false), request, place, caller, scored: true);
            if (page.Total > 0 || place is not null)
            {
                return page;
            }
        }

        return QueryMaker.Most(words) is { } most
            ? Page(snapshot, most, request, place, caller, scored: true, approximate: true)
            : Page(snapshot, queries.Of(words, unfinished: true), request, place, caller, scored: true);
    }

    public async ValueTask<IReadOnlyList<SearchHit>> Suggest(string? typed, IReadOnlyList<string> kinds, int limit, Caller caller, CancellationToken ct)
    {
        var words = QueryWord.Of(typed);
        if (words.Count == 0)
        {
            return [];
        }

        await follower.Settled(ct);
        await _turns.WaitAsync(ct);
        try
        {
            using var snapshot = index.Take();
            return Page(snapshot, queries.Of(words, unfinished: true), new SearchRequest(typed) { Kinds = kinds, Limit = limit }, null, caller, scored: true).Hits;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    public Func<string, IReadOnlyList<TextSpan>> Marking(string? typed) => marker.Of(typed);

    private SearchPage Page(Snapshot snapshot, Query query, SearchRequest request, Place? place, Caller caller, bool scored, bool approximate = false)
    {
        if (request.Order == SearchOrder.Relevance && request.ByFacet is null)
        {
            Ranked? after = place is null ? null : new(BitConverter.Int32BitsToSingle(int.Parse(place.Values[0], CultureInfo.InvariantCulture)), long.Parse(place.Values[1], CultureInfo.InvariantCulture), 0);
            var ranked = new RankedCollector(snapshot, request.Limit, after, clock.GetUtcNow(), scored);
            var sieve = new Sieve(snapshot, caller, request, ranked);
            snapshot.Searcher.Search(query, sieve);
            var best = ranked.Best.InOrder();
            string? next = ranked.Best.More
                ? Next(BitConverter.SingleToInt32Bits(best[^1].Score).ToString(CultureInfo.InvariantCulture), best[^1].Tie.ToString(CultureInfo.InvariantCulture))
                : null;
            return new(sieve.Total, [.. best.Select(b => Hit(snapshot, b.Document, caller))], sieve.Facets(), next, approximate && sieve.Total > 0);
        }
        else
        {
            var sort = Sorted(request);
            var after = place is null ? null : new FieldDoc(int.MaxValue, float.NaN, [Key(request, place.Values[0]), Number(place.Values[1])]);
            // One more than a page holds tells whether there is a next one.
            var top = TopFieldCollector.Create(sort, request.Limit + 1, after, fillFields: true, trackDocScores: false, trackMaxScore: false, docsScoredInOrder: false);
            var sieve = new Sieve(snapshot, caller, request, top);
            snapshot.Searcher.Search(query, sieve);
            var found = top.GetTopDocs().ScoreDocs;
            var shown = found.Take(request.Limit).ToList();
            string? next = found.Length > request.Limit && shown[^1] is FieldDoc last ? Next(Text(last.Fields[0]), Text(last.Fields[1])) : null;
            return new(sieve.Total, [.. shown.Select(d => Hit(snapshot, d.Doc, caller))], sieve.Facets(), next, approximate && sieve.Total > 0);
        }

        string Next(string first, string second) => new Place(Place.OrderOf(request), approximate, [first, second]).Write();
    }

    private static Sort Sorted(SearchRequest request) => new(
        request switch
        {
            { ByFacet: { } facet } => new SortField(FieldNames.Facet(facet), SortFieldType.STRING, request.Turned),
            { Order: SearchOrder.Title } => new SortField(FieldNames.TitleOrder, SortFieldType.STRING, request.Turned),
            { Order: SearchOrder.Published } => new SortField(FieldNames.Published, SortFieldType.INT64, !request.Turned),
            { Order: SearchOrder.Changed } => new SortField(FieldNames.Changed, SortFieldType.INT64, !request.Turned),
            _ => new SortField(FieldNames.CodeOrder, SortFieldType.STRING, request.Turned),
        },
        new SortField(FieldNames.Tie, SortFieldType.INT64));

    private static object Key(SearchRequest request, string value) => Place.GoesByText(request) ? new BytesRef(value) : Number(value);

    // The engine compares boxed numbers of its own kind.
    private static J2N.Numerics.Int64 Number(string value) => J2N.Numerics.Int64.GetInstance(long.Parse(value, CultureInfo.InvariantCulture));

    private static string Text(object value) => value is BytesRef bytes ? bytes.Utf8ToString() : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static SearchHit Hit(Snapshot snapshot, int document, Caller caller)
    {
        var leaf = snapshot.Reader.Leaves[ReaderUtil.SubIndex(document, snapshot.Reader.Leaves)];
        var bytes = new BytesRef();
        leaf.AtomicReader.GetBinaryDocValues(FieldNames.Hit).Get(document - leaf.DocBase, bytes);
        return HitText.Read(bytes.Bytes.AsSpan(bytes.Offset, bytes.Length), caller.SignedIn);
    }
}

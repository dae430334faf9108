using System.Collections.Concurrent;
using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Search;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// First pages of what the public asked of one state of the index: most people ask what others have just asked. Lives and dies with that state,
/// so it can never be older than the index. Only for those who are not signed in: they all see the same.
/// </summary>
internal sealed class AnswersKept
{
    // About 20 kB each with all facets.
    private const int Most = 500;

    private readonly ConcurrentDictionary<Question, SearchPage> _pages = new();

    /// <summary>What is asked, in full; null where it is not kept.</summary>
    /// <param name="today">Freshness counts in days.</param>
    public static Question? Of(SearchRequest request, Caller caller, object synonyms, DateTimeOffset today)
    {
        if (caller.SignedIn || request.Cursor is not null || request.PublishedAfterUtc is not null)
        {
            return null;
        }

        var filters = request.Filters.Where(f => f.Value.Count > 0).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={string.Join('\u001f', f.Value.Order(StringComparer.Ordinal))}");
        string[] parts =
        [
            request.Typed ?? "", string.Join('\u001f', request.Kinds.Order(StringComparer.Ordinal)), string.Join('\u001f', request.Count), string.Join('\u001e', filters),
            request.Limit.ToString(CultureInfo.InvariantCulture), Finding.Place.OrderOf(request), request.Parts ? "1" : "",
        ];
        return new(string.Join('\u001d', parts), synonyms, today.UtcTicks / TimeSpan.TicksPerDay);
    }

    public SearchPage? Find(Question question) => _pages.GetValueOrDefault(question);

    public void Keep(Question question, SearchPage page)
    {
        if (_pages.Count >= Most)
        {
            _pages.Clear();
        }

        _pages[question] = page;
    }

    /// <summary>A question; two are equal when their answers must be.</summary>
    internal sealed record Question(string Text, object Synonyms, long Day);
}

using Lucene.Net.Index;
using Lucene.Net.Search;

namespace CityHub.Storage.Search.Index;

/// <summary>The index at one moment. Taken by a search and given back; closed when the last one gives it back.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly DirectoryReader _reader;

    public Snapshot(DirectoryReader reader, IReadOnlyList<string> columns)
    {
        _reader = reader;
        Searcher = new IndexSearcher(reader) { Similarity = new FieldSimilarity() };
        ColumnNames = columns;
        Segments = [.. reader.Leaves.Select(leaf => Columns.Of(leaf.AtomicReader, columns))];
    }

    public IndexSearcher Searcher { get; }

    public DirectoryReader Reader => _reader;

    /// <summary>Rights, part, kind, then the facets.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>By number of the segment.</summary>
    public Columns[] Segments { get; }

    /// <summary>What has been asked of it.</summary>
    public AnswersKept Answers { get; } = new();

    public bool TryTake() => _reader.TryIncRef();

    public void Dispose() => _reader.DecRef();
}

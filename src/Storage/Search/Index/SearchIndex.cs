using System.Globalization;
using CityHub.Kernel.Search;
using CityHub.Storage.Search.Changes;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Directory = System.IO.Directory;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// The index in its folder. Each commit carries the number of the last change it holds and the stamp of how it was made; an index of another
/// stamp, a damaged one or none at all begins anew and is filled by the <see cref="Follower"/>. One writer: the follower.
/// </summary>
internal sealed class SearchIndex : IDisposable
{
    private const string SequenceKey = "sequence";
    private const string StampKey = "stamp";

    private readonly FSDirectory _directory;
    private readonly IndexWriter _writer;
    private readonly DocumentShape _shape;
    private readonly string _stamp;
    private readonly string[] _columns;
    private volatile Snapshot _snapshot;

    private SearchIndex(FSDirectory directory, IndexWriter writer, DocumentShape shape, string stamp, string[] columns, long sequence)
    {
        (_directory, _writer, _shape, _stamp, _columns, Sequence) = (directory, writer, shape, stamp, columns, sequence);
        _snapshot = new Snapshot(DirectoryReader.Open(writer, applyAllDeletes: true), columns);
    }

    /// <summary>The last change that the committed index holds; 0 for a new one.</summary>
    public long Sequence { get; private set; }

    /// <param name="stamp">How documents are made: program, readings, sources.</param>
    public static SearchIndex Open(string folder, string stamp, DocumentShape shape, IReadOnlyList<string> facets)
    {
        string[] columns = [FieldNames.Rights, FieldNames.Part, FieldNames.Kind, .. facets.Select(FieldNames.Facet)];
        if (Directory.Exists(folder))
        {
            try
            {
                return Open(folder, stamp, shape, columns, create: false);
            }
            catch (Exception damaged) when (damaged is IOException or InvalidDataException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
            {
                // Nothing is lost: all of it is in the record store.
                Directory.Delete(folder, recursive: true);
            }
        }

        return Open(folder, stamp, shape, columns, create: true);
    }

    /// <summary>Replaces the documents of these records.</summary>
    public void Put(IEnumerable<(Change Change, IReadOnlyList<SearchDocument> Documents)> records)
    {
        foreach (var (change, documents) in records)
        {
            var id = new Term(FieldNames.Id, FieldNames.IdOf(change.Kind, change.Key));
            if (documents.Count == 0)
            {
                _writer.DeleteDocuments(id);
            }
            else
            {
                _writer.UpdateDocuments(id, documents.Select(d => _shape.Of(change.Kind, change.Sequence, d)));
            }
        }
    }

    /// <summary>Shows what was put to searches.</summary>
    public void Refresh()
    {
        var before = _snapshot;
        if (DirectoryReader.OpenIfChanged(before.Reader, _writer, applyAllDeletes: true) is { } reader)
        {
            _snapshot = new Snapshot(reader, _columns);
            before.Dispose();
        }
    }

    /// <summary>Joins the segments that a large intake left: each costs every search a little.</summary>
    public void Join() => _writer.ForceMerge(1);

    /// <summary>The index as it stands; give it back.</summary>
    public Snapshot Take()
    {
        while (true)
        {
            var snapshot = _snapshot;
            if (snapshot.TryTake())
            {
                return snapshot;
            }
        }
    }

    /// <summary>Makes what was put durable, with the number of the last change in it.</summary>
    public void Commit(long sequence)
    {
        _writer.SetCommitData(new Dictionary<string, string> { [SequenceKey] = sequence.ToString(CultureInfo.InvariantCulture), [StampKey] = _stamp });
        _writer.Commit();
        Sequence = sequence;
    }

    /// <summary>The change that each record in the index holds.</summary>
    public Dictionary<string, long> Held()
    {
        using var snapshot = Take();
        var held = new Dictionary<string, long>(StringComparer.Ordinal);
        var bytes = new BytesRef();
        foreach (var leaf in snapshot.Reader.Leaves)
        {
            var (ids, sequences, live) = (leaf.AtomicReader.GetBinaryDocValues(FieldNames.IdValue), leaf.AtomicReader.GetNumericDocValues(FieldNames.Sequence), leaf.AtomicReader.LiveDocs);
            for (var document = 0; ids is not null && document < leaf.AtomicReader.MaxDoc; document++)
            {
                if (live is null || live.Get(document))
                {
                    ids.Get(document, bytes);
                    held[bytes.Utf8ToString()] = sequences.Get(document);
                }
            }
        }

        return held;
    }

    public void Dispose()
    {
        _snapshot.Dispose();
        // What was put since the last commit is put again from the change log at the next start; nothing is lost when this fails, too.
        try
        {
            _writer.Rollback();
        }
        catch (IOException)
        {
            // The folder was taken away.
        }

        _directory.Dispose();
    }

    private static SearchIndex Open(string folder, string stamp, DocumentShape shape, string[] columns, bool create)
    {
        // The hub owns its data folder, so the index needs no lock of its own: one that a killed process left would only be in the way.
        var directory = new MappedDirectory(new DirectoryInfo(folder), NoLockFactory.GetNoLockFactory());
        IndexWriter? writer = null;
        try
        {
            var sequence = 0L;
            if (!create)
            {
                using var reader = DirectoryReader.Open(directory);
                var data = reader.IndexCommit.UserData;
                if (data.TryGetValue(StampKey, out var made) is false || made != stamp)
                {
                    throw new InvalidDataException("made otherwise");
                }

                sequence = long.Parse(data[SequenceKey], CultureInfo.InvariantCulture);
            }

            writer = new IndexWriter(directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, null)
            {
                OpenMode = create ? OpenMode.CREATE : OpenMode.APPEND, Similarity = new FieldSimilarity(), RAMBufferSizeMB = 48,
            });
            return new SearchIndex(directory, writer, shape, stamp, columns, sequence);
        }
        catch
        {
            writer?.Rollback();
            directory.Dispose();
            throw;
        }
    }
}

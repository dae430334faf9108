using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.Storage.Search.Text;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace CityHub.Storage.Search.Index;

/// <summary>Makes index documents of what a source gives. A change here raises <see cref="Format"/>: the index is then built anew.</summary>
internal sealed class DocumentShape(Pinyin pinyin, IReadOnlyList<string> facets)
{
    public const int Format = 3;
    private const int LongestOrder = 120;
    private const int LongestEdge = 6;

    private static readonly FieldType WithLength = Type(IndexOptions.DOCS_AND_FREQS, norms: true);
    private static readonly FieldType Once = Type(IndexOptions.DOCS_ONLY, norms: false);

    public Document Of(string kind, long sequence, SearchDocument source)
    {
        var title = source.Title.Zh == source.Title.En ? source.Title.Zh : $"{source.Title.Zh}\n{source.Title.En}";
        var summary = source.EnglishSummary is { } english ? $"{source.Summary}\n{english}" : source.Summary;
        var also = string.Join('\n', [source.Code, .. source.Also]);
        var readings = pinyin.Read(source.Title.Zh);
        var id = FieldNames.IdOf(kind, source.Key);
        var document = new Document
        {
            new StringField(FieldNames.Id, id, Field.Store.NO),
            new BinaryDocValuesField(FieldNames.IdValue, new BytesRef(id)),
            new NumericDocValuesField(FieldNames.Sequence, sequence),
            new Field(FieldNames.All, Cut($"{title}\n{summary}\n{also}"), Once),
            new Field(FieldNames.Title, Cut(title), WithLength),
            new Field(FieldNames.Summary, Cut(summary), Once),
            new Field(FieldNames.Edge, new TokenList(Edges(source.Title)), Once),
            new Field(FieldNames.TitlePinyin, new TokenList(SyllablePairs.Of(readings)), Once),
            new Field(FieldNames.AlsoPinyin, new TokenList(SyllablePairs.Of(pinyin.Read(also))), Once),
            new Field(FieldNames.Initials, new TokenList(Initials.Rows(readings)), Once),
            Column(FieldNames.Rights, RightsText.Write(source.Rights)),
            Column(FieldNames.Kind, kind),
            Column(FieldNames.CodeOrder, Shortened(source.Code.Length > 0 ? source.Code : source.Key)),
            Column(FieldNames.TitleOrder, Shortened(source.Title.Zh)),
            new NumericDocValuesField(FieldNames.Published, source.PublishedAtUtc?.UtcTicks ?? 0),
            new NumericDocValuesField(FieldNames.Changed, source.ChangedAtUtc?.UtcTicks ?? 0),
            new NumericDocValuesField(FieldNames.Uses, source.Uses),
            new NumericDocValuesField(FieldNames.Tie, TieOf(source.Code, id, source.Part)),
        };
        if (source.Part.Length > 0)
        {
            document.Add(Column(FieldNames.Part, source.Part));
        }

        foreach (var facet in facets)
        {
            if (source.Facets.TryGetValue(facet, out var values) && values.Count > 0)
            {
                document.Add(Column(FieldNames.Facet(facet), string.Join(FieldNames.Separator, values)));
            }
        }

        // A column, not a stored field: those are packed by blocks, and a page of hits would unpack as many.
        document.Add(new BinaryDocValuesField(FieldNames.Hit, new BytesRef(HitText.Write(kind, source))));
        return document;
    }

    /// <summary>Order among equals: by the number in the code, else any order that stays.</summary>
    internal static long TieOf(string code, string id, string part)
    {
        var hash = (long)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes($"{id}{FieldNames.Separator}{part}".AsSpan())) >> 1);
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        return digits.Length is > 0 and <= 12 ? (long.Parse(digits, null) << 20) | (hash & 0xfffff) : (1L << 62) | (hash >> 2);
    }

    private static TokenList Cut(string text) => new(Tokens.Of(text).Select(t => (t.Term, t.Step)));

    private static IEnumerable<(string, int)> Edges(Words title) =>
        new[] { title.Zh, title.En }.Distinct().Select(Folded).SelectMany(t => Enumerable.Range(1, Math.Min(LongestEdge, t.Length)).Select(n => (t[..n], 1))).Distinct();

    /// <summary>A text in folded characters; as long as the text itself.</summary>
    public static string Folded(string text)
    {
        var folded = text.ToCharArray();
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var units) == System.Buffers.OperationStatus.Done && Fold.Of(rune) is var now && now.Utf16SequenceLength == units)
            {
                now.EncodeToUtf16(folded.AsSpan(at));
            }

            at += units;
        }

        return new string(folded);
    }

    private static string Shortened(string text) => text.Length <= LongestOrder ? text : text[..LongestOrder];

    private static SortedDocValuesField Column(string name, string value) => new(name, new BytesRef(value));

    private static FieldType Type(IndexOptions options, bool norms)
    {
        var type = new FieldType { IsIndexed = true, IsTokenized = true, OmitNorms = !norms, IndexOptions = options };
        type.Freeze();
        return type;
    }
}

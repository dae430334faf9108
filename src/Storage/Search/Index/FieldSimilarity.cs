using Lucene.Net.Search.Similarities;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// BM25 without the rarity of a term: every word that was typed must be there anyway, so rarity only shifts documents by which common syllable
/// pair they repeat. What remains is how much of a title the word is.
/// </summary>
internal sealed class FieldSimilarity : BM25Similarity
{
    protected override float Idf(long docFreq, long numDocs) => 1;
}

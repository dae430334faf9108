using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;

namespace CityHub.Storage.Search.Index;

/// <summary>Hands terms that are already cut to the index.</summary>
internal sealed class TokenList : TokenStream
{
    private readonly IEnumerator<(string Term, int Step)> _terms;
    private readonly ICharTermAttribute _term;
    private readonly IPositionIncrementAttribute _step;

    public TokenList(IEnumerable<(string Term, int Step)> terms)
    {
        _terms = terms.GetEnumerator();
        _term = AddAttribute<ICharTermAttribute>();
        _step = AddAttribute<IPositionIncrementAttribute>();
    }

    public override bool IncrementToken()
    {
        ClearAttributes();
        if (!_terms.MoveNext())
        {
            return false;
        }

        _term.SetEmpty().Append(_terms.Current.Term);
        _step.PositionIncrement = _terms.Current.Step;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _terms.Dispose();
        }

        base.Dispose(disposing);
    }
}

using CityHub.Kernel.Search;
using CityHub.Storage.Search.Text;

namespace CityHub.Storage.Search.Finding;

/// <summary>The synonyms in use: the program's list, and lines that administrators added. Both act on the query, so a change acts at once.</summary>
internal sealed class SynonymBook : ISynonyms
{
    private static readonly Lazy<string[]> Program = new(ReadOwn);

    public Synonyms Now { get; private set; } = Synonyms.Of(Program.Value);

    public IReadOnlyList<string> Own => Program.Value;

    public IReadOnlyList<string> Added { get; private set; } = [];

    public void Use(IReadOnlyList<string> lines) => (Added, Now) = (lines, Synonyms.Of(Program.Value, lines));

    public IReadOnlyList<string> Words(string line) => Synonyms.Group(line);

    private static string[] ReadOwn()
    {
        using var stream = typeof(SynonymBook).Assembly.GetManifestResourceStream("CityHub.Storage.Search.Text.synonyms.txt")
            ?? throw new InvalidOperationException("The list of synonyms is part of the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];
    }
}

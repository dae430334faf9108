namespace CityHub.Kernel.Search;

/// <summary>Words that mean the same to those who look for data (同义词). Kept lines act at the next search; the index need not be built anew.</summary>
public interface ISynonyms
{
    /// <summary>The program's list: a line is a group, its words parted by commas; what follows <c>#</c> says where it comes from.</summary>
    IReadOnlyList<string> Own { get; }

    /// <summary>What administrators added.</summary>
    IReadOnlyList<string> Added { get; }

    /// <summary>Takes the administrators' lines instead of those before.</summary>
    void Use(IReadOnlyList<string> lines);

    /// <summary>The words of a line.</summary>
    IReadOnlyList<string> Words(string line);
}

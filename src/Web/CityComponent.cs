using CityHub.Kernel;
using Microsoft.AspNetCore.Components;

namespace CityHub.Web;

/// <summary>Base of every page and component: the reader's language and the caller.</summary>
public abstract class CityComponent : ComponentBase
{
    /// <summary>The reader's language; cascades from the root.</summary>
    [CascadingParameter]
    public Language Language { get; set; }

    /// <summary>Who reads; cascades from the root.</summary>
    [CascadingParameter]
    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>A text in the reader's language.</summary>
    protected string T(string zh, string en) => Language == Language.English ? en : zh;

    /// <summary>A text in the reader's language.</summary>
    protected string T(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.In(Language);
    }
}

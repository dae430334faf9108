using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CityHub.DataCentre.Opening;

/// <summary>A text with the words that were looked for marked.</summary>
public sealed class Marked : ComponentBase
{
    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The words.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Words { get; set; } = [];

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var at = 0;
        while (at < Text.Length)
        {
            var (start, length) = Next(at);
            builder.AddContent(0, Text[at..start]);
            if (length > 0)
            {
                builder.OpenElement(1, "mark");
                builder.AddContent(2, Text.Substring(start, length));
                builder.CloseElement();
            }

            at = start + length;
        }
    }

    private (int Start, int Length) Next(int from)
    {
        var next = (Start: Text.Length, Length: 0);
        foreach (var word in Words.Where(w => w.Length > 0))
        {
            var found = Text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase);
            if (found >= 0 && (found < next.Start || (found == next.Start && word.Length > next.Length)))
            {
                next = (found, word.Length);
            }
        }

        return next;
    }
}

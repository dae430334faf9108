using CityHub.Kernel.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CityHub.Web;

/// <summary>A text with stretches of it marked, such as what a search found it by.</summary>
public sealed class MarkedText : ComponentBase
{
    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The stretches, in order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TextSpan> Marks { get; set; } = [];

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var at = 0;
        foreach (var mark in Marks)
        {
            builder.AddContent(0, Text[at..mark.Start]);
            builder.OpenElement(1, "mark");
            builder.AddContent(2, Text.Substring(mark.Start, mark.Length));
            builder.CloseElement();
            at = mark.Start + mark.Length;
        }

        builder.AddContent(3, Text[at..]);
    }
}

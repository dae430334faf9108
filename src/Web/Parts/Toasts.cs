using CityHub.Kernel;
using MudBlazor;

namespace CityHub.Web;

/// <summary>Notices at the foot of the console: what was done, with 撤销 for eight seconds where it can be undone.</summary>
public sealed class Toasts(ISnackbar bar)
{
    /// <summary>Long enough to read and reach: 8 s.</summary>
    private const int UndoMilliseconds = 8000;

    /// <summary>Something was done.</summary>
    public void Done(string text) => bar.Add(text, Severity.Normal, o => Plain(o, 5000));

    /// <summary>Something was done and can be undone.</summary>
    /// <param name="text">What was done: 已撤下《停车场》.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="undo">Takes it back.</param>
    public void Done(string text, Language language, Func<Task> undo)
    {
        ArgumentNullException.ThrowIfNull(undo);
        bar.Add(text, Severity.Normal, o =>
        {
            Plain(o, UndoMilliseconds);
            o.ActionVariant = Variant.Text;
            o.Action = language == Language.English ? "Undo" : "撤销";
            o.ActionColor = Color.Inherit;
            o.OnClick = _ => undo();
        });
    }

    /// <summary>Something was refused; stays until closed.</summary>
    public void Refused(Fault fault, Language language)
    {
        ArgumentNullException.ThrowIfNull(fault);
        bar.Add(fault.Say(language), Severity.Error, o =>
        {
            o.RequireInteraction = true;
            o.ShowCloseIcon = true;
        });
    }

    private static void Plain(SnackbarOptions options, int milliseconds) =>
        (options.VisibleStateDuration, options.HideIcon, options.ShowCloseIcon) = (milliseconds, true, false);
}

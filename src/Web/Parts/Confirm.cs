using CityHub.Kernel;
using MudBlazor;

namespace CityHub.Web;

/// <summary>Asks before what cannot be undone; everything else is done at once with an undo (<see cref="Toasts"/>).</summary>
public sealed class Confirm(IDialogService dialogs)
{
    /// <summary>Whether the reader goes on.</summary>
    /// <param name="title">Act and object: 撤下《机动车登记信息》.</param>
    /// <param name="effect">What follows, for whom: 6 个使用方将不能再读取.</param>
    /// <param name="verb">The button: 撤下.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="harmful">Red button.</param>
    public async Task<bool> Ask(string title, string effect, string verb, Language language, bool harmful = true)
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { d => d.Title, title },
            { d => d.Effect, effect },
            { d => d.Verb, verb },
            { d => d.Leave, language == Language.English ? "Cancel" : "取消" },
            { d => d.Harmful, harmful },
        };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(title, parameters);
        return await dialog.Result is { Canceled: false };
    }
}

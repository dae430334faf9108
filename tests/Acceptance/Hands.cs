using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CityHub.Acceptance;

/// <summary>How somebody uses a page: with a mouse or finger, or with the keyboard alone. The steps of a test are the same.</summary>
internal abstract class Hands(IPage page)
{
    public IPage Page { get; } = page;

    public static Hands Pointing(IPage page) => new Pointer(page);

    public static Hands Typing(IPage page) => new Keys(page);

    /// <summary>Follows a link or presses a button.</summary>
    public abstract Task Press(ILocator target);

    /// <summary>Puts text in the place of what a field holds, and leaves it.</summary>
    public abstract Task Fill(ILocator field, string text);

    /// <summary>Gives a file to a field for files.</summary>
    public abstract Task Give(ILocator field, string file);

    // Blazor's script marks a field for files once it listens to it; a file given before that is given to nobody. No hand is so quick.
    private static async Task Listens(ILocator field)
    {
        for (var patience = 150; !await field.EvaluateAsync<bool>("e => '_blazorInputFileNextFileId' in e"); patience--)
        {
            Assert.True(patience > 0, $"{field} does not listen on {field.Page.Url}");
            await Task.Delay(100);
        }
    }

    private sealed class Pointer(IPage page) : Hands(page)
    {
        public override Task Press(ILocator target) => target.ClickAsync();

        public override async Task Fill(ILocator field, string text)
        {
            await field.FillAsync(text);
            await field.PressAsync("Tab");
        }

        public override async Task Give(ILocator field, string file)
        {
            await Listens(field);
            await field.SetInputFilesAsync(file);
        }
    }

    private sealed class Keys(IPage page) : Hands(page)
    {
        private const int MostStops = 250;

        public override async Task Press(ILocator target)
        {
            await Reach(target);
            await Page.Keyboard.PressAsync("Enter");
        }

        public override async Task Fill(ILocator field, string text)
        {
            await Reach(field);
            await Page.Keyboard.PressAsync("Control+a");
            await Page.Keyboard.TypeAsync(text);
            await Page.Keyboard.PressAsync("Tab");
        }

        public override async Task Give(ILocator field, string file)
        {
            // A page that comes to life between the two keys draws the field anew; whoever sees nothing happen presses again.
            await Listens(field);
            for (var patience = 3; ; patience--)
            {
                await Reach(field);
                try
                {
                    var chooser = await Page.RunAndWaitForFileChooserAsync(() => Page.Keyboard.PressAsync("Enter"), new() { Timeout = 5_000 });
                    await chooser.SetFilesAsync(file);
                    return;
                }
                catch (TimeoutException) when (patience > 1)
                {
                }
            }
        }

        // From stop to stop, as a hand does: what Tab does not reach, or reaches without being seen, fails here.
        private async Task Reach(ILocator target)
        {
            await Expect(target).ToHaveCountAsync(1);
            for (var stops = 0; stops < MostStops; stops++)
            {
                if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
                {
                    return;
                }

                await Page.Keyboard.PressAsync("Tab");
            }

            Assert.Fail($"{target} was not reached by {MostStops} presses of Tab on {Page.Url}");
        }
    }
}

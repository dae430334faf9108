using MudBlazor;

namespace CityHub.Web;

/// <summary>The tokens under MudBlazor's names. mud.css then binds most of them to tokens.css; these are what its computed shades start from.</summary>
internal static class HubTheme
{
    private static readonly string[] Sans =
        ["Noto Sans CJK SC", "PingFang SC", "Source Han Sans SC", "Microsoft YaHei", "Noto Sans SC", "system-ui", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Fill(new PaletteLight(), accent: "#00666b", onAccent: "#ffffff", late: "#b3261e", due: "#8a4f00", fine: "#2a6b3c", note: "#285a96",
            ground: "#fbfcfb", surface: "#ffffff", sunken: "#f1f4f3", ink: "#15201f", ink2: "#42504e", ink3: "#5c6a67", line: "#dde4e1", control: "#7a8784", hover: "#eaf0ee"),
        PaletteDark = Fill(new PaletteDark(), accent: "#56c4bf", onAccent: "#04211f", late: "#ff8f80", due: "#edb14f", fine: "#7fc690", note: "#8fb9f2",
            ground: "#0f1615", surface: "#151e1d", sunken: "#0b1110", ink: "#e6ecea", ink2: "#b4bfbc", ink3: "#8e9b98", line: "#283432", control: "#788683", hover: "#1c2726"),
        LayoutProperties = new() { DefaultBorderRadius = "2px", DrawerWidthLeft = "208px", AppbarHeight = "48px" },
        Shadows = new() { Elevation = [.. Enumerable.Repeat("none", 26)] },
        Typography = new()
        {
            Default = Face(new DefaultTypography(), 14, 400),
            H1 = Face(new H1Typography(), 28, 600),
            H2 = Face(new H2Typography(), 22, 600),
            H3 = Face(new H3Typography(), 18, 600),
            H4 = Face(new H4Typography(), 16, 600),
            H5 = Face(new H5Typography(), 14, 600),
            H6 = Face(new H6Typography(), 14, 600),
            Body1 = Face(new Body1Typography(), 14, 400),
            Body2 = Face(new Body2Typography(), 13, 400),
            Caption = Face(new CaptionTypography(), 12, 400),
            Button = Face(new ButtonTypography(), 14, 400),
        },
    };

    private static T Fill<T>(T palette, string accent, string onAccent, string late, string due, string fine, string note,
        string ground, string surface, string sunken, string ink, string ink2, string ink3, string line, string control, string hover)
        where T : Palette
    {
        (palette.Primary, palette.PrimaryContrastText, palette.Error, palette.Warning, palette.Success, palette.Info) = (accent, onAccent, late, due, fine, note);
        (palette.Secondary, palette.SecondaryContrastText, palette.Tertiary, palette.TertiaryContrastText) = (ink2, ground, note, ground);
        (palette.ErrorContrastText, palette.WarningContrastText, palette.SuccessContrastText, palette.InfoContrastText) = (ground, ground, ground, ground);
        (palette.Background, palette.BackgroundGray, palette.Surface, palette.AppbarBackground, palette.AppbarText, palette.DrawerBackground, palette.DrawerText, palette.DrawerIcon)
            = (ground, sunken, surface, surface, ink, sunken, ink2, ink2);
        (palette.TextPrimary, palette.TextSecondary, palette.TextDisabled, palette.ActionDefault) = (ink, ink2, ink3, ink2);
        (palette.LinesDefault, palette.TableLines, palette.Divider, palette.LinesInputs, palette.TableHover) = (line, line, line, control, hover);
        (palette.RippleOpacity, palette.RippleOpacitySecondary, palette.HoverOpacity) = (0, 0, .06);
        return palette;
    }

    // Sizes in rem, so that large type enlarges these too.
    private static T Face<T>(T face, int pixels, int weight)
        where T : BaseTypography
    {
        face.FontFamily = Sans;
        face.FontSize = FormattableString.Invariant($"{pixels / 16.0}rem");
        face.FontWeight = weight.ToString(System.Globalization.CultureInfo.InvariantCulture);
        face.LineHeight = "1.5";
        face.LetterSpacing = "0";
        face.TextTransform = "none";
        return face;
    }
}

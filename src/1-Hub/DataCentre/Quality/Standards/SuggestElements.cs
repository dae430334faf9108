using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality.Rules;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Standards;

/// <summary>A data element that a column seems to hold.</summary>
/// <param name="Element">The element.</param>
/// <param name="Score">Confidence in (0, 1].</param>
/// <param name="Why">What speaks for it.</param>
/// <param name="Fits">Share of the values that have its type and keep its rules; null without values.</param>
internal sealed record ElementSuggestion(DataElement Element, double Score, Words Why, double? Fits)
{
    /// <summary>Share of values that must fit, so that what does not are errors in the data and no sign of another element.</summary>
    public const double Agreeing = 0.8;
}

/// <summary>Finds data elements for a column by its name and by its values.</summary>
internal static class SuggestElements
{
    private const double Same = 1.0, Ends = 0.7, Contained = 0.5, LeastShown = 0.5;
    private const int SeveralValues = 3;

    // A check digit or a date inside a number cannot fit by chance, nor do codes of six digits; a code of one digit can.
    private static readonly string[] Telling = ["gb11643", "gb32100", "gb11714"];
    private const int TellingCodeLength = 6;

    // A column "区县" may hold the names or the codes: what is called a name is none where it is all digits.
    private static readonly string[] Worded = ["名称", "姓名", "地址"];

    /// <summary>The best first; at most five, none when nothing fits.</summary>
    /// <param name="standards">The library.</param>
    /// <param name="columnName">Header or column name, in Chinese or Latin letters.</param>
    /// <param name="sampleValues">Some values of the column, as often as they occur; empty ones are passed over. None: the name alone decides. Else a name is worth nothing that most of them gainsay.</param>
    /// <param name="today">As for <see cref="RuleCompiler.Compile"/>.</param>
    public static IReadOnlyList<ElementSuggestion> Suggest(
        this IStandards standards, string columnName, IReadOnlyList<string> sampleValues, DateOnly? today = null)
    {
        var name = Normal(columnName);
        var values = sampleValues.Where(v => v.Length > 0).Select(Encoding.UTF8.GetBytes).ToList();
        var several = sampleValues.Where(v => v.Length > 0).Distinct().Take(SeveralValues).Count() == SeveralValues;
        return
        [
            .. standards.Elements.Select(e => Judge(standards, e, name, values, several, today)).OfType<ElementSuggestion>()
                .OrderByDescending(s => s.Score).ThenBy(s => s.Element.Code, StringComparer.Ordinal).Take(5),
        ];
    }

    private static ElementSuggestion? Judge(IStandards standards, DataElement element, string name, List<byte[]> values, bool several, DateOnly? today)
    {
        var byName = NameScore(element, name);
        var telling = element.Rules.Any(Telling.Contains) || (element.CodeList is not null && element.Length >= TellingCodeLength);
        if (byName == 0 && !(telling && several))
        {
            return null;
        }

        var fits = values.Count == 0 ? null : PersonNames.MayMeanAThing(element, name) ? PersonNames.Share(values) : FitRatio(standards, element, values, today);
        if (fits > 0 && Worded.Any(w => element.Name.Zh.EndsWith(w, StringComparison.Ordinal)))
        {
            fits *= (double)values.Count(v => v.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9')) / values.Count;
        }

        var score = fits switch
        {
            null => byName,
            >= 0.9 when telling => Math.Max(byName, 0.95),
            >= 0.9 => byName,
            >= ElementSuggestion.Agreeing => byName * 0.9,
            >= 0.5 => byName * 0.7,
            _ => 0,
        };
        if (score < LeastShown)
        {
            return null;
        }

        var share = fits is { } f ? (int)Math.Round(f * 100) : 0;
        return new(element, score, (byName, fits) switch
        {
            (0, _) => new($"{share}% 的值通过 {element.Basis} 校验", $"{share}% of the values pass {element.Basis}"),
            (_, null) => new("名称相符", "the name fits"),
            _ => new($"名称相符，{share}% 的值合规", $"the name fits, {share}% of the values keep the rules"),
        }, fits);
    }

    private static double NameScore(DataElement element, string name)
    {
        var best = 0.0;
        foreach (var alias in element.Aliases.Append(element.Name.Zh).Select(Normal))
        {
            // Short words (name, no, 年) stand inside too many others to tell anything.
            var longEnough = alias.Length >= (char.IsAscii(alias[0]) ? 4 : 2);
            var score = alias == name ? Same
                : longEnough && name.EndsWith(alias, StringComparison.Ordinal) ? Ends + (0.2 * alias.Length / name.Length)
                : longEnough && name.Contains(alias, StringComparison.Ordinal) ? Contained + (0.2 * alias.Length / name.Length)
                : 0;
            best = Math.Max(best, score);
        }

        return best;
    }

    private static double? FitRatio(IStandards standards, DataElement element, List<byte[]> values, DateOnly? today)
    {
        var rules = RuleCompiler.Compile([new(element.Name.Zh, "c", element.Type, element.Length, element.Scale, DataElement: element.Code)], standards, today);
        var fit = values.Count(v => rules.Cells[0].All(r => r.Holds(v)) && OfType(element.Type, v));
        return (double)fit / values.Count;
    }

    private static bool OfType(ItemType type, byte[] value) => type switch
    {
        ItemType.Date or ItemType.DateTime => Utf8Text.TryInstant(value, out _),
        ItemType.Integer or ItemType.Number or ItemType.Money or ItemType.Double or ItemType.Float =>
            System.Buffers.Text.Utf8Parser.TryParse(value, out double _, out var used) && used == value.Length,
        _ => true,
    };

    // Units in brackets, spaces and underscores do not matter: "身份证号 (18位)", "ID_Number".
    internal static string Normal(string name)
    {
        var bracket = name.IndexOfAny(['(', '（', '[', '【']);
        var bare = bracket > 0 ? name[..bracket] : name;
        return string.Concat(bare.Where(c => char.IsLetterOrDigit(c) || c == '.')).ToLowerInvariant();
    }
}

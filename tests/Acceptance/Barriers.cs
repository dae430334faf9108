using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CityHub.Acceptance;

/// <summary>What axe calls serious or critical for people who use keyboard, voice or magnifier.</summary>
internal static class Barriers
{
    private static readonly RunOnlyOptions Contrast = new() { Type = "rule", Values = ["color-contrast"] };

    private static readonly Dictionary<string, RuleOptions> WithoutContrast = new() { ["color-contrast"] = new() { Enabled = false } };

    /// <summary>None by any rule.</summary>
    public static Task None(IPage page) => None(page, null, null);

    /// <summary>Every text stands out: the one rule that depends on the theme.</summary>
    public static Task NoneOfContrast(IPage page) => None(page, Contrast, null);

    /// <summary>None by the other rules, which take a fifth of the time.</summary>
    public static Task NoneButOfContrast(IPage page) => None(page, null, WithoutContrast);

    // Only violations are described: describing what passes takes most of the time.
    private static async Task None(IPage page, RunOnlyOptions? only, Dictionary<string, RuleOptions>? rules)
    {
#pragma warning disable CS0618 // Our pages hold no frames: the newer way opens a blank page for each result, which takes longer than the rules.
        var found = await page.RunAxeLegacy(null, new AxeRunOptions { ResultTypes = [ResultType.Violations], RunOnly = only, Rules = rules });
#pragma warning restore CS0618
        var barriers = found.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {v.Help}\n  {v.Nodes[0].Html}\n  {string.Join("; ", v.Nodes[0].Any.Select(check => check.Message))}").ToList();
        Assert.True(barriers.Count == 0, $"{page.Url} has barriers:\n{string.Join('\n', barriers)}");
    }
}

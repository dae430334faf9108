using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace CityHub.Acceptance;

/// <summary>What axe calls serious or critical for people who use keyboard, voice or magnifier.</summary>
internal static class Barriers
{
    private static readonly RunOnlyOptions Contrast = new() { Type = "rule", Values = ["color-contrast"] };

    /// <summary>None by any rule.</summary>
    public static Task None(IPage page) => None(page, null);

    /// <summary>Every text stands out: the one rule that depends on the theme.</summary>
    public static Task NoneOfContrast(IPage page) => None(page, Contrast);

    // Only violations are described: describing what passes takes most of the time.
    private static async Task None(IPage page, RunOnlyOptions? only)
    {
#pragma warning disable CS0618 // Our pages hold no frames: the newer way opens a blank page for each result, which takes longer than the rules.
        var found = await page.RunAxeLegacy(null, new AxeRunOptions { ResultTypes = [ResultType.Violations], RunOnly = only });
#pragma warning restore CS0618
        var barriers = found.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {v.Help}\n  {v.Nodes[0].Html}\n  {string.Join("; ", v.Nodes[0].Any.Select(check => check.Message))}").ToList();
        Assert.True(barriers.Count == 0, $"{page.Url} has barriers:\n{string.Join('\n', barriers)}");
    }
}

using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Quality.Rules;
using CityHub.DataCentre.Quality.Scoring;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class A_score
{
    private static readonly DateTimeOffset Gathered = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Assessment Found = new("r1", 3, "run-3", Gathered, Gathered, UpdateCycle.Weekly, 80, 20, new Dictionary<string, long>())
    {
        Conformity = 0.9, Completeness = 0.8, Accuracy = null, Consistency = 1, Accessibility = 0.5,
    };

    [Fact]
    public void is_the_mean_of_what_was_measured_and_says_what_was_not()
    {
        var score = Score.Of(Found, Gathered, new());

        // (0.9 + 0.8 + 1 + 1 + 0.5) / 5
        Assert.Equal(84, score.Overall!.Value, 10);
        var accuracy = score.Dimensions[(int)Dimension.Accuracy];
        Assert.Null(accuracy.Share);
        Assert.NotNull(accuracy.Why);
        Assert.All(score.Dimensions.Where(d => d.Share is not null), d => Assert.Null(d.Why));
    }

    [Fact]
    public void weighs_as_the_city_decides()
    {
        var score = Score.Of(Found, Gathered, new() { Conformity = 3, Consistency = 0, Timeliness = 0, Accessibility = 0 });

        // (3 × 0.9 + 0.8) / 4
        Assert.Equal(87.5, score.Overall!.Value, 10);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 1)]
    [InlineData(14, 0.5)]
    [InlineData(28, 0.25)]
    public void falls_once_the_cycle_has_passed(int days, double share) =>
        Assert.Equal(share, Score.Timeliness(UpdateCycle.Weekly, Gathered, Gathered.AddDays(days)), 10);

    [Theory]
    [InlineData(80, 20, 5, true, 0.95)]
    [InlineData(0, 10, 10, true, 0.0)]
    [InlineData(0, 0, 0, true, null)]
    [InlineData(80, 20, 0, false, null)]
    public void counts_the_rows_there_should_be(long rows, long refused, long broken, bool measured, double? share) =>
        Assert.Equal(share, Assess.Kept(rows, refused, broken, measured));

    [Fact]
    public void of_completeness_is_unknown_without_figures_of_the_cells() => Assert.Null(Assess.Completeness(null, 10, 0, 0));

    [Fact]
    public void knows_the_dimension_of_every_rule() =>
        Assert.Equal(RuleTitles.All.Select(r => r.Code).Order(StringComparer.Ordinal), Dimensions.OfRule.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void speaks_only_for_dimensions_that_a_resource_has_rules_for()
    {
        InformationItem[] items = [new("名称", "name", ItemType.Character, Required: true), new("床位", "beds", ItemType.Integer)];

        Assert.Equal([Dimension.Conformity], Assess.Measured(items, RuleSet.None(2)));
        Assert.Equal([Dimension.Conformity, Dimension.Accuracy], Assess.Measured(items, new([[], [NumberRangeRule.Of("0", "9")!]], [])).Order());
        Assert.Equal([Dimension.Conformity, Dimension.Consistency], Assess.Measured(items, new([[], []], [new DateOrder(0, 1)])).Order());
    }
}

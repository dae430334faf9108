using Xunit;

namespace CityHub.Kernel.Tests;

public sealed class A_caller
{
    private static readonly Caller Steward = new("a1", "Zhou", null,
        [new("500103-ga", "渝中区公安分局", new("数据专员", "Data steward"), "500000/500103/500103-ga/", new HashSet<string> { "gathering.run" })]);

    [Fact]
    public void holds_a_permission_over_its_own_subtree() => Assert.True(Steward.May("gathering.run", "500000/500103/500103-ga/"));

    [Theory]
    [InlineData("500000/500103/")]
    [InlineData("500000/500103/500103-gaj/")]
    [InlineData("500000/500104/500104-ga/")]
    public void holds_it_nowhere_else(string path) => Assert.False(Steward.May("gathering.run", path));

    [Fact]
    public void holds_only_the_permissions_of_its_posts() => Assert.False(Steward.May("catalogue.publish", "500000/500103/500103-ga/"));

    [Fact]
    public void whose_token_was_given_less_is_told_what_the_token_lacks()
    {
        var token = Steward with { Application = "token:a", Whole = Steward.Appointments, Appointments = [Steward.Appointments[0] with { Permissions = new HashSet<string> { "resource.read" } }] };

        Assert.Equal("identity.token-narrowed", token.TokenLacks("gathering.run")?.Code);
        Assert.Equal("identity.token-narrowed", token.TokenLacks("gathering.run", "500000/500103/500103-ga/")?.Code);
        Assert.Null(token.TokenLacks("gathering.run", "500000/500104/500104-ga/"));
        Assert.Null(token.TokenLacks("catalogue.publish"));
        Assert.Null(token.TokenLacks("resource.read"));
        Assert.Null(Steward.TokenLacks("catalogue.publish"));
    }

    [Fact]
    public void that_is_not_signed_in_holds_nothing() => Assert.False(Caller.Anonymous.May("gathering.run"));
}

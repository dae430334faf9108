using CsCheck;
using Xunit;

namespace CityHub.Kernel.Tests;

public sealed class An_id
{
    [Fact]
    public void is_26_lower_case_letters_and_digits_without_i_l_o_u() => Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", Id.New());

    [Fact]
    public async Task sorts_by_the_time_of_its_birth()
    {
        var first = Id.New();
        await Task.Delay(3);
        Assert.True(string.CompareOrdinal(first, Id.New()) < 0);
    }

    [Fact]
    public void is_never_given_twice() => Gen.Int[0, 1].List[2000].Sample(list => list.Select(_ => Id.New()).Distinct().Count() == list.Count, iter: 5);
}

using System.Text;
using CityHub.ServicePlatform.Identity.SecondFactor;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_code_of_an_authenticator_app
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1: the last six of its eight digits, which are the same number modulo a million.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void is_that_of_RFC_6238(long unixSeconds, string eightDigits) =>
        Assert.Equal(unixSeconds / 30, AuthenticatorCode.Accept(Key, eightDigits[2..], DateTimeOffset.FromUnixTimeSeconds(unixSeconds), lastStep: 0));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void is_accepted_one_step_to_each_side_of_the_hubs_clock(int phoneAheadSeconds, bool accepted)
    {
        var code = "005924"; // of 1234567890 s

        var step = AuthenticatorCode.Accept(Key, code, DateTimeOffset.FromUnixTimeSeconds(1234567890 - phoneAheadSeconds), lastStep: 0);

        Assert.Equal(accepted ? 1234567890 / 30 : null, step);
    }

    [Fact]
    public void serves_once_and_no_earlier_one_serves_after_it()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);

        Assert.Null(AuthenticatorCode.Accept(Key, "005924", now, lastStep: 1234567890 / 30));
        Assert.Null(AuthenticatorCode.Accept(Key, "005924", now, lastStep: (1234567890 / 30) + 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("89005924")]
    [InlineData("5924")]
    [InlineData("００５９２４")]
    [InlineData("00592a")]
    public void has_six_digits(string code) => Assert.Null(AuthenticatorCode.Accept(Key, code, DateTimeOffset.FromUnixTimeSeconds(1234567890), lastStep: 0));

    [Fact]
    public void comes_from_a_key_that_apps_read_as_an_address()
    {
        var address = AuthenticatorCode.AddressOf(Key, "城枢", "zhao.min");

        Assert.StartsWith("otpauth://totp/", address, StringComparison.Ordinal);
        Assert.Contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", address, StringComparison.Ordinal); // RFC 6238's key in base 32
        Assert.Contains("issuer=%E5%9F%8E%E6%9E%A2", address, StringComparison.OrdinalIgnoreCase);
    }
}

public sealed class A_recovery_code
{
    [Fact]
    public void is_read_without_dashes_and_in_capitals_too()
    {
        var code = RecoveryCodes.Make()[0];

        Assert.True(RecoveryCodes.Is(code));
        Assert.Equal(RecoveryCodes.HashOf("1", code), RecoveryCodes.HashOf("1", code.Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant()));
        Assert.False(RecoveryCodes.Is("123456"));
    }

    [Fact]
    public void is_kept_so_that_it_fits_one_account_only()
    {
        var code = RecoveryCodes.Make()[0];

        Assert.NotEqual(RecoveryCodes.HashOf("1", code), RecoveryCodes.HashOf("2", code));
    }

    [Fact]
    public void is_one_of_ten_different_ones() => Assert.Equal(10, RecoveryCodes.Make().Distinct().Count());
}

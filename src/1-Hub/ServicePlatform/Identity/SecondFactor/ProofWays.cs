namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>How somebody proved who it is, in the words of RFC 8176, parted by spaces; told to applications as <c>amr</c>.</summary>
internal static class ProofWays
{
    public const string Password = "pwd";
    public const string PasswordAndCode = "pwd otp mfa";

    /// <param name="afterPassword">Whether the password was given too; alone a passkey shows the device and, by its PIN or finger, the person.</param>
    /// <param name="synced">Whether copies of the key may lie on other devices: then it is not bound to a piece of hardware.</param>
    public static string Passkey(bool afterPassword, bool synced) => $"{(afterPassword ? $"{Password} " : "")}{(synced ? "swk" : "hwk")} user mfa";
}

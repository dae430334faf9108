using OtpNet;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>Codes of an authenticator app: six digits that change every 30 s (RFC 6238 with SHA-1, what every app can do).</summary>
internal static class AuthenticatorCode
{
    public const int Digits = 6;

    /// <summary>160 bits, the length that RFC 4226, 4 recommends.</summary>
    public const int KeyBytes = 20;

    // One step to each side: the phone's clock differs, and typing takes time (RFC 6238, 5.2 and 6).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>The time step that the code belongs to; null when it is wrong, too old, or of a step that has served already.</summary>
    /// <param name="lastStep">Step of the last code that was accepted.</param>
    public static long? Accept(byte[] key, string code, DateTimeOffset nowUtc, long lastStep) =>
        code.Length == Digits && code.All(char.IsAsciiDigit) && new Totp(key).VerifyTotp(nowUtc.UtcDateTime, code, out var step, Window) && step > lastStep ? step : null;

    /// <summary>Address that an app reads from the QR code.</summary>
    public static string AddressOf(byte[] key, string issuer, string userName) =>
        new OtpUri(OtpType.Totp, key, userName, issuer).ToString();
}

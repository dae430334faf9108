using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;
using QRCoder;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>The key that an authenticator app and the hub share.</summary>
internal static class AuthenticatorKey
{
    /// <summary>A new one in base 32, as apps take it.</summary>
    public static string Make() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(AuthenticatorCode.KeyBytes));

    public static byte[] Bytes(string key) => Base32Encoding.ToBytes(key);

    /// <summary>In groups, to type it by hand.</summary>
    public static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(group => new string(group)));

    /// <summary>The address as a QR code, SVG. A camera needs dark on light, whatever the theme is.</summary>
    public static string Picture(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        return picture.GetGraphic(new System.Drawing.Size(4 * code.ModuleMatrix.Count, 4 * code.ModuleMatrix.Count), "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>Sealed for the store. The account is part of the seal: a row copied to another account opens nothing.</summary>
    public static string Seal(IDataProtectionProvider protection, string accountId, string key) => For(protection, accountId).Protect(key);

    /// <summary>The key; null when it was not sealed for this account, or the keys of the data folder are others.</summary>
    public static byte[]? Open(IDataProtectionProvider protection, string accountId, string sealedKey)
    {
        try
        {
            return Bytes(For(protection, accountId).Unprotect(sealedKey));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector For(IDataProtectionProvider protection, string accountId) => protection.CreateProtector("CityHub.SecondFactor.Key", accountId);
}

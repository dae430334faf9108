using System.Security.Cryptography;
using CityHub.Kernel.Modules;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>
/// The keys that sign and seal what is given out, in the data folder: ES256 (P-256), because RSA takes many times as long to sign. A key that is
/// half a year old at a start gets a successor and goes on being published until what it signed has run out.
/// </summary>
internal sealed class SigningKeys(HubSettings settings, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>
{
    /// <summary>Age at which a key gets a successor.</summary>
    private static readonly TimeSpan Renewed = TimeSpan.FromDays(182);

    /// <summary>Age at which it is taken away: a refresh token lives much shorter than the difference.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(364);

    public void Configure(OpenIddictServerOptions options)
    {
        var folder = Directory.CreateDirectory(settings.InData("keys", "sign-on"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // The first of each kind is the one that is used.
        foreach (var key in Present(folder.FullName, "signing-*.pem", NewSigningKey))
        {
            var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(File.ReadAllText(key));
            options.SigningCredentials.Add(new(new ECDsaSecurityKey(ecdsa) { KeyId = IdOf(ecdsa) }, SecurityAlgorithms.EcdsaSha256));
        }

        foreach (var key in Present(folder.FullName, "sealing-*.key", NewSealingKey))
        {
            options.EncryptionCredentials.Add(new(
                new SymmetricSecurityKey(Convert.FromBase64String(File.ReadAllText(key))), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
        }
    }

    /// <summary>Files of the keys that are used, the newest first; the newest is made when none is young enough.</summary>
    private List<string> Present(string folder, string pattern, Func<string> make)
    {
        var now = clock.GetUtcNow();
        var files = Directory.EnumerateFiles(folder, pattern).OrderDescending(StringComparer.Ordinal).ToList();
        if (files.Count == 0 || now - BornAt(files[0]) > Renewed)
        {
            var file = Path.Combine(folder, pattern.Replace("*", now.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
            Write(file, make());
            files.Insert(0, file);
        }

        foreach (var old in files.Skip(1).Where(f => now - BornAt(f) > Kept).ToList())
        {
            File.Delete(old);
            files.Remove(old);
        }

        return files;
    }

    private static DateTimeOffset BornAt(string file) => DateTimeOffset.ParseExact(
        Path.GetFileNameWithoutExtension(file).Split('-')[1], "yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);

    // Under another name first: a key that is cut off by a crash would keep everybody out.
    private static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(file + ".new", options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file);
    }

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string NewSealingKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string IdOf(ECDsa key) => Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..12]);
}

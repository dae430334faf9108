using System.Security.Cryptography;
using System.Text;
using CityHub.Kernel.Modules;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace CityHub.Storage.Trail;

/// <summary>
/// The trail's keys, files of the folder <c>keys</c> that only the program's user can read: <c>audit-digest.key</c> (HMAC-SM3, personal keys)
/// and <c>audit-sign.key</c> (SM2, PKCS#8); <c>audit-sign.pub</c> is for whoever checks the trail elsewhere.
/// </summary>
internal sealed class TrailKeys : IDisposable
{
    private readonly ThreadLocal<HMac> _hmac;
    private readonly ECPrivateKeyParameters _private;
    private readonly ECPublicKeyParameters _public;

    private TrailKeys(byte[] digestKey, ECPrivateKeyParameters privateKey, ECPublicKeyParameters publicKey)
    {
        _hmac = new(() =>
        {
            var hmac = new HMac(new SM3Digest());
            hmac.Init(new KeyParameter(digestKey));
            return hmac;
        });
        (_private, _public) = (privateKey, publicKey);
    }

    /// <summary>Reads the keys; makes those of a new folder.</summary>
    public static TrailKeys Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var digestFile = Path.Combine(folder, "audit-digest.key");
        if (!File.Exists(digestFile))
        {
            WriteSecret(digestFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        var signFile = Path.Combine(folder, "audit-sign.key");
        if (!File.Exists(signFile))
        {
            WriteSecret(signFile, Pem("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(NewKey()).GetDerEncoded()));
        }

        var keys = Read(folder);
        File.WriteAllText(Path.Combine(folder, "audit-sign.pub"), Pem("PUBLIC KEY", SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(keys._public).GetDerEncoded()));
        return keys;
    }

    /// <summary>Reads the keys of a folder that has them, and writes nothing.</summary>
    /// <exception cref="StartUpException">A key is missing or unreadable.</exception>
    public static TrailKeys OfExisting(string folder)
    {
        try
        {
            return Read(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            throw new StartUpException(
                new(
                    $"审计密钥不见了或读不出，无法核验签名：{folder}。从备份恢复该文件夹",
                    $"The audit trail's keys are missing or unreadable, so no signature can be verified: {folder}. Restore that folder from a backup."),
                failure);
        }
    }

    private static TrailKeys Read(string folder)
    {
        var privateKey = (ECPrivateKeyParameters)PrivateKeyFactory.CreateKey(Der(File.ReadAllText(Path.Combine(folder, "audit-sign.key"))));
        var publicKey = new ECPublicKeyParameters("EC", privateKey.Parameters.G.Multiply(privateKey.D).Normalize(), GMObjectIdentifiers.sm2p256v1);
        return new TrailKeys(Convert.FromHexString(File.ReadAllText(Path.Combine(folder, "audit-digest.key")).Trim()), privateKey, publicKey);
    }

    /// <summary>HMAC-SM3, 64 hex digits.</summary>
    public string Digest(ReadOnlySpan<byte> personalKey)
    {
        var hmac = _hmac.Value!;
        Span<byte> raw = stackalloc byte[32];
        hmac.BlockUpdate(personalKey);
        hmac.DoFinal(raw);
        return Convert.ToHexStringLower(raw);
    }

    /// <summary>SM2 signature (GB/T 32918.2, SM3, default user id), DER in hex.</summary>
    public string Sign(ReadOnlySpan<byte> bytes)
    {
        var signer = new SM2Signer();
        signer.Init(true, new ParametersWithRandom(_private));
        signer.BlockUpdate(bytes);
        return Convert.ToHexStringLower(signer.GenerateSignature());
    }

    public bool IsSignedBy(ReadOnlySpan<byte> bytes, string signature)
    {
        try
        {
            var signer = new SM2Signer();
            signer.Init(false, _public);
            signer.BlockUpdate(bytes);
            return signer.VerifySignature(Convert.FromHexString(signature));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public void Dispose() => _hmac.Dispose();

    private static ECPrivateKeyParameters NewKey()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, new SecureRandom()));
        return (ECPrivateKeyParameters)generator.GenerateKeyPair().Private;
    }

    private static void WriteSecret(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Under another name first: a key file is either whole or absent.
        File.Delete(file + ".new");
        using (var stream = new FileStream(file + ".new", options))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file);
    }

    private static string Pem(string label, byte[] der) => new string(PemEncoding.Write(label, der)) + "\n";

    private static byte[] Der(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
}

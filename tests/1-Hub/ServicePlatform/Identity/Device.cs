using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>A device that makes one passkey and signs with it, by hand: what goes over the wire (WebAuthn Level 3, 6.1 and 6.5).</summary>
internal sealed class Device : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private uint _count;
    private string _owner = "";

    /// <summary>Where its browser says that it is.</summary>
    public string Origin { get; set; } = "http://localhost";

    /// <summary>Whether the person showed a finger or typed the PIN.</summary>
    public bool Verifies { get; set; } = true;

    public string Id => Base64UrlEncoder.Encode(_id);

    /// <summary>Adds its passkey to the account of a browser that just signed in.</summary>
    public async Task<HttpResponseMessage> AddedIn(HttpClient browser, string? name = "办公室电脑")
    {
        var (options, state) = await Asked(browser, "/api/v1/second-factor/passkeys/options");
        _owner = options.GetProperty("user").GetProperty("id").GetString()!;
        return await browser.PostAsJsonAsync("/api/v1/second-factor/passkeys", new { name, state, credential = Made(options) });
    }

    /// <summary>Signs in, alone or after the password.</summary>
    public async Task<HttpResponseMessage> SignIn(HttpClient browser)
    {
        var (options, state) = await Asked(browser, "/api/v1/session/passkey/options");
        return await Send(browser, state, Signed(options));
    }

    public static Task<HttpResponseMessage> Send(HttpClient browser, string state, string credential) => browser.PostAsJsonAsync("/api/v1/session/passkey", new { state, credential });

    public static async Task<(JsonElement Options, string State)> Asked(HttpClient browser, string address)
    {
        using var answer = await browser.PostAsync(address, null);
        var asked = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (JsonSerializer.Deserialize<JsonElement>(asked.GetProperty("options").GetString()!), asked.GetProperty("state").GetString()!);
    }

    /// <summary>Its answer to a request for a signature, with this account's id or its own owner's.</summary>
    public string Signed(JsonElement options)
    {
        var client = ClientData("webauthn.get", options);
        var data = AuthenticatorData(options.GetProperty("rpId").GetString()!, flags: 0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new
        {
            clientDataJSON = Base64UrlEncoder.Encode(client), authenticatorData = Base64UrlEncoder.Encode(data), signature = Base64UrlEncoder.Encode(signature), userHandle = _owner,
        });
    }

    public void Dispose() => _key.Dispose();

    private string Made(JsonElement options)
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        // COSE_Key (RFC 9053, 7.1.1): kty EC2, alg ES256, crv P-256, x, y.
        byte[] key = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. AuthenticatorData(options.GetProperty("rp").GetProperty("id").GetString()!, flags: 0x40), .. new byte[16], 0, (byte)_id.Length, .. _id, .. key];
        // {"fmt": "none", "attStmt": {}, "authData": data} in CBOR.
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Credential(new { clientDataJSON = Base64UrlEncoder.Encode(ClientData("webauthn.create", options)), attestationObject = Base64UrlEncoder.Encode(attestation), transports = new[] { "internal" } });
    }

    private byte[] AuthenticatorData(string site, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), (byte)(flags | 0x01 | (Verifies ? 0x04 : 0)), .. count];
    }

    private byte[] ClientData(string type, JsonElement options) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = options.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });

    private string Credential(object response) => JsonSerializer.Serialize(new
    {
        id = Id, rawId = Id, type = "public-key", response, clientExtensionResults = new { }, authenticatorAttachment = "platform",
    });
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>
/// OpenIddict's manager with another hash of secrets. People's passwords are hashed slowly because they can be guessed; a secret is made here of 256
/// random bits and cannot, so one SHA-256 keeps it as well and an application's token costs no 100,000 rounds.
/// </summary>
internal sealed class ApplicationManager(
    IOpenIddictApplicationCache<ApplicationRow> cache, ILogger<OpenIddictApplicationManager<ApplicationRow>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options, IOpenIddictApplicationStore<ApplicationRow> store)
    : OpenIddictApplicationManager<ApplicationRow>(cache, logger, options, store)
{
    private const string Prefix = "sha256:";

    public static string NewSecret() => "chs_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) => ValueTask.FromResult(Hash(secret));

    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Hash(secret)), Encoding.UTF8.GetBytes(comparand)));

    private static string Hash(string secret) => Prefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

using CityHub.Kernel;
using Microsoft.AspNetCore.Http;

namespace CityHub.Storage.Idempotency;

/// <summary>The header <c>Idempotency-Key</c>, the same for every write.</summary>
public static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 255;

    /// <summary>The key; null when the request carries none, a fault when it is too long or not visible ASCII.</summary>
    public static Outcome<string?> Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var key = request.Headers[Header].ToString();
        return key.Length == 0 ? (Outcome<string?>)(string?)null
            : key.Length > Longest || key.Any(c => c is < '!' or > '~') ? IdempotencyFaults.BadKey
            : key;
    }
}

using System.Globalization;
using System.IO.Hashing;

namespace CityHub.DataCentre.Guarding;

/// <summary>What a source's content is known by: XxHash128 and size. Tells a changed file, not a forged one.</summary>
internal sealed class Fingerprint
{
    private readonly XxHash128 _hash = new();

    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(bytes);
        Bytes += bytes.Length;
    }

    public override string ToString() => $"xxh128:{Convert.ToHexStringLower(_hash.GetCurrentHash())}:{Bytes.ToString(CultureInfo.InvariantCulture)}";

    public static async Task<string> Of(string path, CancellationToken ct)
    {
        var found = new Fingerprint();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
        int read;
        while ((read = await file.ReadAsync(buffer, ct)) > 0)
        {
            found.Append(buffer.AsSpan(0, read));
        }

        return found.ToString();
    }
}

using System.Globalization;
using System.IO.Hashing;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>What a source's content is known by: XxHash128 and size. Tells a changed file, not a forged one.</summary>
internal static class Fingerprint
{
    public static async Task<string> Of(string path, CancellationToken ct)
    {
        var hash = new XxHash128();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
        long size = 0;
        int read;
        while ((read = await file.ReadAsync(buffer, ct)) > 0)
        {
            hash.Append(buffer.AsSpan(0, read));
            size += read;
        }

        return $"xxh128:{Convert.ToHexStringLower(hash.GetCurrentHash())}:{size.ToString(CultureInfo.InvariantCulture)}";
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using CityHub.Kernel;

namespace CityHub.Storage.Backup;

/// <summary>
/// The list of a backup, its file <c>manifest.json</c>. It is written last: a folder without it is no backup.
/// </summary>
/// <param name="Format">Always <see cref="Kind"/>.</param>
/// <param name="FolderVersion">Version of the data folder.</param>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="MadeAtUtc">The moment that it shows.</param>
/// <param name="TrailSequence">Last record of the audit trail in it.</param>
/// <param name="Files">Everything that it holds.</param>
internal sealed record BackupManifest(
    string Format, int FolderVersion, string Program, DateTimeOffset MadeAtUtc, long TrailSequence, IReadOnlyList<BackupFile> Files)
{
    public const string Kind = "cityhub-backup-1";
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public void Write(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, FileName), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, this, Json);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a list; a refusal when no backup of this program has such a one.</summary>
    public static Outcome<BackupManifest> Read(Stream list, string file)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(list, Json);
            return manifest?.Format == Kind && manifest.Files.All(f => f.StaysInside)
                && manifest.Files.DistinctBy(f => f.Path).Count() == manifest.Files.Count ? manifest : BackupFaults.Foreign(file);
        }
        catch (JsonException)
        {
            return BackupFaults.Foreign(file);
        }
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">Its place, parted by '/'.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">Digest of its bytes, hex.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256)
{
    /// <summary>Whether the path leads nowhere else: a list that others wrote must not write elsewhere.</summary>
    [JsonIgnore]
    public bool StaysInside => Path.Length > 0 && !System.IO.Path.IsPathRooted(Path) && !Path.Contains('\\', StringComparison.Ordinal)
        && Path.Split('/').All(part => part is not ("" or "." or ".."));
}

using System.IO.Compression;
using System.Text;

namespace CityHub.DataCentre.Gathering.Acquiring.Archives;

/// <summary>
/// Names of ZIP entries. Windows in China writes them in GBK without saying so, other programs in UTF-8 without the flag that says so; both are told
/// apart by their bytes, which <see cref="Open"/> keeps by reading unflagged names as Latin-1.
/// </summary>
internal static class EntryNames
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static ZipArchive Open(string path) => ZipFile.Open(path, ZipArchiveMode.Read, Encoding.Latin1);

    public static string Of(ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/');
        if (name.All(char.IsAscii) || name.Any(c => c > 0xFF))
        {
            return name;
        }

        var bytes = Encoding.Latin1.GetBytes(name);
        return Read(StrictUtf8, bytes) ?? Read(Gbk, Encoding.Latin1.GetBytes(entry.FullName))?.Replace('\\', '/') ?? name;
    }

    private static string? Read(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

using System.Text;

namespace CityHub.SampleCity;

/// <summary>The encodings that files of Chinese departments come in.</summary>
internal static class Encodings
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary><c>utf-8</c>, <c>utf-8-bom</c>, <c>gb18030</c> or <c>utf-16</c> (little-endian with mark); null for another name.</summary>
    public static Encoding? Find(string name)
    {
        switch (name.ToUpperInvariant())
        {
            case "UTF-8": return Utf8;
            case "UTF-8-BOM": return new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
            case "UTF-16": return new UnicodeEncoding(bigEndian: false, byteOrderMark: true);
            case "GB18030":
                Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
                return Encoding.GetEncoding("gb18030");
            default: return null;
        }
    }
}

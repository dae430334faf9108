using System.IO.Compression;
using System.Text;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>A workbook changed as a careless hand would, without a program for workbooks.</summary>
internal static class Workbook
{
    public static void Replace(string path, string from, string to)
    {
        using var book = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (var part in book.Entries.Where(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal) || e.FullName.EndsWith("sharedStrings.xml", StringComparison.Ordinal)).ToList())
        {
            string text;
            using (var reader = new StreamReader(part.Open()))
            {
                text = reader.ReadToEnd();
            }

            using var stream = part.Open();
            stream.SetLength(0);
            stream.Write(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)));
        }
    }
}

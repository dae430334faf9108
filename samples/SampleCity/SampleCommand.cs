using CityHub.Kernel;
using CityHub.SampleCity.People;
using CityHub.SampleCity.Places;

namespace CityHub.SampleCity;

/// <summary>What <c>cityhub sample</c> was asked for.</summary>
/// <param name="People">Rows.</param>
/// <param name="Out">File to write.</param>
/// <param name="ReferenceFolder">Divisions and boundaries.</param>
/// <param name="Seed">The same seed gives the same bytes.</param>
/// <param name="Defects">Share of records with a planted defect, in [0, 1).</param>
/// <param name="Encoding">utf-8, utf-8-bom, gb18030 or utf-16.</param>
/// <param name="Clean">File for the same rows without defects; null for none.</param>
/// <param name="Planted">File for the kinds and lines of the planted defects, JSON; null for none.</param>
public sealed record SampleOptions(
    long People, string Out, string ReferenceFolder, ulong Seed = 1, double Defects = 0.01, string Encoding = "utf-8", string? Clean = null,
    string? Planted = null);

/// <summary><c>cityhub sample</c>: a file of generated people of any size.</summary>
public static class SampleCommand
{
    /// <summary>Writes the files; says what is wrong with the options.</summary>
    public static Outcome<Planted> Run(SampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.People < 1)
        {
            return SampleFaults.BadPeople(options.People);
        }

        if (options.Defects is not (>= 0 and < 1))
        {
            return SampleFaults.BadDefects(options.Defects);
        }

        if (Encodings.Find(options.Encoding) is not { } encoding)
        {
            return SampleFaults.BadEncoding(options.Encoding);
        }

        try
        {
            if (!Directory.Exists(options.ReferenceFolder))
            {
                return SampleFaults.NoReference(options.ReferenceFolder);
            }

            var city = CityMap.Load(options.ReferenceFolder);
            using var file = File.Create(options.Out);
            using var clean = options.Clean is null ? null : File.Create(options.Clean);
            var planted = PeopleFile.Write(city, options.People, options.Seed, options.Defects, file, encoding, clean);
            if (options.Planted is not null)
            {
                planted.Save(options.Planted);
            }

            return planted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SampleFaults.Unwritable(e.Message);
        }
    }
}

/// <summary>What <c>cityhub sample</c> refuses.</summary>
internal static class SampleFaults
{
    public static Fault BadPeople(long people) => new("sample.bad-people", 422, new("人数不对", "Bad number of people"),
        new($"--people 应为 1 以上的整数，不能是 {people}", $"--people is a whole number from 1, not {people}"));

    public static Fault BadDefects(double share) => new("sample.bad-defects", 422, new("缺陷比例不对", "Bad share of defects"),
        new($"--defects 应在 0 到 1 之间（不含 1），例如 0.01，不能是 {share}", $"--defects lies in [0, 1), for example 0.01, not {share}"));

    public static Fault BadEncoding(string name) => new("sample.bad-encoding", 422, new("没有这种编码", "No such encoding"),
        new($"--encoding 可以是 utf-8、utf-8-bom、gb18030、utf-16，不能是 {name}", $"--encoding is utf-8, utf-8-bom, gb18030 or utf-16, not {name}"));

    public static Fault Unwritable(string why) => new("sample.unwritable", 422, new("文件写不了", "File not writable"),
        new($"{why} 检查路径、权限和磁盘空间", $"{why} Check the path, its rights and the room on the disk."));

    public static Fault NoReference(string folder) => new("sample.no-reference", 422, new("缺少参考数据", "Reference data missing"),
        new($"没有参考数据文件夹 {folder}。由 node samples/set-up.mjs 写出，随程序发布", $"There is no folder of reference data {folder}. node samples/set-up.mjs writes it; a published program brings it along."));
}

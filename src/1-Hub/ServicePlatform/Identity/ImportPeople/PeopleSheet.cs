using System.Globalization;
using System.IO.Compression;
using CityHub.Kernel;
using MiniExcelLibs;

namespace CityHub.ServicePlatform.Identity.ImportPeople;

/// <summary>One person of the sheet, as written.</summary>
/// <param name="Row">Row as spreadsheets number them.</param>
internal sealed record PersonRow(int Row, string? UserName, string? DisplayName, string? Organisation, string? Role, string? Phone, string? Email, string? Until);

/// <summary>A column of the sheet.</summary>
/// <param name="Field">Path of the field in a fault.</param>
/// <param name="Head">Head, first the Chinese one of the template.</param>
internal sealed record PeopleColumn(string Field, bool Must, params string[] Head);

/// <summary>The workbook of people: its template, and reading it. The first sheet counts, whatever its name.</summary>
internal static class PeopleSheet
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const int MostPeople = 1000;
    public const long MostBytes = 10 << 20;
    private const long MostUnpacked = 200 << 20;
    // No name, code or day is as long: what is cut is refused, and its refusal does not repeat a novel. Phone and e-mail are kept as they stand.
    private const int LongestCell = 256;

    public static IReadOnlyList<PeopleColumn> Columns { get; } =
    [
        new("userName", true, "用户名", "userName", "User name"), new("displayName", true, "姓名", "displayName", "Name"), new("organisation", true, "机构", "organisation", "Organisation"),
        new("role", true, "角色", "role", "Role"), new("phone", false, "电话", "phone", "Phone"), new("email", false, "邮箱", "email", "E-mail"), new("until", false, "任期至", "until", "Until"),
    ];

    /// <summary>An empty sheet with the heads; those that must be filled are starred.</summary>
    public static async Task<byte[]> Template(CancellationToken ct)
    {
        using var to = new MemoryStream();
        await to.SaveAsAsync(new[] { Columns.ToDictionary(c => c.Must ? c.Head[0] + "*" : c.Head[0], _ => (object)"") }, sheetName: "人员", cancellationToken: ct);
        return to.ToArray();
    }

    /// <summary>The people of a book, or why it cannot be read.</summary>
    public static Outcome<IReadOnlyList<PersonRow>> Read(Stream book)
    {
        try
        {
            using (var zip = new ZipArchive(book, ZipArchiveMode.Read, leaveOpen: true))
            {
                if (zip.Entries.Sum(e => e.Length) > MostUnpacked)
                {
                    return PeopleFaults.TooLarge;
                }
            }

            book.Position = 0;
            return Rows(book);
        }
        catch (Exception broken) when (broken is InvalidDataException or System.Xml.XmlException or EndOfStreamException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException or NotSupportedException)
        {
            return PeopleFaults.NoBook;
        }
    }

    private static Outcome<IReadOnlyList<PersonRow>> Rows(Stream book)
    {
        Dictionary<string, string>? at = null;
        var people = new List<PersonRow>();
        var number = 0;
        foreach (IDictionary<string, object?> cells in book.Query(useHeaderRow: false))
        {
            number++;
            if (at is null)
            {
                if (!Heads(cells).Try(out at, out var fault))
                {
                    return fault;
                }

                continue;
            }

            string? Whole(string field) => at.TryGetValue(field, out var letters) && cells.TryGetValue(letters, out var value) ? Text(value) : null;
            string? Cell(string field) => Whole(field) is { Length: > LongestCell } text ? text[..LongestCell] : Whole(field);
            var person = new PersonRow(number, Cell("userName"), Cell("displayName"), Cell("organisation"), Cell("role"), Whole("phone"), Whole("email"), Cell("until"));
            if (person with { Row = 0 } == new PersonRow(0, null, null, null, null, null, null, null))
            {
                continue;
            }

            people.Add(person);
            if (people.Count > MostPeople)
            {
                return PeopleFaults.TooMany;
            }
        }

        return people.Count == 0 ? PeopleFaults.Empty : people;
    }

    private static Outcome<Dictionary<string, string>> Heads(IDictionary<string, object?> cells)
    {
        var at = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (letters, value) in cells)
        {
            var head = Text(value)?.TrimEnd('*', '＊').Trim();
            if (head is not null && Columns.FirstOrDefault(c => c.Head.Contains(head, StringComparer.OrdinalIgnoreCase)) is { } column && !at.TryAdd(column.Field, letters))
            {
                return PeopleFaults.ColumnTwice(column.Head[0]);
            }
        }

        var missing = Columns.Where(c => c.Must && !at.ContainsKey(c.Field)).Select(c => c.Head[0]).ToList();
        return missing.Count > 0 ? PeopleFaults.NoColumn(missing) : at;
    }

    private static string? Text(object? value)
    {
        var text = value switch
        {
            DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim(),
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }
}

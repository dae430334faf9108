using System.Text.Json;
using CityHub.DataCentre.Catalogue;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>Five residents, written out, so that every expected answer can be read off.</summary>
internal static class People
{
    public const string Code = "306001/000001";
    public const string Url = "/api/v1/resources/306001-000001";

    public static IReadOnlyList<InformationItem> Items { get; } =
    [
        new("证件号码", "id_number", ItemType.Character, 18, Key: true, Required: true, Grade: 3, Mask: MaskKind.Partial),
        new("姓名", "name", ItemType.Character, Grade: 3, Mask: MaskKind.Partial),
        new("区划", "district", ItemType.Character, 6, Grade: 1),
        new("出生日期", "born", ItemType.Date, Grade: 2),
        new("收入", "income", ItemType.Money, Grade: 2),
        new("人数", "household", ItemType.Integer, Grade: 1),
        new("在册", "active", ItemType.Logical, Grade: 1),
        new("登记时间", "order", ItemType.DateTime, Grade: 1),
        new("密码", "secret", ItemType.Character, Grade: 1, Mask: MaskKind.Full),
    ];

    public const string Rows = """
        values
        ('500103199001010018', '张三', '500103', date '1990-01-01', 1200.50, 3, true, timestamp '2026-04-08 10:00:00', 'a', 1, 2),
        ('500103199101010023', '李四光', '500103', date '1991-01-01', 0.10, 1, false, timestamp '2026-04-08 11:30:00.25', 'b', 1, 3),
        ('500112198501010035', '王五', '500112', date '1985-01-01', null, 4, true, null, null, 1, 4),
        ('010112198501010035', '=1+2', '010112', null, 99999999999999.99, null, null, timestamp '2025-01-01 00:00:00', 'd', 2, 2),
        ('500112200002290047', '欧阳"娜娜"', '500112', date '2000-02-29', 7.00, 2, true, timestamp '2026-01-01 00:00:00', 'e', 2, 3)
        """;

    public static Resource Put(ServingStage stage, bool open = false, ResourceState state = ResourceState.Published)
    {
        var resource = stage.Catalogue.Add(Code, Items, open, state);
        stage.Tables.Fill(resource, Rows);
        stage.Index.Put(resource.Id, "500103199001010018", "500103199001010018", "张三", "500103", "1990-01-01", "1200.50", "3", "true", "2026-04-08 10:00:00", "a");
        stage.Index.Put(resource.Id, "010112198501010035", "010112198501010035", "=1+2", "010112", null, "99999999999999.99", null, null, "2025-01-01 00:00:00", "d");
        return resource;
    }

    public static async Task<JsonElement> Json(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public static List<string?> Column(this JsonElement answer, string name) =>
        [.. answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(name)).Select(v => v.ValueKind == JsonValueKind.Null ? null : v.ToString())];
}

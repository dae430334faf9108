using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MiniExcelLibs;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Importing_the_catalogue : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task says_in_a_dry_run_what_it_would_add_and_writes_nothing()
    {
        var report = await Report(Books.Many(3), dryRun: true);

        Assert.Equal((3, 3, 0), (Number(report, "entries"), Number(report, "added"), Number(report, "faultCount")));
        Assert.Equal(0, await Total());
    }

    [Fact]
    public async Task adds_entries_with_their_items_and_gives_codes_in_order()
    {
        var report = await Report(Books.Of(
            [Books.Entry(1, "甲"), Books.Entry(2, "乙", ("分类码", "101001"), ("信息资源提供方*", "市卫生健康委员会")), Books.Entry(3, "丙", ("信息资源格式*", "流媒体"), ("子格式", "mpg"))],
            [Books.Item(1, "编号", ("列名", "id"), ("主键", "是"), ("必填", "是")), Books.Item(1, "名称"), Books.Item(2, "姓名", ("数据类型*", "字符"))]));

        Assert.Equal(["306001/000001", "101001/000001", "306001/000002"], report.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()));
        var entry = await Json("306001-000001");
        Assert.Equal(["id", "f01"], entry.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("column").GetString()));
        Assert.True(entry.GetProperty("items")[0].GetProperty("key").GetBoolean());
        Assert.Equal(["mysql"], entry.GetProperty("subFormats").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task numbers_departments_that_come_in_the_same_file_apart()
    {
        var report = await Report(
            Books.Of([Books.Entry(1, "甲"), Books.Entry(2, "乙", ("信息资源提供方*", "500000-ga")), Books.Entry(3, "丙", ("信息资源提供方*", "500103-dsj"))],
                [Books.Item(1, "编号"), Books.Item(2, "编号"), Books.Item(3, "编号")]), who: "bureau");

        Assert.Equal(3, report.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()![..6]).Distinct().Count());
    }

    [Fact]
    public async Task updates_by_code_and_leaves_alone_what_is_the_same()
    {
        await Report(Books.Many(2));
        var book = Books.Of(
            [Books.Entry(7, "资源 1", ("信息资源代码", "306001/000001")), Books.Entry(8, "资源 2", ("信息资源代码", "306001/000002"), ("更新周期*", "每周"))],
            [Books.Item(7, "编号"), Books.Item(7, "名称"), Books.Item(8, "编号"), Books.Item(8, "名称"), Books.Item(8, "地址")]);

        var report = await Report(book);

        Assert.Equal((0, 1, 1), (Number(report, "added"), Number(report, "changed"), Number(report, "same")));
        var changed = await Json("306001-000002");
        Assert.Equal("weekly", changed.GetProperty("cycle").GetString());
        Assert.Equal(["f01", "f02", "f03"], changed.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("column").GetString()));
    }

    [Fact]
    public async Task makes_a_draft_of_the_next_version_of_what_is_published()
    {
        await Report(Books.Many(1));
        await _hub.As("bureau").PostAsync("/api/v1/catalogue/306001-000001/publish", null);

        await Report(Books.Of([Books.Entry(1, "资源一", ("信息资源代码", "306001/000001"))], [Books.Item(1, "编号"), Books.Item(1, "名称")]));

        var entry = await Json("306001-000001");
        Assert.Equal(("资源 1", true), (entry.GetProperty("title").GetString(), entry.GetProperty("hasDraft").GetBoolean()));
    }

    [Fact]
    public async Task takes_back_what_it_exported_without_a_difference()
    {
        await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.With(r =>
        {
            (r.TitleEn, r.Source, r.Ways, r.IssuedOn) = ("Licences", "=直报系统", ["file", "拷盘"], "2026-04-01");
            (r.Sharing, r.SharingCondition) = ("conditional", "仅限行政审批与执法核验使用，须说明依据");
            r.Extension = new() { Alias = "_x0041_ 许可", Phone = "023-63890000", StoredGb = "1.5", Grade = "2" };
            r.Items![2].Grade = "2";
            r.Items[2].Sharing = "notShared";
            r.Items[2].SharingCondition = "《保守国家秘密法》";
        }));

        foreach (var file in (string[])["catalogue.xlsx", "catalogue.json"])
        {
            var exported = await _hub.As("steward").GetByteArrayAsync($"/api/v1/{file}?state=all");
            var report = await Report(exported);
            Assert.Equal((file, 1, 0), (file, Number(report, "same"), Number(report, "changed")));
        }
    }

    [Fact]
    public async Task tells_an_exported_entry_that_somebody_changed_since()
    {
        await Report(Books.Many(1));
        var exported = await _hub.As("steward").GetByteArrayAsync("/api/v1/catalogue.xlsx?state=all");
        await Report(Books.Of([Books.Entry(1, "资源一", ("信息资源代码", "306001/000001"))], [Books.Item(1, "编号"), Books.Item(1, "名称")]));

        var fault = await OnlyFault(exported);

        Assert.Equal(("catalogue.changed-meanwhile", "修订号"), (fault.GetProperty("code").GetString(), fault.GetProperty("head").GetString()));
    }

    [Fact]
    public async Task names_sheet_row_and_column_of_every_fault_and_imports_nothing()
    {
        var problem = await Refused(Books.Of(
            [Books.Entry(1, "甲"), Books.Entry(2, "乙", ("共享类型*", "有条件共享")), Books.Entry(3, "丙", ("更新周期*", "偶尔"), ("是否向社会开放*", "也许"))],
            [Books.Item(1, "编号"), Books.Item(2, "编号", ("数据类型*", "文字")), Books.Item(3, "编号"), Books.Item(9, "游离")]));

        Assert.Equal("catalogue.import-refused", problem.GetProperty("code").GetString());
        Assert.Equal(
            ["资源目录!K3 catalogue.condition-missing", "资源目录!M4 catalogue.import-yes-no", "资源目录!N4 catalogue.unknown-choice", "信息项!D3 catalogue.unknown-choice", "信息项!A5 catalogue.import-row-unknown"],
            Faults(problem).Select(f => $"{f.GetProperty("sheet").GetString()}!{f.GetProperty("column").GetString()}{f.GetProperty("row").GetInt32()} {f.GetProperty("code").GetString()}"));
        Assert.All(Faults(problem), f => Assert.NotEmpty(f.GetProperty("detail").GetProperty("zh").GetString()!));
        Assert.Equal(0, await Total());
    }

    [Fact]
    public async Task refuses_two_entries_with_one_code_one_title_or_one_number()
    {
        await Report(Books.Many(1));

        Assert.Equal("catalogue.import-code-twice", await OnlyCode(Books.Of(
            [Books.Entry(1, "甲", ("信息资源代码", "306001/000001")), Books.Entry(2, "乙", ("信息资源代码", "306001/000001"))], [Books.Item(1, "编号"), Books.Item(2, "编号")])));
        Assert.Equal("catalogue.import-title-twice", await OnlyCode(Books.Of([Books.Entry(1, "甲"), Books.Entry(2, " 甲")], [Books.Item(1, "编号"), Books.Item(2, "编号")])));
        Assert.Equal("catalogue.import-row-taken", await OnlyCode(Books.Of([Books.Entry(1, "甲"), Books.Entry(1, "乙")], [Books.Item(1, "编号")])));
        Assert.Equal("catalogue.import-title-there", await OnlyCode(Books.Many(1)));
        Assert.Equal("catalogue.import-code-unknown", await OnlyCode(Books.Of([Books.Entry(1, "甲", ("信息资源代码", "306001/000777"))], [Books.Item(1, "编号")])));
    }

    [Fact]
    public async Task answers_broken_books_clearly()
    {
        var whole = Books.Many(200);
        Assert.Equal("gathering.workbook-broken", await FileCode(whole[..(whole.Length / 2)]));
        Assert.Equal("gathering.workbook-broken", await FileCode(Books.Changed(whole, "xl/worksheets/sheet1.xml", text => text[..(text.Length / 2)])));
        Assert.Equal("catalogue.import-no-sheet", await FileCode(Books.Of([Books.Entry(1, "甲")], [Books.Item(1, "编号")], "Sheet1")));
        Assert.Equal("catalogue.import-not-a-file", await FileCode("序号,名称\n1,甲"u8.ToArray()));
        Assert.Equal("catalogue.import-empty", await FileCode(await _hub.As("steward").GetByteArrayAsync("/api/v1/catalogue-template.xlsx")));
        Assert.Equal("catalogue.import-no-column", await FileCode(Books.Of([new() { ["序号"] = 1, ["信息资源名称"] = "甲" }], [Books.Item(1, "编号")])));
        Assert.Equal("catalogue.import-empty", await FileCode([]));
        Assert.Equal("catalogue.import-bad-json", await FileCode("[{\"title\":"u8.ToArray()));
        Assert.Equal("gathering.workbook-old", await FileCode([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]));
    }

    [Fact]
    public async Task points_at_merged_cells()
    {
        var book = Books.Changed(Books.Many(3), "xl/worksheets/sheet1.xml", text =>
            text.Replace("</x:sheetData>", "</x:sheetData><x:mergeCells count=\"1\"><x:mergeCell ref=\"D2:D4\"/></x:mergeCells>", StringComparison.Ordinal));

        var fault = await OnlyFault(book);

        Assert.Equal(("catalogue.import-merged", 2), (fault.GetProperty("code").GetString(), fault.GetProperty("row").GetInt32()));
        Assert.Contains("资源目录!D2:D4", fault.GetProperty("detail").GetProperty("zh").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("𠮷野家与龘龘")]
    [InlineData("مستشفى المدينة")]
    [InlineData("医院🏥👨‍👩‍👧")]
    [InlineData("=SUM(A1)")]
    [InlineData("Ａ　全角")]
    public async Task keeps_rare_characters_other_scripts_and_emoji(string title)
    {
        await Report(Books.Of([Books.Entry(1, title)], [Books.Item(1, "编号")]));

        Assert.Equal(title, (await Json("306001-000001")).GetProperty("title").GetString());
        var exported = await _hub.As("steward").GetByteArrayAsync("/api/v1/catalogue.xlsx?state=all");
        using var stream = new MemoryStream(exported);
        Assert.Equal(title, ((IDictionary<string, object>)stream.Query(useHeaderRow: true, sheetName: "资源目录").First())["信息资源名称*"]);
    }

    [Fact]
    public async Task refuses_names_of_5000_characters_and_control_characters()
    {
        Assert.Equal("catalogue.too-long", await OnlyCode(Books.Of([Books.Entry(1, new string('名', 5000))], [Books.Item(1, "编号")])));
        Assert.Equal("catalogue.too-long", await OnlyCode(Books.Of([Books.Entry(1, "甲")], [Books.Item(1, new string('项', 5000))])));
        Assert.Equal("catalogue.control-character", await OnlyCode(Books.Changed(
            Books.Of([Books.Entry(1, "甲@乙")], [Books.Item(1, "编号")]), "xl/worksheets/sheet1.xml", text => text.Replace("甲@乙", "甲_x0007_乙", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task refuses_what_nobody_sees_and_titles_that_only_look_different()
    {
        Assert.Equal("catalogue.invisible-character", await OnlyCode(Books.Of([Books.Entry(1, "甲\u202e乙")], [Books.Item(1, "编号")])));
        Assert.Equal("catalogue.invisible-character", await OnlyCode(Books.Of([Books.Entry(1, "甲")], [Books.Item(1, "编\u200b号")])));
        Assert.Equal("catalogue.invisible-character", await OnlyCode(JsonSerializer.SerializeToUtf8Bytes(new[] { Hospitals.Request("甲\ufeff") }, JsonSerializerOptions.Web)));

        var twice = await OnlyFault(Books.Of([Books.Entry(1, "甲 A"), Books.Entry(2, "甲　Ａ")], [Books.Item(1, "编号"), Books.Item(2, "编号")]));

        Assert.Equal("catalogue.import-title-twice", twice.GetProperty("code").GetString());
        Assert.Equal("The title '甲　Ａ' stands at row 2 of '资源目录' with the same provider. Tell them apart.", twice.GetProperty("detail").GetProperty("en").GetString());
        Assert.Equal("名称“甲　Ａ”与“资源目录”第 2 行相同，且提供方相同。请改用能区分的名称。", twice.GetProperty("detail").GetProperty("zh").GetString());
    }

    [Fact]
    public async Task is_refused_outside_the_scope_of_the_steward()
    {
        var book = Books.Of([Books.Entry(1, "甲", ("信息资源提供方*", "500000-ga"))], [Books.Item(1, "编号")]);

        Assert.Equal("catalogue.out-of-scope", await OnlyCode(book));
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(book, false, "reader")).StatusCode);
    }

    [Fact]
    public async Task takes_entries_as_json_and_points_at_the_entry_that_is_wrong()
    {
        var good = JsonSerializer.SerializeToUtf8Bytes(new { entries = new[] { Hospitals.Request("一"), Hospitals.Request("二") } }, JsonSerializerOptions.Web);
        Assert.Equal(2, Number(await Report(good), "added"));
        var bad = JsonSerializer.SerializeToUtf8Bytes(new[] { Hospitals.Request("三"), Hospitals.With(r => r.Items![1].Column = "Org Name") }, JsonSerializerOptions.Web);

        var fault = await OnlyFault(bad);

        Assert.Equal((2, "items[1].column"), (fault.GetProperty("row").GetInt32(), fault.GetProperty("head").GetString()));
    }

    [Fact]
    public async Task tells_columns_that_it_left_aside()
    {
        var report = await Report(Books.Of([Books.Entry(1, "甲", ("我的备注", "x"))], [Books.Item(1, "编号")]), dryRun: true);

        Assert.Contains("我的备注", report.GetProperty("notes")[0].GetProperty("zh").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task offers_a_template_whose_cells_have_choices_and_hints()
    {
        var template = await _hub.As(null).GetByteArrayAsync("/api/v1/catalogue-template.xlsx");
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(template));
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var sheet = await reader.ReadToEndAsync();

        Assert.Contains("<formula1>\"无条件共享,有条件共享,不予共享\"</formula1>", sheet, StringComparison.Ordinal);
        Assert.Contains("promptTitle=\"信息资源摘要\"", sheet, StringComparison.Ordinal);
        using var stream = new MemoryStream(template);
        Assert.Equal(["资源目录", "信息项", "填写说明"], stream.GetSheetNames());
    }

    private async Task<JsonElement> Report(byte[] file, bool dryRun = false, string who = "steward")
    {
        var answer = await Send(file, dryRun, who);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> Refused(byte[] file)
    {
        var answer = await Send(file, false, "steward");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> OnlyFault(byte[] file) => Assert.Single(Faults(await Refused(file)));

    private async Task<string?> OnlyCode(byte[] file) => (await OnlyFault(file)).GetProperty("code").GetString();

    private async Task<string?> FileCode(byte[] file) => (await Refused(file)).GetProperty("code").GetString();

    private static IReadOnlyList<JsonElement> Faults(JsonElement problem) => [.. problem.GetProperty("report").GetProperty("faults").EnumerateArray()];

    private async Task<HttpResponseMessage> Send(byte[] file, bool dryRun, string who)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var form = new MultipartFormDataContent { { content, "file", "目录.xlsx" } };
        return await _hub.As(who).PostAsync($"/api/v1/catalogue-imports?dryRun={(dryRun ? "true" : "false")}", form);
    }

    private static int Number(JsonElement report, string name) => report.GetProperty(name).GetInt32();

    private async Task<int> Total() => (await _hub.As("bureau").GetFromJsonAsync<JsonElement>("/api/v1/catalogue?state=all")).GetProperty("total").GetInt32();

    private Task<JsonElement> Json(string code) => _hub.As("steward").GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/{code}");
}

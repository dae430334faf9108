using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.Storage.Tables;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>A file that the hub wrote is gathered again, over HTTP with the real stores.</summary>
public sealed class Downloads_that_come_back : IAsyncLifetime
{
    private const string Source = "code,note,beds\r\n01,=1+2,-5\r\n02,+86 10,7\r\n03,-,\r\n04,@甲,1\r\n05,'=honest,1\r\n06,'quoted,1\r\n07,\"=\"\"x\"\"\r\n,y\",1\r\n08,=late,很多\r\n";
    private TestHub _hub = null!;
    private string _code = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        _code = await _hub.Register(
            "医院",
            new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true },
            new { name = "说明", column = "note", type = "C", length = 50 },
            new { name = "床位", column = "beds", type = "I" });
        await Gather(Encoding.UTF8.GetBytes(Source));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, InlineData(""), InlineData("&bom=true"), InlineData("&defuse=false")]
    public async Task give_every_value_back_as_it_was(string how)
    {
        var before = await Download("&defuse=false");

        var run = await Gather(await Download(how));

        Assert.Equal((7, 0), (run.GetProperty("kept").GetInt32(), run.TryGetProperty("refused", out var refused) ? refused.GetInt32() : 0));
        Assert.Equal(before, await Download("&defuse=false"));
    }

    [Theory, InlineData(""), InlineData("&defuse=false")]
    public async Task give_every_value_of_every_type_back_as_a_workbook(string how)
    {
        _code = await _hub.Register("各类", [
            new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true }, new { name = "说明", column = "note", type = "M" },
            new { name = "整数", column = "n", type = "I" }, new { name = "金额", column = "amount", type = "Y" }, new { name = "比率", column = "ratio", type = "B" },
            new { name = "日期", column = "day", type = "D" }, new { name = "时间", column = "at", type = "T" }, new { name = "是否", column = "flag", type = "L" },
        ]);
        await Gather(Encoding.UTF8.GetBytes(
            "code,note,n,amount,ratio,day,at,flag\r\n"
            + "0001,=1+2,-5,0.10,0.30000000000000004,2000-02-29,2026-04-08 10:00:00.5,true\r\n"
            + "0002,'=x,500101199001011234,9999999999999999.99,106.55073600000001,0001-01-01,2026-04-08 10:00:00.123456,false\r\n"
            + "0003,'quoted,-500101199001011234,-0.01,-1.2345678901234567E-20,1900-02-28,1969-12-31 23:59:59.999,\r\n"
            + "0004,_x000D_ _x005F_x0041_ \u0001x0041_ _x0001\u0001,,,1E+300,,2026-04-08,\r\n"
            + "0005,\" 两\r\n行\r\t\u001f🙂 \",,,3.3333333333333335,,9999-12-31 23:59:59.999,\r\n"
            + "0006,@甲<&>,0,0,0,1900-03-01,1900-03-01 00:00:00.001,true\r\n"));
        var before = await Download("&defuse=false");

        var run = await Run(await Download(how, "xlsx"), "replace", "再来.xlsx");

        Assert.True(run.GetProperty("state").GetString() == "succeeded", run.ToString());
        Assert.Equal(6, run.GetProperty("kept").GetInt32());
        Assert.Equal(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(await Download("&defuse=false")));
    }

    [Fact]
    public async Task keep_the_line_of_what_is_refused()
    {
        var file = await Download("");
        await Gather(Encoding.UTF8.GetBytes("code,note,beds\r\n01,a,1\r\n"));
        var run = await Gather(file, "append");

        var refused = JsonDocument.Parse(await _hub.As("steward").GetStringAsync($"/api/v1/runs/{run.GetProperty("run").GetString()}/refused")).RootElement;
        Assert.Equal([2], refused.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task stay_as_they_are_once_somebody_changed_a_byte()
    {
        await Gather([.. await Download(""), .. "09,'=foreign,1\r\n"u8]);

        var text = Encoding.UTF8.GetString(await Download("&defuse=false"));
        Assert.Contains("01,'=1+2,-5\r\n", text, StringComparison.Ordinal);
        Assert.Contains("09,'=foreign,1\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task are_refused_as_a_workbook_when_a_text_would_have_to_be_cut()
    {
        _code = await _hub.Register("长文", new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true }, new { name = "正文", column = "body", type = "M" });
        await Gather(Encoding.UTF8.GetBytes($"code,body\r\n01,{new string('重', 32_767)}\r\n02,{new string('庆', 32_768)}\r\n"));
        var address = $"/api/v1/resources/{_code.Replace('/', '-')}/download?format=xlsx";

        using var answer = await _hub.As("steward").GetAsync(address);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("serving.text-too-long", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await _hub.As("steward").GetByteArrayAsync(address + "&code=01"));
        Assert.NotEmpty(await _hub.As("steward").GetByteArrayAsync(address + "&fields=code"));
    }

    private static readonly object[] Maskable =
    [
        new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true },
        new { name = "姓名", column = "name", type = "C", length = 20, mask = "partial" },
        new { name = "收入", column = "income", type = "I", mask = "full" },
    ];

    [Theory]
    [InlineData("csv", "upsert"), InlineData("csv", "replace"), InlineData("csv", "append"), InlineData("csv&bom=true", "upsert"), InlineData("csv&defuse=false", "upsert")]
    [InlineData("ndjson", "upsert"), InlineData("parquet", "upsert"), InlineData("xlsx", "upsert")]
    public async Task are_refused_when_they_hold_masked_columns(string format, string mode)
    {
        _code = await _hub.Register("people", Maskable);
        await Gather("code,name,income\r\n01,=欧阳文,5\r\n02,李四,7\r\n"u8.ToArray());
        string[] before = ["01|=欧阳文|5", "02|李四|7"];
        Assert.Equal(before, await Rows());
        var file = await Download("", format);

        foreach (var (source, name) in new[] { (file, "再来." + format.Split('&')[0]), (Zipped(file, "再来." + format.Split('&')[0]), "再来.zip") })
        {
            var run = await Run(source, mode, name);

            Assert.Equal("failed", run.GetProperty("state").GetString());
            var fault = run.GetProperty("fault");
            Assert.Equal("gathering.masked-download", fault.GetProperty("code").GetString());
            Assert.Contains("name, income", fault.ToString(), StringComparison.Ordinal);
            Assert.Equal(before, await Rows());
        }
    }

    [Theory]
    [InlineData("csv&fields=code", "replace")] // no masked column in it
    [InlineData("csv&code=99", "append")] // a header alone, which a template has too
    public async Task are_gathered_when_they_hold_no_mask(string format, string mode)
    {
        _code = await _hub.Register("people", Maskable);
        await Gather("code,name,income\r\n01,欧阳文,5\r\n"u8.ToArray());

        var run = await Run(await Download("", format), mode, "再来.csv");

        Assert.DoesNotContain("gathering.masked-download", run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task are_refused_at_the_look_before_a_run_too()
    {
        _code = await _hub.Register("people", Maskable);
        await Gather("code,name,income\r\n01,欧阳文,5\r\n"u8.ToArray());
        using var form = new MultipartFormDataContent { { new StringContent(_code), "resource" }, { new ByteArrayContent(await Download("")), "file", "再来.csv" } };

        using var answer = await _hub.As("steward").PostAsync("/api/v1/gathering/proposals", form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("gathering.masked-download", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task put_no_mask_in_the_place_of_a_value_when_they_were_edited()
    {
        _code = await _hub.Register("people", Maskable);
        await Gather("code,name,income\r\n01,欧阳文,5\r\n02,李四,7\r\n"u8.ToArray());

        var run = await Run("code,name\r\n01,欧*文\r\n02,李*四\r\n"u8.ToArray(), "upsert", "改过.csv"); // the second is no mask of 李四

        Assert.Equal((1, 1, "succeeded"), (run.GetProperty("kept").GetInt32(), run.GetProperty("refusedByRule").GetProperty("masked").GetInt32(), run.GetProperty("state").GetString()));
        Assert.Equal(["01|欧阳文|5", "02|李*四|7"], await Rows());
        var refused = JsonDocument.Parse(await _hub.As("steward").GetStringAsync($"/api/v1/runs/{run.GetProperty("run").GetString()}/refused")).RootElement.GetProperty("items")[0];
        Assert.Equal((2, "name", "欧*文"), (refused.GetProperty("line").GetInt32(), refused.GetProperty("item").GetString(), refused.GetProperty("value").GetString()));
        Assert.Contains("masked", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replace", "code,name,income\r\n01,欧阳文,5\r\n02,李*,7\r\n", "loading.masks-replace")]
    [InlineData("replace", "code,name,income\r\n01,欧阳文,\r\n02,李四,\r\n", "loading.mask-empties")]
    [InlineData("upsert", "code,income\r\n01,\r\n", "loading.mask-empties")]
    public async Task lose_no_value_to_a_mask_when_they_were_edited(string mode, string file, string fault)
    {
        _code = await _hub.Register("people", Maskable);
        await Gather("code,name,income\r\n01,欧阳文,5\r\n02,李四,7\r\n"u8.ToArray());

        var run = await Run(Encoding.UTF8.GetBytes(file), mode, "改过.csv");

        Assert.Equal(("failed", fault), (run.GetProperty("state").GetString(), run.GetProperty("fault").GetProperty("code").GetString()));
        Assert.Equal(["01|欧阳文|5", "02|李四|7"], await Rows());
    }

    [Fact]
    public async Task may_hold_what_the_source_itself_brought_masked()
    {
        _code = await _hub.Register("people", Maskable);
        await Gather("code,name,income\r\n01,欧*文,5\r\n02,李四,7\r\n"u8.ToArray());

        var run = await Run("code,name,income\r\n01,欧*文,6\r\n"u8.ToArray(), "upsert", "来源.csv");

        Assert.Equal((1, 0), (run.GetProperty("kept").GetInt32(), run.GetProperty("refused").GetInt32()));
        Assert.Equal(["01|欧*文|6", "02|李四|7"], await Rows());
    }

    private static byte[] Zipped(byte[] file, string name)
    {
        using var zipped = new MemoryStream();
        using (var zip = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(name).Open())
        {
            entry.Write(file);
        }

        return zipped.ToArray();
    }

    // As the store holds them, without the masks of a reader.
    private async Task<string[]> Rows()
    {
        var tables = _hub.Service<ITableStore>();
        var table = tables.Find((await _hub.Service<ICatalogue>().Find(_code, default))!.Id)!.TableName;
        await using var rows = await tables.Read($"select code || '|' || name || '|' || income from {table} order by 1", [], default);
        List<string> found = [];
        while (await rows.Data.ReadAsync())
        {
            found.Add(rows.Data.GetString(0));
        }

        return [.. found];
    }

    private async Task<byte[]> Download(string how, string format = "csv") =>
        await _hub.As("steward").GetByteArrayAsync($"/api/v1/resources/{_code.Replace('/', '-')}/download?format={format}{how}");

    private async Task<JsonElement> Gather(byte[] file, string mode = "replace")
    {
        var status = await Run(file, mode, "医院.csv");
        Assert.True(status.GetProperty("state").GetString() == "succeeded", status.ToString());
        return status;
    }

    private Task<JsonElement> Run(byte[] file, string mode, string name) => _hub.Gather(_code, name, file, mode);
}

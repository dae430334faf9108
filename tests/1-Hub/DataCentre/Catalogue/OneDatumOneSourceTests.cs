using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.OneSource;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

/// <summary>国务院令第809号 第十九条: one lead or source department a datum, no repeated collection.</summary>
public sealed class One_datum_one_source : IAsyncLifetime
{
    private static readonly DatumNames NoNames = new([]);
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public void is_broken_by_two_providers_with_the_same_element_or_name_and_not_by_one_provider_with_two_resources()
    {
        var (health, police) = (Of("a", "500000-wjw", Item("身份证号", "id", "person.id-number"), Item("床位数", "beds")), Of("b", "500000-ga", Item("公民身份号码", "sfzh", "person.id-number"), Item(" 床位数", "cw")));
        var again = Of("c", "500000-ga", Item("车牌号", "plate"), Item("备注", "note"));
        var third = Of("d", "500000-ga", Item("车牌号", "cp"));
        var fourth = Of("e", "500000-wjw", Item("备注", "bz"));

        var repeats = Repeats.Of([health, police, again, third, fourth], [], NoNames);

        Assert.Equal(["element:person.id-number", "name:床位数"], repeats.Select(r => r.Key));
        Assert.Equal(["306001/a.id", "306001/b.sfzh"], repeats[0].Sources.Select(s => s.Place));
    }

    [Fact]
    public void is_broken_by_columns_whose_values_overlap_and_that_nothing_else_joins()
    {
        var (a, b) = (Of("a", "500000-wjw", Item("证号", "no")), Of("b", "500000-ga", Item("身份", "sf")));

        var repeat = Assert.Single(Repeats.Of([a, b], [new("a", "no", "b", "sf", 0.8)], NoNames));

        Assert.Equal(("values:306001/a.no|306001/b.sf", 0.8), (repeat.Key, repeat.Overlap));
        Assert.Empty(Repeats.Of([a], [new("a", "no", "b", "sf", 0.8)], NoNames)); // the other was withdrawn
    }

    [Fact]
    public void is_not_escaped_by_leaving_the_data_element_out()
    {
        var names = new DatumNames(
        [
            new("DE01001", new("公民身份号码", "Citizen id number"), ItemType.Character, 18, null, "GB 11643") { Aliases = ["身份证号", "编号"] },
            new("DE02001", new("统一社会信用代码", "Unified social credit code"), ItemType.Character, 18, null, "GB 32100") { Aliases = ["证件号"] },
            new("DE01099", new("其他证件号码", "Other document"), ItemType.Character, 18, null, "") { Aliases = ["证件号"] },
        ]);
        var (police, health) = (Of("a", "500000-ga", Item("身份号", "id", "DE01001")), Of("b", "500000-wjw", Item("公民身份号码", "sfz"), Item("编号", "no"), Item("证件号", "doc")));
        var school = Of("c", "500000-jw", Item("身份证号", "sfzh"));

        var repeat = Assert.Single(Repeats.Of([police, health, school], [], names));

        Assert.Equal(("element:DE01001", 3), (repeat.Key, repeat.Sources.Count)); // a name that says nothing, or that two elements carry, joins nothing
    }

    [Fact]
    public void tells_places_times_and_figures_apart_from_what_is_collected()
    {
        Resource Place(string id, string provider) => Of(id, provider, Item("区县", "qx", "DE03001"), Item("公民身份号码", "sfz", "DE01001"));

        var repeats = Repeats.Of([Place("a", "500000-ga"), Place("b", "500000-wjw")], [], NoNames);

        Assert.Equal([("element:DE01001", false), ("element:DE03001", true)], repeats.Select(r => (r.Key, r.Describing)).Order());
    }

    [Fact]
    public async Task lets_a_lead_be_named_before_anybody_repeats_it()
    {
        await Publish("steward", Hospitals.Request());
        Assert.Empty(await List("bureau", "?q=床位数"));
        Assert.Single(await List("bureau", "?q=床位数&singles=true"));

        Assert.Equal(HttpStatusCode.OK, (await Name("bureau", "name:床位数", "306001/000001", "beds")).StatusCode);
        await Register("other", Hospitals.With(r => r.Provider = "500000-ga"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Act("306002-000001/publish")).StatusCode);
    }

    [Theory]
    [InlineData(100_000, 100_000, 50_000, 0.5)]
    [InlineData(100_000, 20_000, 20_000, 1.0)]
    [InlineData(1_000, 1_000, 300, 0.3)]
    [InlineData(100_000, 100_000, 0, 0.0)]
    public void is_measured_by_the_share_of_the_smaller_columns_values(int first, int second, int common, double share)
    {
        var random = new Random(7);
        var shared = Enumerable.Range(0, common).Select(_ => (ulong)random.NextInt64()).ToList();
        ulong[] Rest(int count) => [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64())];

        var containment = ValueSketch.Containment(Sketch([.. shared, .. Rest(first - common)]), Sketch([.. shared, .. Rest(second - common)]));

        Assert.InRange(containment!.Value, share - 0.08, share + 0.08); // at least 400 sampled: three standard errors
    }

    [Fact]
    public void says_nothing_of_samples_that_are_too_small() =>
        Assert.Null(ValueSketch.Containment(Sketch([1, 2, 3]), Sketch([1, 2, 3])));

    [Fact]
    public async Task asks_for_a_reason_when_a_repeat_is_published_once_the_lead_is_named()
    {
        await Publish("steward", Hospitals.Request());
        await Register("other", Hospitals.With(r => r.Provider = "500000-ga"));
        Assert.Equal(HttpStatusCode.OK, (await Act("306002-000001/publish")).StatusCode); // nobody leads yet

        Assert.Equal(HttpStatusCode.OK, (await Name("bureau", "name:床位数", "306001/000001", "beds")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Put("other", "306002-000001", Hospitals.With(r => (r.Provider, r.Cycle) = ("500000-ga", "weekly")))).StatusCode); // a draft may

        var refused = await Act("306002-000001/publish");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Single();
        Assert.Equal(("catalogue.repeat-without-reason", "items[2].repeatReason", "306001/000001"),
            (error.GetProperty("code").GetString(), error.GetProperty("path").GetString(), error.GetProperty("lead").GetString()));

        await Put("other", "306002-000001", Hospitals.With(r => (r.Provider, r.Cycle, r.Items![2].RepeatReason) = ("500000-ga", "weekly", "应急调度须离线核对")));
        Assert.Equal(HttpStatusCode.OK, (await Act("306002-000001/publish")).StatusCode);
    }

    [Fact]
    public async Task lets_the_lead_be_named_only_by_who_stands_over_all_of_its_sources()
    {
        await Publish("steward", Hospitals.Request());
        await Publish("district", Hospitals.With(r => r.Provider = "500103-dsj"), publisher: "district");

        Assert.Equal("catalogue.out-of-scope", await Code(await Name("district", "name:床位数", "306001/000001", "beds")));
        Assert.Equal(HttpStatusCode.Forbidden, (await Name("steward", "name:床位数", "306001/000001", "beds")).StatusCode);
        Assert.Equal("one-source.not-of-the-datum", await Code(await Name("bureau", "name:床位数", "306001/000001", "licence_no")));
        Assert.Equal("one-source.no-such-datum", await Code(await Name("bureau", "name:无", "306001/000001", "beds")));
        Assert.Equal(HttpStatusCode.OK, (await Name("bureau", "name:床位数", "306001/000001", "beds")).StatusCode);

        var line = (await List("bureau", "?q=床位数")).Single();
        Assert.True(line.GetProperty("sources")[0].GetProperty("lead").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, (await _hub.As("bureau").DeleteAsync("/api/v1/one-source/leads?key=" + Uri.EscapeDataString("name:床位数"))).StatusCode);
    }

    [Fact]
    public async Task shows_a_department_only_the_data_in_which_it_has_a_part_and_filters_by_district()
    {
        await Publish("steward", Hospitals.Request());
        await Publish("district", Hospitals.With(r => r.Provider = "500103-dsj"), publisher: "district");

        Assert.Equal(2, (await List("steward", "")).Count(l => l.GetProperty("name").GetString() is "床位数" or "机构名称"));
        Assert.NotEmpty(await List("district", "?district=500103"));
        Assert.Empty(await List("other", ""));
        Assert.Empty(await List("bureau", "?district=500112"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.As("bureau").GetAsync("/api/v1/one-source?district=999999")).StatusCode);
    }

    [Fact]
    public async Task is_sorted_and_exported_with_a_line_for_each_source()
    {
        await Publish("steward", Hospitals.Request());
        await Publish("district", Hospitals.With(r => r.Provider = "500103-dsj"), publisher: "district");
        Assert.Equal(HttpStatusCode.OK, (await Name("bureau", "name:床位数", "306001/000001", "beds")).StatusCode);

        async Task<string> Names(string query) => string.Join(' ', (await List("bureau", query)).Select(l => l.GetProperty("name").GetString()));
        Assert.Equal("机构名称 执业许可证登记号 床位数", await Names("?sort=name&order=desc")); // as characters are numbered: 机 U+673A, 执 U+6267, 床 U+5E8A
        Assert.StartsWith("床位数 ", await Names("?sort=lead"), StringComparison.Ordinal); // those without a lead come last, in both directions
        Assert.StartsWith("床位数 ", await Names("?sort=lead&order=desc"), StringComparison.Ordinal);
        var csv = (await _hub.As("bureau").GetStringAsync("/api/v1/one-source.csv?sort=lead&q=床位数")).TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.Equal("key,by,name,overlap,resource,title,provider,providerName,column,item,lead,repeatReason", csv[0]);
        Assert.Equal(["true", "false"], csv.Skip(1).Select(line => line.Split(',')[10]));
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.As("bureau").GetAsync("/api/v1/one-source?sort=size")).StatusCode);
    }

    [Fact]
    public async Task finds_overlapping_values_of_differently_named_columns_in_the_table_store()
    {
        await Load("steward", "500000-wjw", "登记编码", "f_a", Enumerable.Range(0, 9000).Select(n => $"A{n:D6}"));
        await Load("other", "500000-ga", "卡片", "f_b", Enumerable.Range(6000, 6000).Select(n => $"A{n:D6}"));
        await Load("district", "500103-dsj", "别的", "f_c", Enumerable.Range(0, 6000).Select(n => $"B{n:D6}"));

        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("steward").PostAsync("/api/v1/one-source/scan", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await _hub.As("bureau").PostAsync("/api/v1/one-source/scan", null)).StatusCode);
        JsonElement status;
        do
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            status = await _hub.As("bureau").GetFromJsonAsync<JsonElement>("/api/v1/one-source/scan");
        }
        while (status.GetProperty("state").GetString() == "running");

        var found = Assert.Single(await List("bureau", "?by=values"));
        Assert.Equal(["f_a", "f_b"], found.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("column").GetString()));
        Assert.InRange(found.GetProperty("overlap").GetDouble(), 0.43, 0.57); // 3,000 of the smaller one's 6,000
    }

    private async Task Load(string who, string provider, string item, string column, IEnumerable<string> values)
    {
        var code = await Register(who, new EntryRequest
        {
            Title = item, Summary = "测试", Provider = provider, Theme = "测试", Sharing = "unconditional", Cycle = "daily",
            Items = [new() { Name = item, Column = column, Type = "character", Length = "20" }],
        });
        Assert.Equal(HttpStatusCode.OK, (await Act($"{code}/publish")).StatusCode);
        var resource = (await _hub.Service<ICatalogue>().Find(code, default))!;
        var file = Path.Combine(_hub.Folder, column + ".csv");
        await File.WriteAllLinesAsync(file, [column, .. values]);
        var loaded = await _hub.Service<ILoader>().Load(
            new("run-" + column, 1, resource.Id, file, new CsvDialect((byte)',', (byte)'"', 1, false), 1, [new LoadColumn(new TableColumn(column, new(ColumnKind.Text)), 0, false)], [],
                RuleSet.None(1), LoadMode.Replace),
            new Progress<LoadProgress>(), () => Task.FromResult<Fault?>(null), default);
        Assert.True(loaded.Succeeded, loaded.Fault?.Code);
    }

    private static ValueSketch Sketch(IReadOnlyCollection<ulong> values)
    {
        ulong[] sorted = [.. values.Order()];
        return new([.. sorted.Take(ValueSketch.Size)], values.Count, values.Count <= ValueSketch.Size);
    }

    private static InformationItem Item(string name, string column, string? element = null) => new(name, column, ItemType.Character, 50, DataElement: element);

    private static Resource Of(string id, string provider, params InformationItem[] items) => new(
        id, $"306001/{id}", id, "", provider, $"500000/{provider}/", "", SharingType.Unconditional, null, false, UpdateCycle.Daily, false, null, items, ResourceState.Published, 1);

    private async Task Publish(string who, EntryRequest request, string publisher = "bureau") =>
        Assert.Equal(HttpStatusCode.OK, (await _hub.As(publisher).PostAsync($"/api/v1/catalogue/{await Register(who, request)}/publish", null)).StatusCode);

    private async Task<string> Register(string who, EntryRequest request)
    {
        var answer = await _hub.As(who).PostAsJsonAsync("/api/v1/catalogue", request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!.Replace('/', '-');
    }

    private Task<HttpResponseMessage> Act(string address) => _hub.As("bureau").PostAsync($"/api/v1/catalogue/{address}", null);

    private Task<HttpResponseMessage> Put(string who, string code, EntryRequest request) => _hub.As(who).PutAsJsonAsync($"/api/v1/catalogue/{code}", request);

    private Task<HttpResponseMessage> Name(string who, string key, string code, string column) =>
        _hub.As(who).PostAsJsonAsync("/api/v1/one-source/leads", new { key, code, column });

    private async Task<IReadOnlyList<JsonElement>> List(string who, string query) =>
        [.. (await _hub.As(who).GetFromJsonAsync<JsonElement>($"/api/v1/one-source{query}")).GetProperty("items").EnumerateArray()];

    private static async Task<string?> Code(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}

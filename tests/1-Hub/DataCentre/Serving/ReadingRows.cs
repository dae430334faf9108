using System.Net;
using CityHub.DataCentre.Catalogue;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

public sealed class Reading_rows : IAsyncLifetime
{
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ServingStage.Start();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData("anonymous", false, HttpStatusCode.Unauthorized)]
    [InlineData("other", false, HttpStatusCode.Forbidden)]
    [InlineData("clerk", false, HttpStatusCode.Forbidden)]
    [InlineData("own", false, HttpStatusCode.OK)]
    [InlineData("bureau", false, HttpStatusCode.OK)]
    [InlineData("anonymous", true, HttpStatusCode.OK)]
    [InlineData("other", true, HttpStatusCode.OK)]
    public async Task is_for_the_owning_department_and_the_bureau_unless_the_resource_is_open(string reader, bool open, HttpStatusCode expected)
    {
        People.Put(_stage, open);

        foreach (var path in new[] { "/rows", "/aggregate?measure=count", "/download?format=csv", "/profile" })
        {
            using var answer = await _stage.As(reader).GetAsync(People.Url + path);
            Assert.True(expected == answer.StatusCode, $"{path}: {answer.StatusCode}");
        }

        using var lookUp = await _stage.As(reader).PostAsync(People.Url + "/lookup", new StringContent("""{"key":"500103199001010018"}""", null, "application/json"));

        // The key of these people is masked for outsiders: asking by it would tell whether a person is in the data, open or not.
        Assert.Equal(open ? HttpStatusCode.Forbidden : expected, lookUp.StatusCode);
    }

    [Theory]
    [InlineData("own", ResourceState.Draft, false, 200)]
    [InlineData("anonymous", ResourceState.Draft, true, 404)]
    [InlineData("other", ResourceState.Draft, true, 404)]
    [InlineData("own", ResourceState.Withdrawn, false, 410)]
    [InlineData("anonymous", ResourceState.Withdrawn, true, 410)]
    [InlineData("anonymous", ResourceState.Withdrawn, false, 401)]
    public async Task follows_the_state_of_the_resource(string reader, object state, bool open, int expected)
    {
        People.Put(_stage, open, (ResourceState)state);

        using var answer = await _stage.As(reader).GetAsync(People.Url + "/rows");

        Assert.Equal(expected, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(ResourceState.Published, "/rows")]
    [InlineData(ResourceState.Draft, "/aggregate")]
    [InlineData(ResourceState.Published, "/download")]
    public async Task tells_a_token_that_was_given_less_than_its_person_that_another_token_would_do(object state, string path)
    {
        People.Put(_stage, open: false, (ResourceState)state);

        var problem = await _stage.As("narrowed").Json(People.Url + path);

        Assert.Equal("identity.token-narrowed", problem.GetProperty("code").GetString());
        Assert.Equal("resource.read", problem.GetProperty("permission").GetString());
    }

    [Fact]
    public async Task shows_such_a_token_what_is_open()
    {
        People.Put(_stage, open: true);

        Assert.Equal(200, (int)(await _stage.As("narrowed").GetAsync(People.Url + "/rows")).StatusCode);
    }

    [Fact]
    public async Task keeps_codes_numbers_days_and_instants_as_they_are()
    {
        People.Put(_stage);

        var text = await _stage.As("own").GetStringAsync(People.Url + "/rows?fields=district,born,income,household,active,order&order=district&limit=1");

        Assert.Equal("""{"total":5,"items":[{"district":"010112","born":null,"income":99999999999999.99,"household":null,"active":null,"order":"2025-01-01T00:00:00"}],"next":""", text[..text.IndexOf("\"next\":", StringComparison.Ordinal)] + "\"next\":");
    }

    [Fact]
    public async Task masks_what_the_items_say_even_for_the_owner()
    {
        People.Put(_stage);

        var answer = await _stage.As("own").Json(People.Url + "/rows");

        Assert.Equal(["500103********0018", "500103********0023", "500112********0035", "010112********0035", "500112********0047"], answer.Column("id_number"));
        Assert.Equal(["张*", "李*光", "王*", "=**2", "欧****\""], answer.Column("name"));
        Assert.Equal(["***", "***", null, "***", "***"], answer.Column("secret"));
        Assert.Equal(["1200.50", "0.10", null, "99999999999999.99", "7.00"], answer.Column("income"));
        Assert.Equal(["id_number", "name", "secret"], answer.GetProperty("masked").EnumerateArray().Select(m => m.GetString()));
    }

    [Fact]
    public async Task hides_items_above_grade_1_from_everybody_else()
    {
        People.Put(_stage, open: true);

        var answer = await _stage.As("other").Json(People.Url + "/rows");

        Assert.All(answer.Column("id_number"), v => Assert.Equal("***", v));
        Assert.All(answer.Column("born"), Assert.Null);
        Assert.All(answer.Column("income"), Assert.Null);
        Assert.Equal(["500103", "500103", "500112", "010112", "500112"], answer.Column("district"));
    }

    [Theory]
    [InlineData("id_number=500103199001010018")]
    [InlineData("secret=like.a*")]
    [InlineData("name=is.null")]
    [InlineData("order=id_number.desc")]
    public async Task refuses_to_filter_or_order_by_a_masked_column(string query)
    {
        People.Put(_stage);

        using var answer = await _stage.As("own").GetAsync($"{People.Url}/rows?{query}");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("serving.masked-column", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("district=500103", "1200.50 0.10")]
    [InlineData("district=ne.500103", " 99999999999999.99 7.00")]
    [InlineData("district=like.5001*&income=not.null", "1200.50 0.10 7.00")]
    [InlineData("district=like.*112", " 99999999999999.99 7.00")]
    [InlineData("district=like.%", "")]
    [InlineData("district=like.50010_", "")]
    [InlineData("born=gte.1990-01-01&born=lt.1991-01-01", "1200.50")]
    [InlineData("born=is.null", "99999999999999.99")]
    [InlineData("income=gt.7", "1200.50 99999999999999.99")]
    [InlineData("income=lte.0.1", "0.10")]
    [InlineData("household=in.(1,3)", "1200.50 0.10")]
    [InlineData("district=in.(010112,\"500103\")", "1200.50 0.10 99999999999999.99")]
    [InlineData("active=false", "0.10")]
    [InlineData("filter.order=gt.2026-04-08T10:00:00", "0.10")]
    [InlineData("household=gt.1&order=household.desc", " 1200.50 7.00")]
    [InlineData("household=not.null&order=active,household.desc", "0.10  1200.50 7.00")]
    public async Task filters_and_orders_by_typed_values(string query, string incomes)
    {
        People.Put(_stage);

        var answer = await _stage.As("own").Json($"{People.Url}/rows?{query}");

        Assert.Equal(incomes, string.Join(' ', answer.Column("income")));
        Assert.Equal(answer.GetProperty("items").GetArrayLength(), answer.GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("household=three", "serving.wrong-value", "household", "three")]
    [InlineData("born=gte.2026-13-01", "serving.wrong-value", "born", "2026-13-01")]
    [InlineData("income=1,5", "serving.wrong-value", "income", "1,5")]
    [InlineData("filter.order=2026-04-08T10:00:00Z", "serving.wrong-value", "order", "2026-04-08T10:00:00Z")]
    [InlineData("household=in.(1,x)", "serving.wrong-value", "household", "x")]
    [InlineData("district=in.(1", "serving.wrong-filter", "district", "in.(1")]
    [InlineData("household=like.1*", "serving.wrong-filter", "household", "like.1*")]
    [InlineData("nobody=1", "serving.unknown-column", "nobody", null)]
    public async Task names_column_value_and_remedy_when_a_filter_is_wrong(string query, string fault, string column, string? value)
    {
        People.Put(_stage);

        var problem = await _stage.As("own").Json($"{People.Url}/rows?{query}");

        Assert.Equal((fault, column), (problem.GetProperty("code").GetString(), problem.GetProperty("column").GetString()));
        Assert.True(value is null || problem.GetProperty("value").GetString() == value);
    }

    [Theory]
    [InlineData("limit=0", "serving.wrong-limit")]
    [InlineData("limit=1001", "serving.wrong-limit")]
    [InlineData("limit=all", "serving.wrong-limit")]
    [InlineData("fields=district,nobody", "serving.unknown-column")]
    [InlineData("order=nobody", "serving.unknown-column")]
    [InlineData("cursor=abc", "serving.bad-cursor")]
    public async Task refuses_what_it_cannot_do(string query, string fault)
    {
        People.Put(_stage);

        Assert.Equal(fault, (await _stage.As("own").Json($"{People.Url}/rows?{query}")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("district=' or 1=1 --")]
    [InlineData("district=eq.'; drop table t_r306001_000001; --")]
    [InlineData("district=like.*' or '1'='1")]
    [InlineData("district=in.(x',') or 1=1)")]
    [InlineData("born=gte.1990-01-01' or '1'='1")]
    [InlineData("district\" or 1=1 --=5")]
    [InlineData("order=district; drop table t_r306001_000001")]
    [InlineData("fields=district,(select 1)")]
    [InlineData("limit=1; drop table t_r306001_000001")]
    public async Task lets_no_value_into_the_statement(string query)
    {
        People.Put(_stage);

        var escaped = string.Join('=', query.Split('=', 2).Select(Uri.EscapeDataString));
        var answer = await _stage.As("own").Json($"{People.Url}/rows?{escaped}");

        Assert.True(answer.TryGetProperty("code", out _) || answer.GetProperty("items").GetArrayLength() == 0);
        Assert.DoesNotContain(_stage.Tables.Statements, s => s.Contains("1=1", StringComparison.Ordinal) || s.Contains("drop", StringComparison.Ordinal) || s.Contains("'1'", StringComparison.Ordinal));
        Assert.Equal(5, (await _stage.As("own").Json(People.Url + "/rows")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task waits_for_the_audit_trail_and_says_what_was_read_and_why()
    {
        People.Put(_stage);
        _stage.Trail.Held = true;

        var client = _stage.As("own");
        client.DefaultRequestHeaders.Add("X-Purpose", Uri.EscapeDataString("低保复核"));
        var answer = client.GetAsync(People.Url + "/rows?fields=name,district&district=500103");
        var entry = await _stage.Trail.Arrived.Task;
        await Task.Delay(100);

        Assert.False(answer.IsCompleted);
        Assert.Equal(("serving.read-rows", "own", "500000-mz", People.Code, 2L, "低保复核"), (entry.Act, entry.Who, entry.Organisation, entry.Resource, entry.Rows, entry.Purpose));
        Assert.Equal(["name", "district"], entry.Items);

        _stage.Trail.Release();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
    }

    [Fact]
    public async Task answers_an_empty_list_before_anything_was_gathered()
    {
        _stage.Catalogue.Add(People.Code, People.Items);

        Assert.Equal("""{"total":0,"masked":["id_number","name","secret"],"items":[],"next":null}""", await _stage.As("own").GetStringAsync(People.Url + "/rows"));
    }

    [Fact]
    public async Task knows_codes_with_a_dash_or_an_escaped_slash_and_refuses_unknown_ones()
    {
        People.Put(_stage);

        Assert.Equal(5, (await _stage.As("own").Json("/api/v1/resources/306001%2F000001/rows")).GetProperty("total").GetInt32());
        Assert.Equal("catalogue.no-such-resource", (await _stage.As("own").Json("/api/v1/resources/306001-999999/rows")).GetProperty("code").GetString());
    }
}

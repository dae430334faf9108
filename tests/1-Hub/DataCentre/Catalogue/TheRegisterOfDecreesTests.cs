using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Decrees;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class The_register_of_decrees : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public void links_each_clause_to_fields_that_the_catalogue_has_and_to_a_decree_of_the_register()
    {
        var register = _hub.Service<DecreeRegister>();

        Assert.All(register.Clauses, clause => Assert.NotNull(register.Decree(clause.Decree)));
        Assert.All(register.Clauses.SelectMany(c => c.Fields), field => Assert.NotEqual(field, EntryFields.Name(field).Zh));
    }

    [Fact]
    public void says_in_words_what_comes_of_a_clause_and_never_shows_a_code_or_a_file()
    {
        var shipped = _hub.Service<DecreeRegister>().Clauses.Where(c => !c.Own).ToList();

        Assert.All(shipped.SelectMany(c => c.Rules), rule =>
        {
            Assert.Contains(ClauseActs.Rule(rule).Zh, c => c > '\u3000');
            Assert.DoesNotContain(ClauseActs.Rule(rule).En, c => c is '.' or > '\u3000');
        });
        Assert.All(shipped.Where(c => c.Where is not null), clause => Assert.NotNull(ClauseActs.Page(clause)));
        Assert.All(shipped.Select(ClauseActs.Page).OfType<ActingPage>(), page => Assert.StartsWith("/", page.Href, StringComparison.Ordinal));
    }

    [Fact]
    public async Task says_who_issued_a_decree_what_its_clauses_ask_and_by_when()
    {
        var decree = await _hub.As(null).GetFromJsonAsync<JsonElement>("/api/v1/decrees/gwyl-809");

        Assert.Equal(("国务院令第809号", "2025-08-01"), (decree.GetProperty("decree").GetProperty("number").GetString(), decree.GetProperty("decree").GetProperty("effective").GetString()));
        var clauses = decree.GetProperty("clauses").EnumerateArray().Select(c => c.GetProperty("clause")).ToDictionary(c => c.GetProperty("code").GetString()!);
        Assert.Equal("第十九条", clauses["gwyl-809/19"].GetProperty("article").GetString());
        Assert.Equal((10, "workdays", false), (clauses["gwyl-809/reply-conditional"].GetProperty("days").GetInt32(),
            clauses["gwyl-809/reply-conditional"].GetProperty("unit").GetString(), clauses["gwyl-809/reply-conditional"].GetProperty("checked").GetBoolean()));
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As(null).GetAsync("/api/v1/decrees/nothing")).StatusCode);
    }

    [Fact]
    public async Task is_cited_by_entries_and_counts_who_cites_it()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Register("gwyl-809/999")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Register("gwyl-809/16")).StatusCode);
        await _hub.As("bureau").PostAsync("/api/v1/catalogue/306001-000001/publish", null);

        var clauses = (await _hub.As(null).GetFromJsonAsync<JsonElement>("/api/v1/decrees/gwyl-809")).GetProperty("clauses").EnumerateArray();
        Assert.Equal(1, clauses.Single(c => c.GetProperty("clause").GetProperty("code").GetString() == "gwyl-809/16").GetProperty("cited").GetInt32());
    }

    [Fact]
    public async Task takes_local_decrees_and_clauses_from_the_citys_bureau_only_and_keeps_them()
    {
        var decree = new { kind = "rule", number = "渝人发〔2022〕1号", titleZh = "重庆市数据条例", issuer = "重庆市人民代表大会常务委员会", issued = "2022-03-30" };
        var clause = new { article = "第十二条", textZh = "按照目录归集", days = 30, unit = "days", fields = new[] { "cycle" } };
        Assert.Equal(HttpStatusCode.Forbidden, (await Put("steward", "cqtl-2022", decree)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Put("district", "cqtl-2022", decree)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Put("bureau", "cqtl-2022", decree)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Put("bureau", "cqtl-2022/clauses/12", clause)).StatusCode);

        Assert.Equal(HttpStatusCode.Created, (await Register("cqtl-2022/12")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Put("bureau", "gwyl-809", decree)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Put("bureau", "gwyl-809/clauses/16", clause)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put("bureau", "cqtl-2022/clauses/13", clause with { fields = ["colour"] })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put("bureau", "cqtl-2022/clauses/13", clause with { unit = "moons" })).StatusCode);
    }

    [Fact]
    public async Task gives_up_what_was_entered_by_mistake_but_nothing_that_is_cited()
    {
        await Put("bureau", "cqtl-2022", new { kind = "rule", titleZh = "重庆市数据条例", issuer = "市人大常委会" });
        await Put("bureau", "cqtl-2022/clauses/12", new { textZh = "按照目录归集" });
        await Put("bureau", "cqtl-2022/clauses/13", new { textZh = "误登" });
        await Register("cqtl-2022/12");

        Assert.Equal(HttpStatusCode.Forbidden, (await Delete("district", "cqtl-2022/clauses/13")).StatusCode);
        Assert.Equal("decree.cited", await Code(await Delete("bureau", "cqtl-2022/clauses/12")));
        Assert.Equal("decree.fixed", await Code(await Delete("bureau", "gwyl-809/clauses/16")));
        Assert.Equal("decree.no-such-clause", await Code(await Delete("bureau", "cqtl-2022/clauses/99")));
        Assert.Equal(HttpStatusCode.NoContent, (await Delete("bureau", "cqtl-2022/clauses/13")).StatusCode);
        Assert.Equal("decree.has-clauses", await Code(await Delete("bureau", "cqtl-2022")));
        await _hub.As("steward").DeleteAsync("/api/v1/catalogue/306001-000001");
        Assert.Equal(HttpStatusCode.NoContent, (await Delete("bureau", "cqtl-2022/clauses/12")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete("bureau", "cqtl-2022")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As(null).GetAsync("/api/v1/decrees/cqtl-2022")).StatusCode);
    }

    [Fact]
    public async Task is_exported_a_line_for_each_clause() =>
        Assert.Contains("gwyl-809/19,第十九条", await _hub.As(null).GetStringAsync("/api/v1/decrees.csv?q=共享条例"), StringComparison.Ordinal);

    private Task<HttpResponseMessage> Delete(string who, string address) => _hub.As(who).DeleteAsync($"/api/v1/decrees/{address}");

    private static async Task<string?> Code(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private Task<HttpResponseMessage> Register(string clause) => _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.With(r => r.Basis = [clause]));

    private Task<HttpResponseMessage> Put(string who, string address, object body) => _hub.As(who).PutAsJsonAsync($"/api/v1/decrees/{address}", body);
}

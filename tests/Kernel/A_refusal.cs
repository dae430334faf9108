using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.Kernel.Tests;

public sealed class A_refusal
{
    private static readonly Fault TitleTaken = new("catalogue.title-taken", 409, new("名称已登记", "Title already registered"), new("换一个名称。", "Choose another title."))
    {
        Facts = new Dictionary<string, object?> { ["taken"] = "人口" },
    };

    [Theory]
    [InlineData("en-GB,en;q=0.9", "Title already registered")]
    [InlineData("zh-CN", "名称已登记")]
    [InlineData("", "名称已登记")]
    public async Task speaks_the_language_that_a_program_asks_for(string accept, string title) =>
        Assert.Equal(title, (await Problem(c => c.Request.Headers.AcceptLanguage = accept)).GetProperty("title").GetString());

    [Fact]
    public async Task speaks_the_language_that_the_reader_chose_whatever_the_browser_says() =>
        Assert.Equal("名称已登记", (await Problem(c =>
        {
            c.Request.Headers.AcceptLanguage = "en";
            c.Request.Headers.Cookie = "cityhub.lang=zh";
        })).GetProperty("title").GetString());

    [Fact]
    public async Task carries_its_code_and_its_facts()
    {
        var problem = await Problem(_ => { });

        Assert.Equal("catalogue.title-taken", problem.GetProperty("code").GetString());
        Assert.Equal("人口", problem.GetProperty("taken").GetString());
        Assert.Equal(409, problem.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("type"), InlineData("title"), InlineData("status"), InlineData("detail"), InlineData("instance"), InlineData("code"), InlineData("path"), InlineData("errors"), InlineData("Title")]
    public void cannot_hold_a_fact_under_the_name_of_a_member_that_it_has_already(string member) =>
        Assert.Throws<ArgumentException>(() => TitleTaken with { Facts = new Dictionary<string, object?> { [member] = "人口" } });

    private static async Task<JsonElement> Problem(Action<HttpContext> asked)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Path = "/api/v1/catalogue";
        context.Response.Body = new MemoryStream();
        asked(context);
        await TitleTaken.ToProblem().ExecuteAsync(context);
        context.Response.Body.Position = 0;
        return (await JsonDocument.ParseAsync(context.Response.Body)).RootElement;
    }
}

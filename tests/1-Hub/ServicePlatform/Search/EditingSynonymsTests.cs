using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.ServicePlatform.Search.EditSynonyms;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Search;

public sealed class Editing_synonyms
{
    [Theory]
    [InlineData("网格员, 社区工作者 # 本市用语", null)]
    [InlineData("# 只是一条说明", null)]
    [InlineData("网格员", "search.synonym-line")]
    [InlineData("网格员, 网格员", "search.synonym-line")]
    public void takes_lines_of_two_words_or_more(string line, string? code) =>
        Assert.Equal(code, EditSynonyms.Decide([line], words => [.. words.Split('#')[0].Split(',').Select(w => w.Trim()).Distinct()])?.Code);

    [Fact]
    public async Task acts_at_the_next_search_and_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        await using (var city = await City.Start(folder))
        {
            Assert.Equal(0, await Found(city));
            var kept = await city.Services.GetRequiredService<EditSynonyms>().Put(new(["老城区, 渝中区 # 本市用语", " "]), Of("500000/"), default);
            Assert.Equal(["老城区, 渝中区 # 本市用语"], kept.Value.Added);
            Assert.NotEqual(0, await Found(city));
        }

        await using (var again = await City.Start(folder))
        {
            Assert.NotEqual(0, await Found(again));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task is_the_citys_and_not_a_districts()
    {
        await using var city = await City.Start();
        var edit = city.Services.GetRequiredService<EditSynonyms>();

        Assert.Equal("search.synonyms-city-only", (await edit.Put(new(["甲区, 乙区"]), Of("500000/500103/"), default)).Fault?.Code);
        Assert.Empty(city.Services.GetRequiredService<ISynonyms>().Added);
    }

    [Fact]
    public async Task is_not_emptied_by_a_request_that_names_no_lines()
    {
        await using var city = await City.Start();
        var edit = city.Services.GetRequiredService<EditSynonyms>();
        await edit.Put(new(["甲区, 乙区"]), Of("500000/"), default);

        Assert.Equal("search.synonym-lines-missing", (await edit.Put(new(null), Of("500000/"), default)).Fault?.Code);
        Assert.Single(city.Services.GetRequiredService<ISynonyms>().Added);
        Assert.Empty((await edit.Put(new([]), Of("500000/"), default)).Value.Added);
    }

    private static Caller Of(string scope) =>
        new("someone", "某人", null, [new("500000", "某机构", new("岗位", "Post"), scope, new HashSet<string> { EditSynonyms.Permission })]);

    private static async Task<int> Found(City city) =>
        (await city.Services.GetRequiredService<ISearch>().Find(new("老城区"), Caller.Anonymous, default)).Value.Total;
}

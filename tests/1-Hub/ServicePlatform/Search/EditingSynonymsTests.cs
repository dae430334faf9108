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
            var kept = await city.Services.GetRequiredService<EditSynonyms>().Put(new(["老城区, 渝中区 # 本市用语", " "]), CityHub.Kernel.Caller.Anonymous, default);
            Assert.Equal(["老城区, 渝中区 # 本市用语"], kept.Value.Added);
            Assert.NotEqual(0, await Found(city));
        }

        await using (var again = await City.Start(folder))
        {
            Assert.NotEqual(0, await Found(again));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<int> Found(City city) =>
        (await city.Services.GetRequiredService<ISearch>().Find(new("老城区"), CityHub.Kernel.Caller.Anonymous, default)).Value.Total;
}

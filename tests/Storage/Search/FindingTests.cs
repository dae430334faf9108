using Xunit;

namespace CityHub.Storage.Tests.Search;

public sealed class Finding_by_words
{
    [Theory]
    [InlineData("医院", "医院名录")] // two characters
    [InlineData("普查", "第七次人口普查")]
    [InlineData("人口普查", "第七次人口普查")] // a phrase
    [InlineData("桥", "长江大桥")] // one character
    [InlineData("chongqing", "重庆统计年鉴")] // pinyin of a phrase: 重 alone is zhong
    [InlineData("changshou", "长寿区公园")]
    [InlineData("renkoupucha", "第七次人口普查")]
    [InlineData("renkoupuc", "第七次人口普查")] // unfinished
    [InlineData("ren kou", "第七次人口普查")]
    [InlineData("xi'an", "西安路停车场")]
    [InlineData("rkpc", "第七次人口普查")] // initials
    [InlineData("RKPC", "第七次人口普查")]
    [InlineData("医疗机构", "医院名录")] // synonyms, either way
    [InlineData("居民", "第七次人口普查")]
    [InlineData("pm2.5", "PM2.5 小时值")]
    [InlineData("ＰＭ２.５", "PM2.5 小时值")] // full width
    [InlineData("cafe", "Café 名单")] // accents
    [InlineData("PARKS", "City parks")]
    [InlineData("park", "City parks")] // the beginning of a word
    [InlineData("𠮷", "𠮷野家门店")] // outside the basic plane
    [InlineData("龘", "龘字碑")]
    [InlineData("🚲", "共享🚲点位")]
    [InlineData("حديقة", "حديقة المدينة")] // right to left
    public async Task finds(string typed, string title)
    {
        await using var stage = await Stage();
        Assert.Equal([title], (await stage.Titles(typed)).Take(1));
    }

    [Theory]
    [InlineData("zhongqing")] // 重 is read chong in 重庆
    [InlineData("火车")]
    [InlineData("rkpx")]
    [InlineData("院医")]
    public async Task finds_nothing_that_is_not_there(string typed)
    {
        await using var stage = await Stage();

        Assert.Empty(await stage.Titles(typed));
    }

    /// <summary>Signs of query languages are plain text: they neither fail nor widen nor narrow a search.</summary>
    [Theory]
    [InlineData("+医院 -人口")]
    [InlineData("医院 AND NOT 人口")]
    [InlineData("title:医院")]
    [InlineData("医院*")]
    [InlineData("医院~2")]
    [InlineData("[医院 TO 人口]")]
    [InlineData("\"医院\"")]
    [InlineData("医院\\")]
    [InlineData("(((医院")]
    public async Task takes_signs_as_plain_text(string typed)
    {
        await using var stage = await Stage();

        var page = await stage.Find(new(typed));

        Assert.DoesNotContain(page.Hits, h => !h.Title.Zh.Contains("医院", StringComparison.Ordinal) && !h.Title.Zh.Contains("人口", StringComparison.Ordinal));
    }

    [Fact]
    public async Task stands_hostile_queries()
    {
        await using var stage = await Stage();
        string[] hostile =
        [
            new('医', 5000), new('a', 5000), string.Concat(Enumerable.Repeat("xian", 1250)), string.Concat(Enumerable.Repeat("𠮷", 2500)), string.Concat(Enumerable.Repeat("医 ", 2500)),
            "\ud842", "\udfb7医院", "\u202e院医", "\0\u0001\u001f", "\u200b", "' or 1=1 --", "<script>", "+-&&||!(){}[]^\"~*?:\\/", "%00", new('\'', 300), "e\u0301\u0301\u0301",
        ];
        foreach (var typed in hostile)
        {
            var page = await stage.Find(new(typed) { Count = Thing.FacetNames });
            Assert.InRange(page.Total, 0, Titles.Length);
            _ = await stage.Search.Suggest(typed, [], 8, SearchStage.Nobody, default);
            _ = stage.Search.Marks("重庆统计年鉴 PM2.5", typed);
            _ = stage.Search.Marks(typed, "医院 xian");
        }

        Assert.Equal(0, (await stage.Find(new("+-&&||!"))).Total);
        Assert.Equal(Titles.Length, (await stage.Find(new("  "))).Total);
    }

    [Fact]
    public async Task ranks_title_over_summary_over_items()
    {
        await using var stage = await SearchStage.Open();
        await stage.Put(
            new("t1", "企业名录") { Summary = "登记机关与经营范围", Also = ["床位数"] },
            new("t2", "机构概况") { Summary = "各机构的床位数", Also = ["名称"] },
            new("t3", "床位数统计") { Summary = "按月汇总", Also = ["名称"] });

        Assert.Equal(["床位数统计", "机构概况", "企业名录"], await stage.Titles("床位数"));
    }

    [Fact]
    public async Task ranks_what_is_used_and_what_is_fresh_above_its_equals()
    {
        await using var stage = await SearchStage.Open();
        await stage.Put(
            new("t1", "公园名录") { Published = SearchStage.Now.AddYears(-6) },
            new("t2", "公园名录") { Published = SearchStage.Now.AddDays(-1) },
            new("t3", "公园名录") { Published = SearchStage.Now.AddYears(-6), Uses = 5000 });

        Assert.Equal(["t3", "t2", "t1"], (await stage.Find(new("公园"))).Hits.Select(h => h.Key));
    }

    [Fact]
    public async Task offers_what_holds_most_of_the_words_when_nothing_holds_all()
    {
        await using var stage = await Stage();

        var page = await stage.Find(new("第八次人口普查"));

        Assert.True(page.Approximate);
        Assert.Equal("第七次人口普查", page.Hits[0].Title.Zh);
    }

    [Theory]
    [InlineData("医", "医院名录")]
    [InlineData("ren", "第七次人口普查")]
    [InlineData("renk", "第七次人口普查")]
    [InlineData("cs", "长寿区公园")]
    [InlineData("par", "City parks")]
    [InlineData("长", "长寿区公园", "长江大桥")]
    public async Task suggests_while_typing(string typed, params string[] titles)
    {
        await using var stage = await Stage();

        var suggested = (await stage.Search.Suggest(typed, [], 8, SearchStage.Nobody, default)).Select(h => h.Title.Zh).ToList();

        Assert.All(titles, title => Assert.Contains(title, suggested));
    }

    [Theory]
    [InlineData("第七次人口普查", "人口", "第七次[人口]普查")]
    [InlineData("第七次人口普查", "rkpc", "第七次[人口普查]")]
    [InlineData("第七次人口普查", "pucha", "第七次人口[普查]")]
    [InlineData("医院名录", "医疗机构", "[医院]名录")]
    [InlineData("PM2.5 小时值", "ｐｍ2.5", "[PM2.5] 小时值")]
    [InlineData("共享🚲点位", "点位", "共享🚲[点位]")]
    [InlineData("<b>医院</b>", "医院", "<b>[医院]</b>")]
    [InlineData("fair 与 air", "air", "fair 与 [air]")]
    public async Task marks_what_it_was_found_by(string text, string typed, string marked)
    {
        await using var stage = await SearchStage.Open();

        var spans = stage.Search.Marks(text, typed);

        var shown = spans.Reverse().Aggregate(text, (t, s) => t.Insert(s.Start + s.Length, "]").Insert(s.Start, "["));
        Assert.Equal(marked, shown);
    }

    private static readonly string[] Titles =
    [
        "医院名录", "第七次人口普查", "长江大桥", "重庆统计年鉴", "长寿区公园", "西安路停车场", "PM2.5 小时值", "Café 名单", "City parks", "𠮷野家门店", "龘字碑", "共享🚲点位", "حديقة المدينة",
    ];

    private static Task<SearchStage> Stage() => SearchStage.With(Titles);
}

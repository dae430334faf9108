using CityHub.DataCentre.Quality.Standards;
using CityHub.Kernel;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class The_standards_library
{
    // Numbers of the standards: 56 nationalities; 20 sections, 97 divisions, 473 groups of GB/T 4754-2017; 38 districts and counties.
    [Fact]
    public void holds_the_lists_of_the_standards_whole()
    {
        int Codes(string list, Func<string, bool> which) => Library.Standards.CodeList(list)!.Codes.Count(c => which(c.Code));

        Assert.Equal(56, Codes("GB/T 3304", _ => true));
        Assert.Equal(20, Codes("GB/T 4754", c => c.Length == 1));
        Assert.Equal(97, Codes("GB/T 4754", c => c.Length == 2));
        Assert.Equal(473, Codes("GB/T 4754", c => c.Length == 3));
        Assert.Equal(34, Codes("GB/T 2260", c => c.EndsWith("0000", StringComparison.Ordinal) && c != "830000"));
        Assert.Equal(38, Codes("GB/T 2260", c => c.StartsWith("500", StringComparison.Ordinal) && !c.EndsWith("00", StringComparison.Ordinal)));
        Assert.Equal(249, Codes("GB/T 2659", _ => true));
        Assert.Equal(249, Codes("GB/T 2659 numeric", _ => true));
    }

    [Fact]
    public void knows_the_lists_that_its_elements_take()
    {
        Assert.All(Library.Standards.Elements, e => Assert.True(e.CodeList is null || Library.Standards.CodeList(e.CodeList) is not null, e.Code));
        Assert.All(Library.Standards.CodeLists, l => Assert.NotEmpty(l.Source));
        Assert.All(Library.Standards.CodeLists, l => Assert.Equal(l.Codes.Count, l.Codes.DistinctBy(c => c.Code).Count()));
        Assert.Equal("男", Library.Standards.CodeList("gbt-2261.1")!.Codes.Single(c => c.Code == "1").Name);
    }

    [Fact]
    public void is_read_in_pages_and_refuses_a_cursor_of_another_list_or_question()
    {
        static Outcome<StandardsPage<string>> Page(string? cursor, params string[] codes) => ReadStandards.Page([.. codes], c => c, 2, cursor, c => c);

        var first = Page(null, "01", "02", "03").Value;
        Assert.Equal((3, "03", null), Page(first.Next, "01", "02", "03").Value is var second ? (second.Total, second.Items.Single(), second.Next) : default);
        foreach (var cursor in (string[])[first.Next!, "zz", "6E6F", " "])
        {
            Assert.Equal("gathering.cursor-broken", Page(cursor, "01", "03").Fault?.Code);
        }
    }

    [Fact]
    public void sorts_its_code_lists_the_longest_first_when_sorted_by_their_size()
    {
        var lists = ReadStandards.CodeLists(Library.Standards, null, "codes", null).Value;

        Assert.Equal(Library.Standards.CodeLists.Select(l => l.Codes.Count).OrderDescending(), lists.Select(l => l.Codes.Count));
        Assert.Equal(lists.OrderBy(l => l.Code, StringComparer.Ordinal).Select(l => l.Code), ReadStandards.CodeLists(Library.Standards, null, null, null).Value.Select(l => l.Code));
    }

    [Fact]
    public void sorts_its_elements_with_those_that_take_no_list_last()
    {
        var elements = ReadStandards.Elements(Library.Standards, null, "codeList", "desc").Value;

        Assert.Equal(Library.Standards.Elements.Count, elements.Count);
        Assert.Equal(elements.TakeWhile(e => e.CodeList is not null).Count(), elements.Count(e => e.CodeList is not null));
        Assert.Equal("hub.unknown-order", ReadStandards.Elements(Library.Standards, null, "size", null).Fault?.Code);
    }

    [Fact]
    public void says_what_to_do_when_the_reference_folder_is_empty() => Assert.Contains("set-up.mjs",
        Assert.Throws<FileNotFoundException>(() => new StandardsLibrary(Path.GetTempPath())).Message);

    [Theory]
    [InlineData("身份证号", "DE01001"), InlineData("ID_Number", "DE01001"), InlineData("法定代表人身份证号码", "DE01001"), InlineData("统一社会信用代码(18位)", "DE02001")]
    [InlineData("性别", "DE01003"), InlineData("出生日期", "DE01004"), InlineData("所属区县", "DE03002"), InlineData("lon", "DE03006"), InlineData("PM2.5", "DE07003"), InlineData("行业代码", "DE02005")]
    public void finds_an_element_by_the_name_of_a_column(string column, string element) =>
        Assert.Equal(element, Library.Standards.Suggest(column, [], Library.Today)[0].Element.Code);

    [Fact]
    public void finds_an_element_by_values_under_any_name() => Assert.Equal("DE02001",
        Library.Standards.Suggest("f7", ["91350100M000100Y43", "11511300008778693M", "", "1151130100877801XA"], Library.Today).Single().Element.Code);

    [Fact]
    public void lets_values_overrule_a_name()
    {
        Assert.Equal("DE01004", Library.Standards.Suggest("birthday", ["1990-01-01", "1985-12-31"], Library.Today)[0].Element.Code);
        Assert.Empty(Library.Standards.Suggest("性别", ["甲类", "乙类", "丙类"], Library.Today));
        Assert.Equal("DE03001", Library.Standards.Suggest("区县", ["500103", "500104", "500112"], Library.Today)[0].Element.Code);
        Assert.Equal("DE03002", Library.Standards.Suggest("区县", ["渝中区", "大渡口区", "渝北区"], Library.Today)[0].Element.Code);
        Assert.Equal("DE03001", Library.Standards.Suggest("f9", ["500103", "500104", "500112"], Library.Today)[0].Element.Code);
        Assert.Empty(Library.Standards.Suggest("f9", ["123456", "234567", "345678"], Library.Today));
        Assert.Empty(Library.Standards.Suggest("xyz", ["1", "2", "3"], Library.Today));
    }
}

using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.RegisterResource;
using CityHub.Kernel;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Registering_a_resource
{
    private static readonly FewStandards Standards = new();

    [Fact]
    public void succeeds_when_every_field_keeps_the_guide() => Assert.True(Decide(Hospitals.Request()).Succeeded);

    [Theory]
    [InlineData("title")]
    [InlineData("summary")]
    [InlineData("provider")]
    [InlineData("theme")]
    [InlineData("sharing")]
    [InlineData("cycle")]
    [InlineData("items")]
    public void names_each_field_that_is_missing(string path) =>
        Assert.Contains(path, Decide(new EntryRequest()).Fault!.Parts.Select(p => p.Path));

    [Fact]
    public void tells_all_faults_at_once_in_both_languages()
    {
        var fault = Decide(Hospitals.With(r =>
        {
            r.Title = "";
            r.Sharing = "sometimes";
            r.Items![1].Column = "Org Name";
        })).Fault!;

        Assert.Equal(422, fault.Status);
        Assert.Equal(["sharing", "title", "items[1].column"], fault.Parts.Select(p => p.Path));
        Assert.All(fault.Parts, part => Assert.NotEqual(part.Say(Language.Chinese), part.Say(Language.English)));
        Assert.Contains("第 2 项的列名", fault.Parts[2].Say(Language.Chinese), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("不共享")]
    public void tells_with_an_unreadable_sharing_type_what_either_type_would_still_ask(string? written)
    {
        var fault = Decide(Hospitals.With(r => (r.Sharing, r.SharingCondition, r.Open) = (written, null, true))).Fault!;

        var sharing = Assert.Single(fault.Parts, p => p.Path == "sharing");
        Assert.Contains("选不予共享须写依据", sharing.Say(Language.Chinese), StringComparison.Ordinal);
        Assert.Contains("选不予共享则不能向社会开放", sharing.Say(Language.Chinese), StringComparison.Ordinal);
        Assert.Contains("its legal basis, both in 'sharingCondition'", sharing.Say(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void asks_for_no_basis_with_an_unreadable_sharing_type_when_one_is_written()
    {
        var fault = Decide(Hospitals.With(r => (r.Sharing, r.SharingCondition, r.Open) = ("不共享", "《统计法》第九条", false))).Fault!;

        Assert.DoesNotContain("依据", Assert.Single(fault.Parts, p => p.Path == "sharing").Say(Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void takes_grade_and_mask_of_the_data_element_where_the_item_leaves_them_out()
    {
        InformationItem Item(Action<ItemRequest> change) => Decide(Hospitals.WithItem(i =>
        {
            (i.DataElement, i.Grade, i.Mask) = ("person.id-number", null, null);
            change(i);
        })).Value.Items[2];

        Assert.Equal((3, MaskKind.Partial), Item(_ => { }) is var left ? (left.Grade, left.Mask) : default);
        Assert.Equal((2, MaskKind.None), Item(i => (i.Grade, i.Mask) = ("2", "none")) is var said ? (said.Grade, said.Mask) : default);
        Assert.Equal((3, MaskKind.None), Item(i => (i.Key, i.Required) = (true, true)) is var key ? (key.Grade, key.Mask) : default);
    }

    [Fact]
    public void takes_a_title_of_128_characters_and_refuses_129()
    {
        Assert.True(Decide(Hospitals.With(r => r.Title = new string('医', 128))).Succeeded);
        Assert.Equal("catalogue.too-long", Only(Hospitals.With(r => r.Title = new string('医', 129))).Code);
    }

    [Fact]
    public void counts_a_rare_character_of_two_utf16_units_as_one() =>
        Assert.True(Decide(Hospitals.With(r => r.Title = string.Concat(Enumerable.Repeat("𠮷", 128)))).Succeeded);

    [Fact]
    public void takes_a_summary_of_1000_characters_and_refuses_1001()
    {
        Assert.True(Decide(Hospitals.With(r => r.Summary = new string('摘', 1000))).Succeeded);
        Assert.Equal("summary", Only(Hospitals.With(r => r.Summary = new string('摘', 1001))).Path);
    }

    [Theory]
    [InlineData("conditional", "catalogue.condition-missing")]
    [InlineData("notShared", "catalogue.legal-basis-missing")]
    [InlineData("2", "catalogue.condition-missing")]
    [InlineData("不予共享", "catalogue.legal-basis-missing")]
    public void is_refused_when_terms_are_not_stated(string sharing, string code) =>
        Assert.Equal(code, Only(Hospitals.With(r => r.Sharing = sharing)).Code);

    [Fact]
    public void is_refused_when_it_is_open_but_not_shared() =>
        Assert.Equal("catalogue.open-not-shared", Only(Hospitals.With(r =>
        {
            r.Sharing = "notShared";
            r.SharingCondition = "《传染病防治法》第十二条";
            r.Open = true;
        })).Code);

    [Theory]
    [InlineData("2", true)]
    [InlineData("3", false)]
    [InlineData("4", false)]
    public void is_refused_when_it_is_open_and_an_item_has_grade_3_or_more(string grade, bool accepted) =>
        Assert.Equal(accepted, Decide(Hospitals.With(r =>
        {
            r.Open = true;
            r.Items![2].Grade = grade;
        })).Succeeded);

    [Fact]
    public void is_refused_for_a_provider_that_is_not_in_the_tree() =>
        Assert.Equal("catalogue.provider-unknown", RegisterResource.Decide(Hospitals.Request(), People.Named("steward"), null, false, Standards).Fault!.Parts.Single().Code);

    [Fact]
    public void is_refused_for_a_provider_that_no_post_of_the_caller_covers() =>
        Assert.Equal("catalogue.out-of-scope",
            RegisterResource.Decide(Hospitals.Request(), People.Named("other"), Hospitals.Health, false, Standards).Fault!.Code);

    [Fact]
    public void is_refused_when_the_department_has_the_title_already() =>
        Assert.Equal(("catalogue.title-taken", 409),
            RegisterResource.Decide(Hospitals.Request(), People.Named("steward"), Hospitals.Health, titleTaken: true, Standards).Fault is { } f ? (f.Code, f.Status) : default);

    [Theory]
    [InlineData("306001", true)]
    [InlineData("306001002", true)]
    [InlineData("30600", false)]
    [InlineData("406001", false)]
    [InlineData("306-01", false)]
    public void takes_a_category_of_class_item_and_kind(string category, bool accepted) =>
        Assert.Equal(accepted, Decide(Hospitals.With(r => r.Category = category)).Succeeded);

    [Fact]
    public void is_refused_when_the_title_hides_a_control_character() =>
        Assert.Equal("catalogue.control-character", Only(Hospitals.With(r => r.Title = "医疗\u0000机构")).Code);

    [Fact]
    public void names_a_character_that_nobody_sees_and_where_it_stands()
    {
        var title = Only(Hospitals.With(r => r.Title = "医疗\u202e机构"));
        var item = Only(Hospitals.WithItem(i => i.Name = "\ufeff名称"));

        Assert.Equal(("catalogue.invisible-character", "title", "U+202E", 3), (title.Code, title.Path, title.Facts["character"], title.Facts["position"]));
        Assert.Equal("信息资源名称的第 3 个字符（“医疗”之后）是看不见的 U+202E。请删去，或重新输入前后的字。", title.Say(Language.Chinese));
        Assert.Equal("Title holds the invisible U+202E as character 3, after '医疗'. Delete it, or type what stands around it again.", title.Say(Language.English));
        Assert.Equal(("catalogue.invisible-character", "items[2].name"), (item.Code, item.Path));
        Assert.Equal("Item 3, Item name begins with the invisible character U+FEFF. Delete it, or type the beginning again.", item.Say(Language.English));
        Assert.Equal("U+0007", Only(Hospitals.With(r => r.Summary = "一行\n二行\u0007")).Facts["character"]);
    }

    [Theory]
    [InlineData("医疗机构 A", "医疗机构　Ａ")]
    [InlineData("医疗机构 A", "  医疗机构\u200b a ")]
    [InlineData("Café 表", "cafe\u0301 表")]
    [InlineData("㎡", "M2")]
    public void takes_titles_that_look_alike_for_one(string one, string other) => Assert.Equal(CatalogueBook.TitleKey(one), CatalogueBook.TitleKey(other));

    [Fact]
    public void takes_names_of_items_that_differ_in_width_only_for_one() =>
        Assert.Contains("catalogue.item-name-taken", Decide(Hospitals.With(r => (r.Items![1].Name, r.Items[2].Name) = ("等级 A", "等级　ａ"))).Fault!.Parts.Select(p => p.Code));

    [Fact]
    public void lists_the_choices_in_the_words_that_each_language_writes()
    {
        var cycle = Only(Hospitals.With(r => r.Cycle = "每两周"));
        var type = Only(Hospitals.With(r => r.Items![1].Type = "文字"));

        Assert.Equal("更新周期不能是“每两周”，可选：实时、每日、每周、每月、每季度、每年。", cycle.Say(Language.Chinese));
        Assert.Equal("Update cycle cannot be '每两周'. Choices: realTime, daily, weekly, monthly, quarterly, yearly.", cycle.Say(Language.English));
        Assert.Contains("可选：C 字符、I 整型、N 数值", type.Say(Language.Chinese), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C"), InlineData("字符"), InlineData("C 字符"), InlineData("字符型"), InlineData("字符型 C"), InlineData("Text"), InlineData("character")]
    public void reads_a_type_as_the_guide_the_sheet_and_the_interface_write_it(string written) =>
        Assert.True(Decide(Hospitals.With(r => r.Items![1].Type = written)).Succeeded);

    private static Outcome<EntryContent> Decide(EntryRequest request) =>
        RegisterResource.Decide(request, People.Named("steward"), Hospitals.Health, titleTaken: false, Standards);

    private static Fault Only(EntryRequest request) => Assert.Single(Decide(request).Fault!.Parts);
}

using CityHub.DataCentre.Gathering.Proposing;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Tests.Quality;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>Items out of a file, with the real standards library.</summary>
public sealed class Proposing_by_name_and_content : GatheringBench
{
    protected override void Compose(IServiceCollection services) => services.AddSingleton<IStandards>(Library.Standards);

    [Theory]
    [InlineData("街道代码", "500103001000,500103002000,500103003000", null)] // 12 digits
    [InlineData("行政区划代码", "500103001,500103002,500103003", null)] // 9 digits
    [InlineData("行政区划代码", "500103,500105,解放碑,大坪", null)] // half of them
    [InlineData("行政区划代码", "500103,500105,500112,500106,500107,500108,500109,500110,500111,不详，待核实", "DE03001")] // an error in the data
    [InlineData("行政区划代码", "500103,500105,500112", "DE03001")]
    [InlineData("性别", "甲,乙,丙", null)]
    [InlineData("name", "东湖沙滩,西湖沙滩,南湖公园", null)]
    [InlineData("name", "张伟,李秀英,欧阳文,王*", "DE01002")]
    public async Task proposes_an_element_only_when_the_values_agree_with_the_name(string name, string values, string? element) =>
        Assert.Equal(element, (await Item(name, values.Split(','))).DataElement);

    [Theory]
    [InlineData("姓名", "张三", 2), InlineData("公民姓名", "张三", 2), InlineData("联系人姓名2", "张三", 2), InlineData("企业法定代表人", "张三", 2), InlineData("姓名（必填）", "John Smith", 2)]
    [InlineData("住址", "渝中区民权路1号", 3), InlineData("家庭地址", "渝中区民权路1号", 3), InlineData("申请人现住址", "渝中区民权路1号", 3)]
    [InlineData("联系电话", "13900001111", 3), InlineData("企业联系电话", "13900001111", 3), InlineData("applicant_phone", "13900001111", 3), InlineData("监护人手机号", "13900001111", 3)]
    [InlineData("公民身份号码", "11010519491231002X", 3), InlineData("备用邮箱", "a@example.org", 3)]
    public async Task gives_what_names_a_person_the_grade_and_the_mask_of_its_element(string name, string value, int grade)
    {
        var item = await Item(name, value, value);

        Assert.Equal((grade, "partial"), (item.Grade, item.Mask));
        Assert.NotNull(item.DataElement);
    }

    [Theory]
    [InlineData("联系电话", "转三号分机", 3), InlineData("联系电话", "138****1234", 3), InlineData("身份证号", "不详", 3), InlineData("公民身份号码", "110105194912310021", 3)]
    public async Task masks_them_though_their_values_break_the_rules_of_the_element(string name, string value, int grade)
    {
        var item = await Item(name, value, value);

        Assert.Equal((null, "character", grade, "partial"), (item.DataElement, item.Type, item.Grade, item.Mask));
        Assert.Contains("按个人信息定级脱敏", item.Ground.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("企业名称", "重庆某某有限公司"), InlineData("学校姓名牌", "一号"), InlineData("品牌名字", "东风"), InlineData("file_name", "a.txt"), InlineData("地址", "渝中区民权路1号")]
    [InlineData("医院电话", "63890000"), InlineData("投诉电话", "12345"), InlineData("办公电话", "63890000")] // of an organisation or a service
    [InlineData("是否有手机", "是"), InlineData("是否法人", "否"), InlineData("同名姓名", "3"), InlineData("登记手机号", "2026-04-08")] // values that cannot be it
    public async Task leaves_alone_what_only_sounds_like_it(string name, string value)
    {
        var item = await Item(name, value, value);

        Assert.Equal((1, "none"), (item.Grade, item.Mask));
    }

    [Fact]
    public async Task masks_no_key_and_makes_no_key_of_a_name()
    {
        var path = Write("t.csv", "姓名,身份证号\n张三,11010519491231002X\n李四,440524188001010014\n");

        var items = ProposeItems.Of(FileProfile.Read((await Acquire(path)).Value, default).Value, Library.Standards);

        Assert.Equal([(false, 2, "partial"), (true, 3, "none")], items.Select(i => (i.Key, i.Grade, i.Mask)));
    }

    private async Task<ProposedItem> Item(string name, params string[] values)
    {
        var path = Write("t.csv", $"{name}\t序\n{string.Concat(values.Select((v, i) => $"{v}\t{i}\n"))}");
        return ProposeItems.Of(FileProfile.Read((await Acquire(path)).Value, default).Value, Library.Standards)[0];
    }
}

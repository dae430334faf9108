using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.RegisterResource;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

/// <summary>政务信息资源目录编制指南（试行）, core metadata 7 to 13, and what real platforms keep beside them.</summary>
public sealed class The_fields_of_the_guide
{
    private static readonly FewStandards Standards = new();

    private static readonly EntryReferences References = new(
        code => code is "500000-ga", code => code is "500103", code => code is "101001/000001", clause => clause is "gwyl-809/16", category => category is "101001");

    [Theory]
    [InlineData("1", "ofd", nameof(ResourceFormat.Document))]
    [InlineData("电子表格", "xlsx", nameof(ResourceFormat.Spreadsheet))]
    [InlineData("database", "KingbaseES", nameof(ResourceFormat.Database))]
    [InlineData("4", "jpg", nameof(ResourceFormat.Image))]
    [InlineData("5", "rm", nameof(ResourceFormat.Stream))]
    [InlineData("selfDescribed", "气象雷达基数据", nameof(ResourceFormat.SelfDescribed))]
    [InlineData("7", "rest", nameof(ResourceFormat.Service))]
    public void take_each_format_with_its_sub_formats(string written, string sub, string format)
    {
        var outcome = Decide(Hospitals.With(r => (r.Format, r.SubFormats) = (written, [sub])));

        Assert.Equal(format, outcome.Value.Format.ToString());
    }

    [Fact]
    public void refuse_a_sub_format_of_another_format_and_say_which_there_are()
    {
        var fault = Only(Hospitals.With(r => (r.Format, r.SubFormats) = ("spreadsheet", ["jpg"])));

        Assert.Equal(("catalogue.sub-format-unknown", "subFormats"), (fault.Code, fault.Path));
        Assert.Contains("et、xls、xlsx", fault.Say(Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void ask_the_provider_to_name_a_self_described_format() =>
        Assert.Equal("catalogue.format-unnamed", Only(Hospitals.With(r => r.Format = "6")).Code);

    [Theory]
    [InlineData("database", false)]
    [InlineData("spreadsheet", false)]
    [InlineData("document", true)]
    [InlineData("stream", true)]
    public void ask_for_items_of_databases_and_spreadsheets_only(string format, bool without) =>
        Assert.Equal(without, Decide(Hospitals.With(r => (r.Format, r.Items) = (format, []))).Succeeded);

    [Fact]
    public void ask_for_a_way_of_sharing_where_something_is_shared()
    {
        Assert.Equal("ways", Only(Hospitals.With(r => r.Ways = [])).Path);
        Assert.Equal([SharingWay.Database, SharingWay.Disk], Decide(Hospitals.With(r => r.Ways = ["1", "拷盘"])).Value.Ways);
        Assert.Equal("catalogue.unknown-choice", Only(Hospitals.With(r => r.Ways = ["pigeon"])).Code);
    }

    [Fact]
    public void refuse_a_way_of_sharing_for_what_is_not_shared()
    {
        EntryRequest NotShared(List<string>? ways) => Hospitals.With(r => (r.Sharing, r.SharingCondition, r.Ways) = ("notShared", "《执业医师法》", ways));

        Assert.Empty(Decide(NotShared(null)).Value.Ways);
        Assert.Equal("catalogue.ways-not-shared", Only(NotShared(["file"])).Code);
    }

    [Fact]
    public void take_an_opening_condition_only_when_open()
    {
        Assert.Equal("须注明来源", Decide(Hospitals.With(r => (r.Open, r.OpenCondition) = (true, "须注明来源"))).Value.OpenCondition);
        Assert.Equal("catalogue.open-condition-closed", Only(Hospitals.With(r => (r.Open, r.OpenCondition) = (false, "须注明来源"))).Code);
        Assert.Equal("catalogue.too-long", Only(Hospitals.With(r => (r.Open, r.OpenCondition) = (true, new string('条', 501)))).Code);
    }

    [Theory]
    [InlineData("2026-04-08", true)]
    [InlineData("2026/4/8", false)]
    [InlineData("20260408", false)]
    [InlineData("2026-02-30", false)]
    public void write_the_date_of_issue_as_CCYY_MM_DD(string written, bool taken) =>
        Assert.Equal(taken, Decide(Hospitals.With(r => r.IssuedOn = written)).Succeeded);

    [Theory]
    [InlineData("101001/000001", null)]
    [InlineData("101001/000002", "catalogue.related-unknown")]
    [InlineData("306001/000001", "catalogue.related-itself")]
    [InlineData("401001/1", "catalogue.bad-code")]
    [InlineData("101001-000001", "catalogue.bad-code")]
    public void relate_to_other_resources_that_are_there(string code, string? fault) =>
        Assert.Equal(fault, Judge(Hospitals.With(r => r.Related = [code]), "306001/000001").SingleOrDefault()?.Code);

    [Theory]
    [InlineData("101001/000001", true)]
    [InlineData("3060011234/7", true)]
    [InlineData("101001/", false)]
    [InlineData("10101/000001", false)]
    [InlineData("501001/000001", false)]
    [InlineData("１01001/000001", false)]
    public void write_a_code_as_class_item_detail_and_sequence(string code, bool isCode) => Assert.Equal(isCode, ResourceCode.IsCode(code));

    [Fact]
    public void refuse_secrets() =>
        Assert.Equal("catalogue.secret-refused", Only(Hospitals.With(r => r.Extension = new() { Secrecy = "涉密" })).Code);

    [Fact]
    public void grade_a_whole_no_lower_than_its_items()
    {
        EntryRequest Graded(string whole, string item) => Hospitals.With(r => (r.Extension, r.Items![2].Grade) = (new() { Grade = whole }, item));

        Assert.Equal("catalogue.grade-below-items", Only(Graded("1", "2")).Code);
        Assert.Equal(2, Decide(Graded("2", "2")).Value.Extension.Grade);
        Assert.Equal("extension.grade", Only(Graded("5", "1")).Path);
    }

    [Fact]
    public void judge_the_fields_beyond_the_guide()
    {
        Assert.Equal("extension.phone", Only(Hospitals.With(r => r.Extension = new() { Phone = "见官网" })).Path);
        Assert.Equal("extension.storedGb", Only(Hospitals.With(r => r.Extension = new() { StoredGb = "12 GB" })).Path);
        Assert.Equal("catalogue.part-above-whole", Only(Hospitals.With(r => r.Extension = new() { Records = "10", OpenRecords = "11" })).Code);
        Assert.Equal("catalogue.organisation-unknown", Assert.Single(Judge(Hospitals.With(r => r.Extension = new() { LeadDepartment = "nobody" }))).Code);
        Assert.Equal("catalogue.bad-division", Assert.Single(Judge(Hospitals.With(r => r.Extension = new() { Division = "110000" }))).Code);
        Assert.Empty(Judge(Hospitals.With(r => r.Extension = new() { LeadDepartment = "500000-ga", Division = "500103", Phone = "023-63890000" })));
    }

    [Fact]
    public void cite_clauses_of_the_register()
    {
        Assert.Empty(Judge(Hospitals.With(r => r.Basis = ["gwyl-809/16"])));
        Assert.Equal("catalogue.clause-unknown", Assert.Single(Judge(Hospitals.With(r => r.Basis = ["gwyl-809/99"]))).Code);
    }

    [Fact]
    public void count_codes_in_known_categories_only()
    {
        Assert.Empty(Judge(Hospitals.With(r => r.Category = "101001")));
        Assert.Equal("catalogue.unknown-category", Assert.Single(Judge(Hospitals.With(r => r.Category = "101099"))).Code);
    }

    [Fact]
    public void let_an_item_be_shared_narrower_than_its_resource_with_a_condition_and_never_wider()
    {
        Assert.Equal("catalogue.item-condition-missing", Only(Hospitals.WithItem(i => i.Sharing = "2")).Code);
        Assert.Equal(SharingType.NotShared, Decide(Hospitals.WithItem(i => (i.Sharing, i.SharingCondition) = ("3", "《保守国家秘密法》"))).Value.Items[2].Sharing);
        Assert.Equal("catalogue.item-shared-wider", Only(Hospitals.With(r =>
            (r.Sharing, r.SharingCondition, r.Items![2].Sharing) = ("conditional", "仅限行政审批核验使用，须说明依据", "unconditional"))).Code);
        Assert.Equal("catalogue.key-not-shared", Only(Hospitals.With(r => (r.Items![0].Sharing, r.Items[0].SharingCondition) = ("3", "x"))).Code);
    }

    [Fact]
    public void hide_an_item_with_narrower_terms_from_the_public_of_an_open_resource()
    {
        var item = Decide(Hospitals.WithItem(i => (i.Sharing, i.SharingCondition) = ("3", "《保守国家秘密法》"))).Value.Items[2];

        Assert.Equal(MaskKind.Full, ReadRights.MaskOf(item, inScope: false));
        Assert.Equal(MaskKind.None, ReadRights.MaskOf(item, inScope: true));
    }

    [Theory]
    [InlineData("date", "yyyy-MM-dd", null)]
    [InlineData("dateTime", "yyyy年MM月dd日 HH:mm", null)]
    [InlineData("date", "the usual", "catalogue.bad-date-format")]
    [InlineData("integer", "yyyy", "catalogue.date-format-type")]
    public void write_date_formats_for_dates(string type, string format, string? fault) => Assert.Equal(fault, Decide(Hospitals.WithItem(i =>
        (i.Type, i.DateFormat, i.Minimum, i.Maximum) = (type, format, null, null))).Fault?.Parts[0].Code);

    [Fact]
    public void take_the_hubs_own_way_for_entries_written_before_they_were_there()
    {
        var old = EntryJson.Read<EntryContent>(
            """{"title":"旧","summary":"旧","provider":"500000-wjw","theme":"医疗卫生","sharing":"unconditional","open":false,"cycle":"daily","generated":false,"items":[{"name":"编号","column":"id","type":"character","key":true,"required":true,"grade":1,"mask":"none"}]}""");

        Assert.Equal((ResourceFormat.Database, SharingWay.Service), (old.Format, Assert.Single(old.Ways)));
        Assert.Empty(EntryCheck.Faults(old, Standards));
        Assert.False(CityHub.DataCentre.Catalogue.Versions.EntryDifference.Between(old, EntryReading.Of(EntryReading.Back(old)).Content).Any);
    }

    private static Outcome<EntryContent> Decide(EntryRequest request) =>
        RegisterResource.Decide(request, People.Named("steward"), Hospitals.Health, titleTaken: false, Standards);

    private static IReadOnlyList<Fault> Judge(EntryRequest request, string? ownCode = null) =>
        EntryJudgement.Of(request, Hospitals.Health, Standards, out _, References, ownCode);

    private static Fault Only(EntryRequest request) => Assert.Single(Decide(request).Fault!.Parts);
}

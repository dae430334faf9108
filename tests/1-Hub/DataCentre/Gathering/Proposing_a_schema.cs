using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Proposing;
using CityHub.DataCentre.Quality;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Proposing_a_schema : GatheringBench
{
    protected override void Compose(IServiceCollection services) => services.AddSingleton<IStandards, FewStandards>();

    [Theory]
    [InlineData("1,2,30", "integer", null)]
    [InlineData("0012,0013,1", "character", 4)]
    [InlineData("1.5,20.25,3", "number", 4)]
    [InlineData("2026-04-08,2026-02-28,2025-12-31", "date", null)]
    [InlineData("20260408,20260228,20251231", "date", null)]
    [InlineData("2026-04-08 10:00:00,2026-04-08T11:30,2026-04-09 00:00:01.5", "dateTime", null)]
    [InlineData("是,否,是", "logical", null)]
    [InlineData("2026-04-08,2026-02-30,2025-12-31", "character", 10)]
    [InlineData("1e5,2,3.5", "double", null)]
    public async Task takes_the_type_that_every_value_has(string values, string type, int? length)
    {
        var item = Assert.Single(await Items("x", values.Split(',')));

        Assert.Equal((type, length), (item.Type, item.Length));
    }

    [Theory]
    [InlineData("1,000.5;2,500;-12,345,678.25", "number", 10, 2)]
    [InlineData("1,000;250;2", "integer", null, null)] // some with commas, others without
    [InlineData("1,000;1000.25", "number", 6, 2)]
    [InlineData("1,000;2,00", "character", 6, null)] // no groups of three
    [InlineData("1,000;1000,000", "character", 8, null)]
    [InlineData("0,123;1,000", "character", 5, null)]
    [InlineData("1,000;,000", "character", 6, null)]
    [InlineData("1,000;1,000.", "character", 6, null)]
    [InlineData("1,000;1e5", "character", 6, null)]
    [InlineData("1,000;0012", "character", 6, null)]
    public async Task takes_numbers_with_commas_between_thousands_for_numbers_when_all_agree(string values, string type, int? length, int? scale)
    {
        var path = Write("t.tsv", "k\tx\n" + string.Concat(values.Split(';').Select((v, i) => $"r{i}\t{v}\n")));

        var item = ProposeItems.Of(FileProfile.Read((await Acquire(path, new SourceForm(Delimiter: '\t', Header: true))).Value, default).Value, Get<IStandards>())[1];

        Assert.Equal((type, length, scale), (item.Type, item.Length, item.Scale));
    }

    [Theory]
    [InlineData("01,02,10", "01", "10")]
    [InlineData("1,2,010", "010", "2")]
    [InlineData("9,10,-2.5", "-2.5", "10")]
    public async Task tells_the_least_and_the_greatest_number_but_of_codes_with_leading_zeros_the_first_and_the_last(string values, string least, string greatest)
    {
        var path = Write("t.csv", "x\n" + values.Replace(',', '\n') + "\n");

        var column = FileProfile.Read((await Acquire(path, new SourceForm(Header: true))).Value, default).Value.Columns[0];

        Assert.Equal((least, greatest), (column.Minimum, column.Maximum));
    }

    [Fact]
    public async Task is_less_sure_of_a_column_of_the_same_name_whose_values_do_not_fit()
    {
        var path = Write("t.csv", "统一社会信用代码,主体名称,从业人数\n91500000000000001X,甲,多\n91500000000000002X,乙,少\n");

        var match = (await Get<Propose>().Do(new ProposalRequest(FakeCatalogue.Companies, path), Steward, local: true, default)).Value.Mapping![2];

        Assert.Equal((2, 0d, 0d), (match.Ordinal, match.Fits, match.Certainty));
    }

    [Fact]
    public async Task sees_the_one_value_in_the_last_row_that_breaks_the_type()
    {
        var values = Enumerable.Range(0, 300_000).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append("不少");

        Assert.Equal("character", Assert.Single(await Items("数量", values)).Type);
    }

    [Theory]
    [InlineData("1.5,NA,20.25,NA", "number", "NA")]
    [InlineData("NA,2026-04-08,2026-02-28", "date", "NA")]
    [InlineData("—,1,2,null,NULL,—", "integer", "—,null,NULL")]
    [InlineData("甲,无,乙", "character", "")] // a value like any other
    [InlineData("NA,NA", "character", "")]
    [InlineData("1,NA,多", "character", "")]
    public async Task takes_words_for_a_missing_value_where_all_others_are_typed_and_says_so(string values, string type, string missing)
    {
        var path = Write("t.csv", "k,x\n" + string.Concat(values.Split(',').Select((v, i) => $"{i},{v}\n")));

        var proposal = (await Get<Propose>().Do(new ProposalRequest(null, path) { Header = true }, Steward, local: true, default)).Value;

        Assert.Equal((type, missing.Length == 0), (proposal.Items[1].Type, proposal.Items[1].Required));
        Assert.Equal(missing, string.Join(',', proposal.Missing));
        Assert.Equal(missing.Length > 0, proposal.Notes.Any(n => n.En.Contains("no value", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task asks_for_no_value_in_a_column_of_text_that_holds_the_same_word()
    {
        var path = Write("t.csv", "k,x,y\n1,2.5,甲\n2,NA,NA\n3,1,乙\n");

        var proposal = (await Get<Propose>().Do(new ProposalRequest(null, path), Steward, local: true, default)).Value;

        Assert.Equal(("character", false), (proposal.Items[2].Type, proposal.Items[2].Required));
    }

    [Fact]
    public async Task proposes_the_unique_identifier_as_key_and_nothing_with_gaps_or_duplicates()
    {
        var path = Write("t.csv", "名称,编号,区县\n甲,A1,500103\n乙,A2,500103\n丙,A3,\n");

        var items = ProposeItems.Of(FileProfile.Read((await Acquire(path)).Value, default).Value, Get<IStandards>());

        Assert.Equal([false, true, false], items.Select(i => i.Key));
        Assert.Equal([true, true, false], items.Select(i => i.Required));
    }

    [Theory]
    [InlineData("PM2.5", "pm2_5")]
    [InlineData("Beach Name", "beach_name")]
    [InlineData("OnTime_Status", "ontime_status")]
    [InlineData("2000年", "")]
    public void makes_a_column_name_of_latin_letters(string header, string slug) => Assert.Equal(slug, ProposeItems.Slug(header));

    [Fact]
    public async Task resolves_names_that_collide_or_are_reserved()
    {
        var path = Write("t.csv", "a b,A-B,select,名\n1,2,3,x\n2,3,4,y\n");

        Assert.Equal(["a_b", "a_b_2", "select_value", "c4"], ProposeItems.Of(FileProfile.Read((await Acquire(path)).Value, default).Value, Get<IStandards>()).Select(i => i.Column));
    }

    [Fact]
    public async Task maps_columns_to_items_by_name_and_by_similar_name_with_certainty()
    {
        var path = Write("t.csv", "社会信用代码,主体名称,备注\n91500000000000001X,甲,x\n91500000000000002X,乙,y\n");

        var proposal = (await Get<Propose>().Do(new ProposalRequest(FakeCatalogue.Companies, path), Steward, local: true, default)).Value;

        Assert.Equal([0, 1, null], proposal.Mapping!.Select(m => m.Ordinal));
        Assert.Equal(1, proposal.Mapping![1].Certainty);
        Assert.InRange(proposal.Mapping[0].Certainty!.Value, 0.6, 0.98);
        Assert.Equal([2], proposal.Unmapped);
    }

    [Fact]
    public async Task counts_what_it_saw()
    {
        var path = Write("t.csv", "k,v\n1,a\n2,b\n3,b\n4,\n5,b,c\n");

        var profile = FileProfile.Read((await Acquire(path)).Value, default).Value;

        Assert.Equal((5L, 1L, 6L), (profile.Rows, profile.OddRecords, profile.FirstOddRecord!.Value));
        Assert.Equal((3L, 1L, 2L, false), (profile.Columns[1].Filled, profile.Columns[1].Empty, profile.Columns[1].Distinct, profile.Columns[1].Unique));
        Assert.Equal(("1", "4", true), (profile.Columns[0].Minimum, profile.Columns[0].Maximum, profile.Columns[0].Unique));
    }

    private async Task<IReadOnlyList<ProposedItem>> Items(string header, IEnumerable<string> values)
    {
        var path = Write("t.csv", header + "\n" + string.Join('\n', values) + "\n");
        return ProposeItems.Of(FileProfile.Read((await Acquire(path, new SourceForm(Header: true))).Value, default).Value, Get<IStandards>());
    }
}

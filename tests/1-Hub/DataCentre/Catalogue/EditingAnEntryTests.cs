using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.EditResource;
using CityHub.Kernel.Organisations;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Editing_an_entry
{
    [Fact]
    public void shows_a_fault_only_where_the_reader_has_been_until_saving_is_tried()
    {
        var draft = Draft(new EntryRequest());
        draft.Request.Summary = "";
        draft.Touch("summary");

        Assert.NotNull(draft.Shown("summary"));
        Assert.Null(draft.Shown("title"));
        draft.ShowAll();
        Assert.NotNull(draft.Shown("title"));
    }

    [Fact]
    public void takes_rows_pasted_from_a_spreadsheet_into_the_cells_from_the_cursor_on()
    {
        var draft = Draft(Hospitals.Request());

        draft.Paste(2, 0, "许可有效期止\tvalid_to\tD 日期\r\n机构地址\taddress\t字符\t300\r\n");

        Assert.Equal(4, draft.Items.Count);
        Assert.Equal(("许可有效期止", "valid_to", "D 日期"), (draft.Items[2].Name, draft.Items[2].Column, draft.Items[2].Type));
        Assert.Equal("300", draft.Items[3].Length);
        Assert.Equal(["items[2].minimum", "items[2].maximum"], draft.Faults.Select(f => f.Path)); // the old limits do not fit a date
    }

    [Fact]
    public void matches_pasted_columns_by_their_heads()
    {
        var draft = Draft(Hospitals.With(r => r.Items = []));

        draft.Paste(0, 0, "字段名\t字段中文名\t是否主键\t是否必填\t类型\t备用\nid\t编号\t是\t是\tC\tx\nnote\t\"说\n明\"\t否\t\tM\ty\n");

        Assert.Equal(["id", "note"], draft.Items.Select(i => i.Column));
        Assert.Equal("说 明", draft.Items[1].Name);
        Assert.True(draft.Items[0].Key);
        Assert.False(draft.Items[1].Key);
        Assert.Empty(draft.Faults);
    }

    [Fact]
    public void moves_items_and_stops_at_the_ends()
    {
        var draft = Draft(Hospitals.Request());

        Assert.Equal(0, draft.Move(0, -1));
        Assert.Equal(1, draft.Move(0, +1));
        Assert.Equal(["org_name", "licence_no", "beds"], draft.Items.Select(i => i.Column));
    }

    [Fact]
    public void takes_a_provider_by_its_name()
    {
        var draft = Draft(Hospitals.With(r => r.Provider = "市卫生健康委"));

        Assert.Equal("500000-wjw", draft.Provider?.Code);
        Assert.Empty(draft.Faults);
    }

    [Fact]
    public void takes_no_provider_by_a_name_that_two_bear()
    {
        var draft = Draft(Hospitals.With(r => r.Provider = "城关镇"));

        Assert.Null(draft.Provider);
        Assert.Equal("catalogue.provider-unknown", Assert.Single(draft.Faults).Code);
    }

    [Fact]
    public void offers_data_elements_by_name_and_takes_over_what_they_say()
    {
        var draft = Draft(Hospitals.With(r => r.Items!.Add(new ItemRequest { Name = "公民身份号码", Column = "id_number", Type = "character" })));
        var suggestion = Assert.Single(draft.Suggestions);

        draft.Refer(suggestion.Item, suggestion.Element);

        Assert.Equal(("person.id-number", "18"), (draft.Items[3].DataElement, draft.Items[3].Length));
        Assert.Empty(draft.Suggestions);
    }

    [Fact]
    public void tells_what_changes_against_the_published_version()
    {
        var draft = new EntryDraft(Hospitals.Request(), Hospitals.Content(), new FewStandards(), new TwoDepartments());
        draft.Judge();
        Assert.False(draft.Difference!.Any);

        draft.RemoveItem(2);
        Assert.Equal(["beds"], draft.Difference!.Removed.Select(i => i.Column));
    }

    private static EntryDraft Draft(EntryRequest request)
    {
        var draft = new EntryDraft(request, null, new FewStandards(), new TwoDepartments());
        draft.Judge();
        return draft;
    }

    private sealed class TwoDepartments : IOrganisations
    {
        private static readonly Organisation[] All =
        [
            Hospitals.Police, Hospitals.Health,
            new("500229001", new("城关镇", "Chengguan"), OrganisationKind.Township, "500229", "500000/500229/500229001/", "500229001", null, false, "test"),
            new("500235001", new("城关镇", "Chengguan"), OrganisationKind.Township, "500235", "500000/500235/500235001/", "500235001", null, false, "test"),
        ];

        public Organisation Root { get; } = new("500000", new("重庆市", "Chongqing"), OrganisationKind.Government, null, "500000/", "500000", null, false, "test");

        public Organisation? Find(string code) => All.FirstOrDefault(o => o.Code == code);

        public IReadOnlyList<Organisation> Within(string pathPrefix) => [.. All.Where(o => o.Path.StartsWith(pathPrefix, StringComparison.Ordinal))];
    }
}

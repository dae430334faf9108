using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.DiscardDraft;
using CityHub.DataCentre.Catalogue.EditResource;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.PublishResource;
using CityHub.DataCentre.Catalogue.WithdrawResource;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Publishing_a_resource
{
    private static readonly FewStandards Standards = new();

    [Fact]
    public void makes_the_draft_version_1()
    {
        var entry = Publish(Hospitals.Draft()).Value;

        Assert.Equal((ResourceState.Published, 1), (entry.Resource.State, entry.Resource.Version));
        Assert.False(entry.Waiting);
    }

    [Fact]
    public void makes_the_next_draft_the_next_version_and_leaves_the_code()
    {
        var edited = Edit(Hospitals.Published(), Hospitals.Request("医疗机构名录")).Value;
        Assert.Equal("医疗机构执业许可", edited.Resource.Title); // readers see the published version until then

        var entry = Publish(edited).Value;

        Assert.Equal(("医疗机构名录", 2, "306001/000001"), (entry.Resource.Title, entry.Resource.Version, entry.Resource.Code));
    }

    [Fact]
    public void is_refused_when_nothing_waits() => Assert.Equal("catalogue.nothing-to-publish", Publish(Hospitals.Published()).Fault?.Code);

    [Fact]
    public void is_refused_outside_the_scope_of_the_bureau_to_which_a_draft_is_not_even_there()
    {
        var edited = Edit(Hospitals.Published(), Hospitals.Request("医疗机构名录")).Value;

        Assert.Equal("catalogue.out-of-scope", Publish(edited, who: "district").Fault?.Code);
        Assert.Equal("catalogue.no-such-resource", Publish(Hospitals.Draft(), who: "district").Fault?.Code);
    }

    [Fact]
    public void is_refused_when_somebody_changed_the_entry_meanwhile() =>
        Assert.Equal("catalogue.changed-meanwhile", Publish(Hospitals.Draft(), revision: 7).Fault?.Code);

    [Fact]
    public void judges_the_draft_again_because_the_standards_may_have_changed() =>
        Assert.Equal("items[2].dataElement", Publish(Hospitals.Draft(Hospitals.WithItem(i => i.DataElement = "gone"))).Fault?.Parts[0].Path);

    [Fact]
    public void says_that_rows_must_be_gathered_again_when_a_type_or_the_key_changed()
    {
        var retyped = Hospitals.WithItem(i => i.Type = "number");
        var rekeyed = Hospitals.With(r => r.Items![1].Key = true);

        Assert.True(Publish(Edit(Hospitals.Published(), retyped).Value, rows: Rows()).Value.GatherAgain);
        Assert.True(Publish(Edit(Hospitals.Published(), rekeyed).Value, rows: Rows()).Value.GatherAgain);
        Assert.False(Publish(Edit(Hospitals.Published(), retyped).Value, rows: null).Value.GatherAgain);
        Assert.False(Publish(Edit(Hospitals.Published(), Hospitals.Request("医疗机构名录")).Value, rows: Rows()).Value.GatherAgain);
    }

    [Fact]
    public void brings_a_withdrawn_resource_back_under_its_version()
    {
        var withdrawn = Withdraw(Hospitals.Published(), "口径调整").Value;
        var entry = Publish(withdrawn).Value;

        Assert.Equal((ResourceState.Published, 1, null), (entry.Resource.State, entry.Resource.Version, entry.WithdrawReason));
    }

    [Fact]
    public void is_undone_by_withdrawing_with_a_reason_only()
    {
        Assert.Equal("reason", Withdraw(Hospitals.Published(), " ").Fault?.Parts[0].Path);
        Assert.Equal("catalogue.not-published", Withdraw(Hospitals.Draft(), "误登记").Fault?.Code);
        Assert.Equal(("口径调整", Hospitals.Now), Withdraw(Hospitals.Published(), "口径调整").Value is var e ? (e.WithdrawReason, e.WithdrawnAtUtc) : default);
    }

    [Fact]
    public void leaves_no_draft_when_an_edit_goes_back_to_what_is_published()
    {
        var edited = Edit(Hospitals.Published(), Hospitals.Request("医疗机构名录")).Value;

        Assert.False(Edit(edited, Hospitals.Request()).Value.Waiting);
    }

    [Fact]
    public void fixes_the_category_for_good() =>
        Assert.Equal("catalogue.category-fixed", Edit(Hospitals.Published(), Hospitals.With(r => r.Category = "306002")).Fault?.Code);

    [Fact]
    public void forbids_to_destroy_what_was_published_once()
    {
        Assert.Equal("catalogue.published-before", DiscardDraft.DecideEntry(Hospitals.Published(), People.Named("steward")).Fault?.Code);
        Assert.True(DiscardDraft.DecideEntry(Hospitals.Draft(), People.Named("steward")).Succeeded);
        Assert.Equal("catalogue.no-draft", DiscardDraft.DecideRevision(Hospitals.Published(), People.Named("steward")).Fault?.Code);
    }

    [Fact]
    public async Task stops_a_load_that_was_planned_for_other_columns()
    {
        var book = new CatalogueBook();
        var before = Hospitals.Published().Resource;

        book.Put(Hospitals.Published());
        Assert.Null(await book.MayCommit(before, default));

        book.Put(Hospitals.Published(Hospitals.WithItem(i => i.Type = "number")));
        Assert.Equal("catalogue.changed-while-loading", (await book.MayCommit(before, default))?.Code);

        book.Put(Withdraw(Hospitals.Published(), "口径调整").Value);
        Assert.Equal("catalogue.withdrawn", (await book.MayCommit(before, default))?.Code);

        book.Remove(Hospitals.Published());
        Assert.Equal("catalogue.no-such-resource", (await book.MayCommit(before, default))?.Code);
    }

    private static VisibleTable Rows()
    {
        var items = Hospitals.Published().Resource.Items;
        return new("r1", "t1", 1000, 1, [.. items.Select(i => new TableColumn(i.Column, i.ColumnType))], ["licence_no"]);
    }

    private static Outcome<Entry> Publish(Entry entry, string who = "bureau", int? revision = null, VisibleTable? rows = null) =>
        PublishResource.Decide(entry, null, revision, People.Named(who), Hospitals.Health, titleTaken: false, rows, Standards, Hospitals.Now);

    private static Outcome<Entry> Edit(Entry entry, EntryRequest request) =>
        EditResource.Decide(entry, request, null, People.Named("steward"), Hospitals.Health, titleTaken: false, Standards);

    private static Outcome<Entry> Withdraw(Entry entry, string reason) =>
        WithdrawResource.Decide(entry, reason, People.Named("bureau"), Hospitals.Now);
}

using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Versions;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Comparing_two_versions
{
    [Fact]
    public void finds_nothing_between_equal_ones() =>
        Assert.False(EntryDifference.Between(Hospitals.Content(), Hospitals.Content()).Any);

    [Fact]
    public void tells_items_added_removed_and_changed_and_fields_changed()
    {
        var later = Hospitals.With(r =>
        {
            r.Cycle = "weekly";
            r.Items![1].Length = "300";
            r.Items[2] = new ItemRequest { Name = "许可有效期止", Column = "valid_to", Type = "date" };
        });

        var difference = EntryDifference.Between(Hospitals.Content(), Hospitals.Content(later));

        Assert.Equal([new FieldChange("cycle", "daily", "weekly")], difference.Fields);
        Assert.Equal(["valid_to"], difference.Added.Select(i => i.Column));
        Assert.Equal(["beds"], difference.Removed.Select(i => i.Column));
        var changed = Assert.Single(difference.Changed);
        Assert.Equal(("org_name", new FieldChange("length", "200", "300")), (changed.Column, Assert.Single(changed.Fields)));
        Assert.False(difference.Reordered);
    }

    [Fact]
    public void tells_that_only_the_order_changed()
    {
        var difference = EntryDifference.Between(Hospitals.Content(), Hospitals.Content(Hospitals.With(r => r.Items!.Reverse())));

        Assert.True(difference.Reordered);
        Assert.Empty(difference.Changed);
    }
}

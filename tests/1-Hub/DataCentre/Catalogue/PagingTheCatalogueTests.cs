using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.Kernel;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Paging_the_catalogue
{
    /// <summary>Entries come, change and go between any two pages; those that stay are seen exactly once, whatever the order of the list.</summary>
    [Fact]
    public void shows_every_entry_that_stays_exactly_once_while_others_come_and_go()
    {
        var run = Gen.Select(Gen.Int[0, 60], Gen.Int[1, 9], Gen.Enum<CatalogueOrder>(), Gen.Int[0, 40].Array[0, 30]);
        run.Sample((count, limit, order, arriving) =>
        {
            var book = new CatalogueBook();
            for (var i = 0; i < count; i++)
            {
                book.Put(Numbered(i * 2));
            }

            var search = new CatalogueSearch(book);
            var seen = new List<string>();
            var arrivals = new Queue<int>(arriving);
            string? cursor = null;
            do
            {
                var page = search.Page(new CatalogueQuery([], Order: order), limit, cursor, Caller.Anonymous).Value;
                Assert.True(page.Entries.Count <= limit);
                seen.AddRange(page.Entries.Select(e => e.Resource.Code));
                cursor = page.Next;
                if (arrivals.TryDequeue(out var n))
                {
                    book.Put(Numbered((n * 2) + 1)); // an odd one arrives before or after the cursor
                }
            }
            while (cursor is not null);

            var stayed = Enumerable.Range(0, count).Select(i => Numbered(i * 2).Resource.Code).ToHashSet();
            Assert.Equal(stayed.Order(), seen.Where(stayed.Contains).Order());
            Assert.Equal(seen.Count, seen.Distinct().Count());
        }, iter: 300);
    }

    [Fact]
    public void gives_a_total_that_is_kept_for_the_whole_catalogue_and_right_for_a_filter()
    {
        var book = new CatalogueBook();
        for (var i = 0; i < 10; i++)
        {
            book.Put(Numbered(i));
        }

        var search = new CatalogueSearch(book);
        Assert.Equal(10, search.Page(new([]), 3, null, Caller.Anonymous).Value.Total);
        Assert.Equal(5, search.Page(new([], Theme: "医疗卫生"), 3, null, Caller.Anonymous).Value.Total);
        book.Remove(Numbered(0));
        Assert.Equal(9, search.Page(new([]), 3, null, Caller.Anonymous).Value.Total);
    }

    [Fact]
    public void refuses_a_cursor_of_another_order()
    {
        var book = new CatalogueBook();
        book.Put(Numbered(1));
        book.Put(Numbered(2));
        var search = new CatalogueSearch(book);
        var next = search.Page(new([], Order: CatalogueOrder.Title), 1, null, Caller.Anonymous).Value.Next;

        Assert.Equal("catalogue.bad-cursor", search.Page(new([]), 1, next, Caller.Anonymous).Fault?.Code);
    }

    private static Entry Numbered(int n)
    {
        var entry = Hospitals.Published();
        var resource = entry.Resource with
        {
            Id = $"r{n}", Code = ResourceCode.Of("306001", n + 1), Title = $"资源 {n % 7}-{n}", Theme = n % 2 == 0 ? "医疗卫生" : "生态环境",
        };
        return entry with { Resource = resource, PublishedAtUtc = Hospitals.Now.AddMinutes(n % 5), ChangedAtUtc = Hospitals.Now.AddMinutes(n % 3) };
    }
}

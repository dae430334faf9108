using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

public sealed class Paging_through_rows : IAsyncLifetime
{
    private static readonly IReadOnlyList<InformationItem> Items =
        [new("甲", "a", ItemType.Integer), new("乙", "b", ItemType.Character), new("丙", "c", ItemType.Money), new("丁", "d", ItemType.Date)];

    private static readonly string?[] Texts = [null, "", "a", "b", "中", "01"];

    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ServingStage.Start();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private sealed record Row(long? A, string? B, decimal? C, DateOnly? D, int Run, long Line);

    [Fact]
    public async Task shows_every_row_once_in_the_order_asked_for_whatever_is_missing_or_equal()
    {
        var row = Gen.Select(
            Gen.Long[0, 3].Select(n => n == 3 ? (long?)null : n), Gen.Int[0, 5].Select(n => Texts[n]),
            Gen.Int[0, 4].Select(n => n == 4 ? (decimal?)null : n / 4m), Gen.Int[0, 3].Select(n => n == 3 ? (DateOnly?)null : new DateOnly(2026, 1, 1).AddDays(n)));
        var orders = Gen.Select(Gen.Shuffle(new[] { "a", "b", "c", "d" }), Gen.Int[0, 4], Gen.Bool.Array[4])
            .Select((names, take, down) => names.Take(take).Select((n, i) => (Name: n, Descending: down[i])).ToArray());

        await Gen.Select(row.Array[0, 40], orders, Gen.Int[1, 13]).SampleAsync(async (cells, order, limit) =>
        {
            var rows = cells.Select((c, i) => new Row(c.Item1, c.Item2, c.Item3, c.Item4, 1 + (i % 3), i)).ToList();
            Fill(rows);
            var expected = Sorted(rows, order).Select(r => r.Line.ToString(CultureInfo.InvariantCulture));

            Assert.Equal(expected, await Lines(order, limit));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task refuses_a_cursor_that_was_altered_or_belongs_to_another_query()
    {
        Fill([.. Enumerable.Range(0, 10).Select(i => new Row(i, "x", 1, null, 1, i))]);
        var next = (await _stage.As("own").Json("/api/v1/resources/1-1/rows?order=a&limit=3")).GetProperty("next").GetString()!;
        var altered = next[..20] + (next[20] == 'A' ? 'B' : 'A') + next[21..];

        Assert.Equal(["3", "4", "5"], (await _stage.As("own").Json($"/api/v1/resources/1-1/rows?order=a&limit=3&cursor={next}")).Column("a"));
        foreach (var query in new[] { $"order=a&cursor={altered}", $"order=a.desc&cursor={next}", $"order=a&b=x&cursor={next}", $"cursor={next}" })
        {
            Assert.Equal("serving.bad-cursor", (await _stage.As("own").Json($"/api/v1/resources/1-1/rows?{query}")).GetProperty("code").GetString());
        }
    }

    private async Task<List<string>> Lines((string Name, bool Descending)[] order, int limit)
    {
        var lines = new List<string>();
        var query = $"/api/v1/resources/1-1/rows?limit={limit}&order={string.Join(',', order.Select(o => o.Name + (o.Descending ? ".desc" : "")))}";
        string? cursor = null;
        do
        {
            var page = await _stage.As("own").Json(cursor is null ? query : $"{query}&cursor={cursor}");
            lines.AddRange(page.Column("line").Select(l => l!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        return lines;
    }

    private void Fill(List<Row> rows)
    {
        var resource = _stage.Catalogue.Add("1/1", [.. Items, new("行", "line", ItemType.Integer)]);
        static string Sql(object? value) => value switch { null => "null", DateOnly d => $"date '{d:yyyy-MM-dd}'", string s => $"'{s}'", _ => Convert.ToString(value, CultureInfo.InvariantCulture)! };
        _stage.Tables.Fill(resource, rows.Count == 0
            ? "select null, null, null, null, null, 0, 0 where false"
            : "values " + string.Join(", ", rows.Select(r => $"({Sql(r.A)}, {Sql(r.B)}, {Sql(r.C)}, {Sql(r.D)}, {r.Line}, {r.Run}, {r.Line})")));
    }

    private static IEnumerable<Row> Sorted(IEnumerable<Row> rows, (string Name, bool Descending)[] order)
    {
        var sorted = rows.OrderBy(_ => 0);
        foreach (var (name, descending) in order)
        {
            IComparable? Cell(Row r) => name switch { "a" => r.A, "b" => r.B is { } b ? new Ordinal(b) : null, "c" => r.C, _ => r.D };
            sorted = sorted.ThenBy(r => Cell(r) is null);
            sorted = descending ? sorted.ThenByDescending(Cell) : sorted.ThenBy(Cell);
        }

        return sorted.ThenBy(r => r.Run).ThenBy(r => r.Line);
    }

    private sealed record Ordinal(string Text) : IComparable
    {
        public int CompareTo(object? obj) => string.CompareOrdinal(Text, ((Ordinal)obj!).Text);
    }
}

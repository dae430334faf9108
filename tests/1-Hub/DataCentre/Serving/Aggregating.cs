using CityHub.DataCentre.Serving.Rights;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

public sealed class Aggregating_rows : IAsyncLifetime
{
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ServingStage.Start();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData("", """{"items":[{"count":5}],"more":false}""")]
    [InlineData("by=district&measure=count,sum(income),max(household)", """{"items":[{"district":"010112","count":1,"sum(income)":99999999999999.99,"max(household)":null},{"district":"500103","count":2,"sum(income)":1200.6,"max(household)":3},{"district":"500112","count":2,"sum(income)":7,"max(household)":4}],"more":false}""")]
    [InlineData("by=district&order=count.desc,district.desc&limit=1", """{"items":[{"district":"500112","count":2}],"more":true}""")]
    [InlineData("by=year(born)&measure=count&born=not.null", """{"items":[{"year(born)":"1985-01-01","count":1},{"year(born)":"1990-01-01","count":1},{"year(born)":"1991-01-01","count":1},{"year(born)":"2000-01-01","count":1}],"more":false}""")]
    [InlineData("by=month(order)&filter.order=gte.2026-01-01", """{"items":[{"month(order)":"2026-01-01","count":1},{"month(order)":"2026-04-01","count":2}],"more":false}""")]
    [InlineData("measure=avg(household),distinct(district),count(income),min(born),sum(household)", """{"items":[{"avg(household)":2.5,"distinct(district)":3,"count(income)":4,"min(born)":"1985-01-01","sum(household)":10}],"more":false}""")]
    public async Task counts_and_sums_by_group(string query, string expected)
    {
        People.Put(_stage);

        Assert.Equal(expected, await _stage.As("own").GetStringAsync($"{People.Url}/aggregate?{query}"));
    }

    [Theory]
    [InlineData("own", "by=name", "serving.masked-column")]
    [InlineData("own", "measure=distinct(id_number)", "serving.masked-column")]
    [InlineData("own", "measure=min(secret)", "serving.masked-column")]
    [InlineData("other", "measure=sum(income)", "serving.masked-column")]
    [InlineData("own", "measure=sum(district)", "serving.wrong-parameter")]
    [InlineData("own", "measure=median(income)", "serving.wrong-parameter")]
    [InlineData("own", "by=month(district)", "serving.wrong-parameter")]
    [InlineData("own", "by=hour(order)", "serving.wrong-parameter")]
    [InlineData("own", "by=nobody", "serving.unknown-column")]
    [InlineData("own", "order=income", "serving.unknown-column")]
    [InlineData("own", "limit=10001", "serving.wrong-limit")]
    public async Task refuses_what_would_give_a_masked_value_away_or_makes_no_sense(string reader, string query, string fault)
    {
        People.Put(_stage, open: true);

        Assert.Equal(fault, (await _stage.As(reader).Json($"{People.Url}/aggregate?{query}")).GetProperty("code").GetString());
    }
}

public sealed class A_mask
{
    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("张三丰", "张*丰")]
    [InlineData("欧阳娜娜", "欧**娜")]
    [InlineData("王", "*")]
    [InlineData("02361234567", "023****4567")]
    [InlineData("13812345678", "138****5678")]
    [InlineData("50010319900101001X", "500103********001X")]
    [InlineData("12345678", "12****78")]
    [InlineData("𠮷野家", "𠮷*家")]
    public async Task says_the_same_in_sql_and_on_the_row_index(string value, string expected)
    {
        using var tables = new StandInTables();
        var column = new ReadableColumn(new("值", "v", DataCentre.Catalogue.ItemType.Character), new(Storage.Tables.ColumnKind.Text), 0, DataCentre.Catalogue.MaskKind.Partial);
        await using var reader = await tables.Read($"select {MaskSql.Select(column)} from (select $1 as v)", [value], default);
        await reader.Data.ReadAsync();
        var bytes = System.Text.Encoding.UTF8.GetBytes(value);
        var masked = new byte[Math.Max(10, bytes.Length)];

        Assert.Equal(expected, reader.Data.GetString(0));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(masked, 0, MaskText.Write(DataCentre.Catalogue.MaskKind.Partial, Storage.Tables.ColumnKind.Text, bytes, masked)));
    }

    [Fact]
    public async Task keeps_only_the_year_of_a_day_and_nothing_of_a_number()
    {
        using var tables = new StandInTables();
        async Task<string?> Sql(Storage.Tables.ColumnKind kind, DataCentre.Catalogue.MaskKind mask, string value)
        {
            var column = new ReadableColumn(new("值", "v", DataCentre.Catalogue.ItemType.Date), new(kind, 9, 2), 0, mask);
            await using var reader = await tables.Read($"select {MaskSql.Select(column)} from (select {value} as v)", [], default);
            await reader.Data.ReadAsync();
            return reader.Data.IsDBNull(0) ? null : reader.Data.GetString(0);
        }

        Assert.Equal("1990-**-**", await Sql(Storage.Tables.ColumnKind.Date, DataCentre.Catalogue.MaskKind.Partial, "date '1990-05-06'"));
        Assert.Null(await Sql(Storage.Tables.ColumnKind.Date, DataCentre.Catalogue.MaskKind.Full, "date '1990-05-06'"));
        Assert.Null(await Sql(Storage.Tables.ColumnKind.Decimal, DataCentre.Catalogue.MaskKind.Partial, "12.50::decimal(9, 2)"));
        Assert.Null(await Sql(Storage.Tables.ColumnKind.Text, DataCentre.Catalogue.MaskKind.Full, "null::varchar"));
    }
}

using CityHub.DataCentre.Serving.LookUp;
using CityHub.Storage.Tables;
using DuckDB.NET.Data;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>The row index has what the engine's cast to text prints, so that is the judge.</summary>
public sealed class A_key_as_text : IDisposable
{
    private readonly DuckDBConnection _engine = new("Data Source=:memory:");

    public A_key_as_text() => _engine.Open();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void has_doubles_as_the_engine_prints_them()
    {
        double[] edges =
        [
            0, -0.0, 1, -1, 0.1, 100, 123456, 1e-4, 9.9999e-5, 1e-5, 1.5e-7, 1e14, 1e15, -1e15, 1234567890123456.8, 9999999999999998, 1e16, 1.5e16, 1e17, 1e20, 1e22,
            1e23, 1e100, -2.5e-300, double.MaxValue, double.Epsilon, Math.PI,
        ];
        var dice = new Random(1);
        var any = Enumerable.Range(0, 5000).Select(_ => BitConverter.Int64BitsToDouble(dice.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite);
        var near = Enumerable.Range(0, 5000).Select(_ => (dice.NextDouble() - 0.5) * Math.Pow(10, dice.Next(-8, 19)));

        Same(new(ColumnKind.Double), [.. edges, .. any, .. near]);
    }

    [Fact]
    public void has_decimals_as_the_engine_prints_them()
    {
        Same(new(ColumnKind.Decimal, 18, 0), [0m, 1m, -1m, 999_999_999_999_999_999m]);
        Same(new(ColumnKind.Decimal, 6, 2), [0m, 1.5m, -0.05m, 9999.99m]);
        Same(new(ColumnKind.Decimal, 2, 2), [0m, 0.5m, -0.05m]);
        Same(new(ColumnKind.Decimal, 18, 18), [0.000_000_000_000_000_001m, -0.1m]);
    }

    [Fact]
    public void has_days_times_and_flags_as_the_engine_prints_them()
    {
        Same(new(ColumnKind.Date), [new DateOnly(1, 1, 1), new DateOnly(987, 6, 5), new DateOnly(2025, 12, 2), new DateOnly(9999, 12, 31)]);
        Same(new(ColumnKind.Timestamp), [new DateTime(1, 1, 1), new DateTime(2025, 12, 2), new DateTime(2025, 12, 2, 8, 30, 0, 250), new DateTime(2025, 12, 2, 23, 59, 59, 999, 999)]);
        Same(new(ColumnKind.Boolean), [true, false]);
    }

    private void Same<T>(ColumnType type, IReadOnlyList<T> values)
        where T : struct
    {
        using var command = _engine.CreateCommand();
        command.CommandText = $"select cast(cast(? as {TableText.TypeOf(type)}) as varchar)";
        foreach (var value in values)
        {
            command.Parameters.Clear();
            command.Parameters.Add(new DuckDBParameter(value));
            Assert.Equal((value, (string)command.ExecuteScalar()!), (value, KeyText.Write(value, type)!));
        }
    }
}

using CityHub.DataCentre.Serving.Charts;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Opening.ShowDataset;

/// <summary>A column as a table of rows shows it. Public because components are.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="Number">Stands right.</param>
/// <param name="Time">A day or an instant.</param>
/// <param name="Masked">Hidden from this reader, wholly or partly.</param>
public sealed record GridColumn(string Name, string Title, string? Unit, bool Number, bool Time, bool Masked)
{
    /// <summary>Title with the unit.</summary>
    public string Head => Unit is null ? Title : $"{Title} {Unit}";

    /// <summary>Names of the codes that its cells hold; null when they hold none.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    internal static IReadOnlyList<GridColumn> Of(IEnumerable<ReadableColumn> columns, ValueNames names) =>
    [
        .. columns.Select(c => new GridColumn(
            c.Name, c.Item.Name, c.Item.Unit, c.AnswerKind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double,
            c.AnswerKind is ColumnKind.Date or ColumnKind.Timestamp, c.Masked)
        {
            Names = c.Masked ? null : names.ListOf(c.Item),
        }),
    ];
}

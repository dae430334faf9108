using CityHub.DataCentre.Serving.Rights;

namespace CityHub.DataCentre.Serving.Query;

internal enum FilterOperator
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Like,
    In,
    IsNull,
    NotNull,
}

/// <summary>One condition on one column. A missing value meets only <see cref="FilterOperator.IsNull"/>.</summary>
internal sealed record RowFilter(ReadableColumn Column, FilterOperator Operator, IReadOnlyList<object> Values);

/// <summary>One column to order by; missing values come last either way.</summary>
internal sealed record RowOrder(ReadableColumn Column, bool Descending);

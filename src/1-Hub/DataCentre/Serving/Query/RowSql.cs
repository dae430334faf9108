using System.Text;

namespace CityHub.DataCentre.Serving.Query;

/// <summary>SQL with its parameters: no value ever stands in the text.</summary>
internal sealed class RowSql
{
    private readonly StringBuilder _text = new();
    private readonly List<object?> _parameters = [];

    public string Text => _text.ToString();

    public IReadOnlyList<object?> Parameters => _parameters;

    public RowSql Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    public RowSql Value(object value)
    {
        _parameters.Add(value);
        _text.Append('$').Append(_parameters.Count);
        return this;
    }

    /// <summary>Appends <c> where ...</c>; nothing when there is neither a filter nor a place to start after.</summary>
    public RowSql Where(IReadOnlyList<RowFilter> filters, IReadOnlyList<RowOrder> order, PagePlace? after)
    {
        var glue = " where ";
        foreach (var filter in filters)
        {
            Add(glue).Condition(filter);
            glue = " and ";
        }

        return after is null ? this : Add(glue).After(order, after, 0);
    }

    public RowSql OrderBy(IReadOnlyList<RowOrder> order)
    {
        Add(" order by ");
        foreach (var (column, descending) in order)
        {
            Add(column.Sql).Add(descending ? " desc nulls last, " : " asc nulls last, ");
        }

        return Add("_run, _line");
    }

    private RowSql Condition(RowFilter filter)
    {
        Add(filter.Column.Sql);
        switch (filter.Operator)
        {
            case FilterOperator.IsNull:
                return Add(" is null");
            case FilterOperator.NotNull:
                return Add(" is not null");
            case FilterOperator.Like:
                return Add(" like ").Value(filter.Values[0]).Add(" escape '\\'");
            case FilterOperator.In:
                Add(" in (");
                for (var i = 0; i < filter.Values.Count; i++)
                {
                    Add(i > 0 ? ", " : "").Value(filter.Values[i]);
                }

                return Add(")");
            default:
                return Add(filter.Operator switch
                {
                    FilterOperator.NotEqual => " <> ",
                    FilterOperator.Greater => " > ",
                    FilterOperator.GreaterOrEqual => " >= ",
                    FilterOperator.Less => " < ",
                    FilterOperator.LessOrEqual => " <= ",
                    _ => " = ",
                }).Value(filter.Values[0]);
        }
    }

    // Rows after a place, in the order given, missing values last: (a > v or a is null or (a = v and ...)).
    private RowSql After(IReadOnlyList<RowOrder> order, PagePlace place, int level)
    {
        if (level == order.Count)
        {
            return Add("(_run > ").Value(place.Run).Add(" or (_run = ").Value(place.Run).Add(" and _line > ").Value(place.Line).Add("))");
        }

        var column = order[level].Column.Sql;
        if (place.Values[level] is not { } value)
        {
            return Add($"({column} is null and ").After(order, place, level + 1).Add(")");
        }

        return Add($"({column} {(order[level].Descending ? '<' : '>')} ").Value(value).Add($" or {column} is null or ({column} = ").Value(value)
            .Add(" and ").After(order, place, level + 1).Add("))");
    }
}

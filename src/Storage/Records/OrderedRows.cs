using System.Linq.Expressions;
using CityHub.Kernel;

namespace CityHub.Storage.Records;

/// <summary>Rows of a table in an order of the reader's choice, from behind the row that a cursor names.</summary>
public static class OrderedRows
{
    /// <summary>Orders by the key; what has none comes last. Ties are broken by the id, so that no page repeats or skips a row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="key">What they are ordered by.</param>
    /// <param name="id">What no two rows share.</param>
    /// <param name="order">Direction.</param>
    /// <param name="idFalling">Whether the greatest id comes first among equals.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    public static IQueryable<T> InOrder<T, TKey>(
        this IQueryable<T> rows, Expression<Func<T, TKey>> key, Expression<Func<T, string?>> id, ListOrder order, bool idFalling, T? after)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(order);
        var row = key.Parameters[0];
        var (value, own) = (key.Body, new Exchange(id.Parameters[0], row).Visit(id.Body));
        var none = default(TKey) is null ? Expression.Equal(value, Expression.Constant(null, value.Type)) : (Expression)Expression.Constant(false);
        if (after is not null)
        {
            var (last, lastId) = (key.Compile()(after), id.Compile()(after));
            var laterId = Beyond(own, Held(lastId, own.Type), idFalling);
            var later = last is null
                ? Expression.AndAlso(none, laterId)
                : Expression.OrElse(none, Expression.OrElse(
                    Beyond(value, Held(last, value.Type), order.Falling), Expression.AndAlso(Expression.Equal(value, Held(last, value.Type)), laterId)));
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(later, row));
        }

        var known = rows.OrderBy(Expression.Lambda<Func<T, bool>>(none, row));
        var sorted = order.Falling ? known.ThenByDescending(key) : known.ThenBy(key);
        return idFalling ? sorted.ThenByDescending(id) : sorted.ThenBy(id);
    }

    private static BinaryExpression Beyond(Expression value, Expression last, bool falling)
    {
        var (left, right) = value.Type == typeof(string)
            ? (Expression.Call(typeof(string), nameof(string.Compare), null, value, last), (Expression)Expression.Constant(0))
            : (value, last);
        return falling ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right);
    }

    // A member of an object becomes a parameter of the statement, so that every cursor shares its plan.
    private static UnaryExpression Held(object? value, Type type) => Expression.Convert(Expression.Field(Expression.Constant(new Holder(value)), nameof(Holder.Value)), type);

    private sealed class Holder(object? value)
    {
        public readonly object? Value = value;
    }

    private sealed class Exchange(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}

using System.Collections.Frozen;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>
/// Words that are no column names: the reserved key words of PostgreSQL 17 (appendix C), whose SQL both table engines speak, and those that
/// DuckDB adds. Quoted they would work here, but not in the tools that departments point at a table.
/// </summary>
internal static class ReservedWords
{
    private static readonly FrozenSet<string> Words =
        """
        all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog current_date
        current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign
        from grant group having in initially intersect into lateral leading limit localtime localtimestamp not null offset on only or order
        placing primary references returning select session_user some symmetric system_user table then to trailing true union unique user using
        variadic when where window with
        describe lambda pivot pivot_longer pivot_wider qualify rowid show summarize unpivot
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string column) => Words.Contains(column);
}

using System.Text.Json;

namespace CityHub.Storage.Tables;

/// <summary>A visible table with what the engines keep beside it: one row of <c>resource_tables</c>.</summary>
/// <param name="Visible">What readers see.</param>
/// <param name="Generation">Prefix of its keys in the row index; a replaced resource gets a new one, so old keys are never served.</param>
/// <param name="IndexFile">Name of the last file of keys that was committed; null without a key.</param>
/// <param name="PackedRun">Rows of runs up to this number stand in the index whole; later ones as a place in the table.</param>
public sealed record TableEntry(VisibleTable Visible, long Generation, string? IndexFile, int PackedRun);

/// <summary>The tables that stand beside the rows.</summary>
internal static class TableSchema
{
    private sealed record Shape(IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Key);

    public static void Make(TableWork work)
    {
        work.Execute("create sequence if not exists generations");
        work.Execute("create table if not exists resource_tables(resource varchar, table_name varchar, generation bigint, row_count bigint, "
            + "last_run integer, index_file varchar, packed_run integer, shape varchar)");
        work.Execute("create table if not exists retired(table_name varchar, generation bigint)");
        work.Execute("create table if not exists runs(run_id varchar, resource varchar, number integer, read bigint, kept bigint, changed bigint, "
            + "unchanged bigint, refused bigint, refused_by_rule varchar, rows_now bigint, committed_at timestamp)");
        work.Execute("create table if not exists refused_rows(resource varchar, run integer, line bigint, raw varchar, "
            + "state varchar default 'open', mended_by varchar)");
        work.Execute("create table if not exists refusals(resource varchar, run integer, line bigint, rule varchar, item varchar, value varchar)");
        work.Execute("create table if not exists profiles(resource varchar, run integer, made_at timestamp, profile varchar)");
        work.Execute("create table if not exists assessments(resource varchar, run integer, run_id varchar, assessed_at timestamp, updated_at timestamp, cycle varchar, "
            + "row_count bigint, refused bigint, broken varchar, conformity double, completeness double, accuracy double, consistency double, accessibility double)");
    }

    public static IEnumerable<TableEntry> ReadEntries(TableWork work)
    {
        foreach (var r in work.Query("select resource, table_name, row_count, last_run, shape, generation, index_file, packed_run from resource_tables"))
        {
            var shape = JsonSerializer.Deserialize<Shape>((string)r[4]!)!;
            yield return new(
                new((string)r[0]!, (string)r[1]!, (long)r[2]!, (int)r[3]!, shape.Columns, shape.Key), (long)r[5]!, (string?)r[6], (int)r[7]!);
        }
    }

    public static void Write(TableWork work, TableEntry entry)
    {
        var v = entry.Visible;
        work.Execute("delete from resource_tables where resource = $1", v.ResourceId);
        work.Execute(
            "insert into resource_tables values ($1, $2, $3, $4, $5, $6, $7, $8)",
            v.ResourceId, v.TableName, entry.Generation, v.Rows, v.LastRun, entry.IndexFile, entry.PackedRun,
            JsonSerializer.Serialize(new Shape(v.Columns, v.Key)));
    }

    /// <summary>Notes that a table and its keys have no reader any more.</summary>
    public static void Retire(TableWork work, TableEntry entry) =>
        work.Execute("insert into retired values ($1, $2)", entry.Visible.TableName, entry.Generation);

    /// <summary>Every table that holds rows, visible or not.</summary>
    public static IEnumerable<string> RowTables(TableWork work) =>
        work.Query("select table_name from duckdb_tables() where regexp_full_match(table_name, 'rows_[0-9]+')").Select(r => (string)r[0]!);
}

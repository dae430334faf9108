using System.Globalization;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// New rows that are right in themselves and would spoil those that are there: mended rows older than what a later run brought, and masks
/// (<c>张*丰</c>) out of an edited download where the values stand that they hide.
/// </summary>
/// <param name="known">The rows that are there; null when there are none.</param>
/// <param name="hidden">Table of the new rows.</param>
internal sealed class AgainstKnownRows(TableStore tables, LoadPlan plan, VisibleTable? known, string hidden)
{
    /// <summary>Their lines, and why.</summary>
    /// <param name="hiding">The commit of the new rows.</param>
    /// <exception cref="LoadRefused">A replacement would lose values to masks, or an item would be emptied by what a mask leaves of it.</exception>
    public async Task<IReadOnlyDictionary<long, Unfit>> Find(Task hiding)
    {
        var unfit = new Dictionary<long, Unfit>();
        if (known is not { Rows: > 0 } || plan.Key.Count == 0 || !known.Key.SequenceEqual(plan.Key))
        {
            return unfit;
        }

        // A key has no mask, and an append replaces no value.
        var masked = plan.Mode == LoadMode.Append ? [] : plan.Masked.Where(m => plan.Columns[m.Column] is { SourceOrdinal: >= 0, Column: var column } && known.Columns.Contains(column)).ToList();
        var mends = plan is { Mends: not null, Mode: LoadMode.Upsert };
        if (masked.Count == 0 && !mends)
        {
            return unfit;
        }

        await hiding;
        using var work = tables.Begin();
        foreach (var line in mends ? Lines(work, $"select n._line from {hidden} n join {known.TableName} o on {plan.SameKey} where o._run > {plan.Mends}") : [])
        {
            unfit[line] = new(RefusalCodes.Newer, IndexOf(plan.Key[0]));
        }

        foreach (var one in masked)
        {
            Masks(work, one, unfit);
        }

        return unfit;
    }

    private void Masks(TableWork work, MaskedColumn one, Dictionary<long, Unfit> unfit)
    {
        var column = plan.Columns[one.Column].Column;
        var name = TableText.Name(column.Name);
        if (one.Masked is not { } mask)
        {
            if (work.Number($"select count({name}) from {hidden}") == 0
                && work.Number($"select count(o.{name}) from {hidden} n join {known!.TableName} o on {plan.SameKey}") is > 0 and var lost)
            {
                throw new LoadRefused(LoadingFaults.MaskEmpties(column.Name, lost));
            }

            return;
        }

        if (work.Number($"select count(*) from {hidden} where contains({name}, '*')") == 0)
        {
            return; // files without a * are the rule
        }

        // A source that brings masked values itself has them in the resource, too: what is equal hides nothing.
        var lines = Lines(
            work, $"select n._line from {hidden} n join {known!.TableName} o on {plan.SameKey} where contains(n.{name}, '*') and n.{name} = {mask("o." + name)} and n.{name} is distinct from o.{name} order by 1");
        if (plan.Mode == LoadMode.Replace && lines.Count > 0)
        {
            throw new LoadRefused(LoadingFaults.MasksReplace(column.Name, lines.Count, lines[0]));
        }

        foreach (var line in lines)
        {
            unfit.TryAdd(line, new(RefusalCodes.Masked, one.Column));
        }
    }

    private int IndexOf(string column) => plan.Columns.Index().First(c => c.Item.Column.Name == column).Index;

    private static List<long> Lines(TableWork work, string sql) => [.. work.Query(sql).Select(r => Convert.ToInt64(r[0], CultureInfo.InvariantCulture))];
}

using System.Text;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Search.Changes;

/// <summary>
/// Numbers the changes of searched tables by triggers: whatever writes a row, by whatever statement, its change commits with it or not at all.
/// They are made anew at each start, so they are those of this program; rows from before the first start are numbered once.
/// </summary>
internal sealed class ChangeTriggers(IDbContextFactory<RecordsDb> factory, IEnumerable<ISearchSource> sources) : IStartUp
{
    public async Task Start(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var old = await db.Database.SqlQueryRaw<string>("select name as Value from sqlite_master where type = 'trigger' and name like 'search\\_%' escape '\\'").ToListAsync(ct);
        var statements = old.Select(name => $"drop trigger \"{name}\"")
            .Concat(sources.SelectMany(s => s.Tables.SelectMany((table, i) => Of(s.Kind, table, first: i == 0))));
        foreach (var statement in statements)
        {
#pragma warning disable EF1002 // Names and kinds are constants of the program's own sources.
            await db.Database.ExecuteSqlRawAsync(statement, ct);
#pragma warning restore EF1002
        }

        await transaction.CommitAsync(ct);
    }

    // The record itself is the first table's row; a row of another table only changes it.
    private static IEnumerable<string> Of(string kind, SearchedTable table, bool first)
    {
        var name = $"search_{kind}_{table.Name}";
        var columns = table.Columns.Count == 0 ? "" : " of " + string.Join(", ", table.Columns.Select(c => $"\"{c}\""));
        yield return $"create trigger \"{name}_insert\" after insert on \"{table.Name}\" begin {Note("new", 0)} end";
        yield return $"create trigger \"{name}_update\" after update{columns} on \"{table.Name}\" begin {Note("new", 0)} end";
        yield return $"create trigger \"{name}_delete\" after delete on \"{table.Name}\" begin {Note("old", first ? 1 : 0)} end";
        if (first)
        {
            yield return $"insert into {ChangeTables.Changes} (Kind, Key, Deleted) select '{kind}', t.\"{table.Key}\", 0 from \"{table.Name}\" t "
                + $"where not exists (select 1 from {ChangeTables.Changes} c where c.Kind = '{kind}' and c.Key = t.\"{table.Key}\")";
        }

        string Note(string row, int deleted) => new StringBuilder()
            .Append(null, $"delete from {ChangeTables.Changes} where Kind = '{kind}' and Key = {row}.\"{table.Key}\"; ")
            .Append(null, $"insert into {ChangeTables.Changes} (Kind, Key, Deleted) values ('{kind}', {row}.\"{table.Key}\", {deleted});").ToString();
    }
}

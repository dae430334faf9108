using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CityHub.Storage.Records;

/// <summary>Every connection waits for the disk at commit: WAL is a property of the file, synchronous one of the connection.</summary>
internal sealed class DurableConnection : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma synchronous = full; pragma busy_timeout = 30000;";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous calls; the asynchronous ones of its provider are the same with a task around.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}

using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Backup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Backups;

/// <param name="Path">Folder to make, absolute; its parent exists.</param>
internal sealed record BackupAsked(string? Path);

/// <summary>备份: asked for on the machine itself, answered when it is whole. Who made a copy of everything stands in the trail before it begins.</summary>
internal static class BackupRoutes
{
    public const string Permission = "system.backup";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/backups", Make).RequireAuthorization(Permission).WithTags("Backups")
        .WithSummary("备份 · Backs the whole data folder up; only over the local socket").Produces<BackupMade>();

    private static async Task<IResult> Make(BackupAsked asked, HttpContext context, Caller caller, [FromServices] MakeBackup backup, IAuditTrail trail, CancellationToken ct)
    {
        if (!LocalSocket.Carries(context))
        {
            return BackupsFaults.NotLocal.ToProblem();
        }

        await trail.Durable(AuditEntry.By(caller, "backup.begun") with { Detail = asked.Path });
        var ended = AuditEntry.By(caller, "backup.failed") with { Detail = $"{asked.Path}: stopped" };
        try
        {
            var outcome = await backup.To(asked.Path, ct);
            ended = outcome.Match(
                made => AuditEntry.By(caller, "backup.made") with { Detail = $"{made.Path}: {made.Files} files, {made.Bytes} bytes" },
                fault => ended with { Detail = $"{asked.Path}: {fault.Code}" });
            return outcome.Match<IResult>(made => TypedResults.Ok(made), fault => fault.ToProblem());
        }
        finally
        {
            await trail.Durable(ended);
        }
    }
}

/// <summary>Refusals of this room; those of the backup itself stand with it.</summary>
internal static class BackupsFaults
{
    public static Fault NotLocal { get; } = new("backup.not-local", 403,
        new("备份只能在本机发起", "Backups are made on the machine itself"),
        new("备份写到服务器的磁盘上，只接受本机命令行：./cityhub backup 目录。", "A backup is written to the server's disk, so only the command line on that machine may ask for it: ./cityhub backup DIR."));
}

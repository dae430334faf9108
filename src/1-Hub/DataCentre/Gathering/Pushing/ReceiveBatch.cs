using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Json;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>推送批次: takes a batch of lines from a program. It is on disk before its sender is told; a run gathers it with the others that came.</summary>
internal sealed class ReceiveBatch(
    ICatalogue catalogue, Spool spool, BatchBell bell, IDbContextFactory<RecordsDb> records, GatheringOptions options, TimeProvider clock)
{
    public const string Permission = "gathering.push";
    private const int LongestKey = 255;
    private const long PackingSlack = 1L << 20;
    private static readonly string[] Types = ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    /// <summary>A batch, and whether it had been taken before.</summary>
    internal sealed record Taken(BatchRow Batch, bool Before);

    public async Task<Outcome<Taken>> Do(string address, string? mode, HttpContext context, Caller caller, CancellationToken ct)
    {
        var code = ResourceAddress.Code(address);
        if (await catalogue.Find(code, ct) is not { } resource)
        {
            return catalogue.NoSuchResource(code);
        }

        var (request, key) = (context.Request, context.Request.Headers["Idempotency-Key"].ToString());
        if ((Decide(resource, mode ?? "append", key, caller) ?? Form(request)) is { } refused)
        {
            return refused;
        }

        var packed = Packed(request);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.BatchLimitBytes + PackingSlack;
        }

        if (request.ContentLength > options.BatchLimitBytes + (packed ? PackingSlack : 0))
        {
            return PushFaults.TooLarge(options.BatchLimitBytes);
        }

        if (spool.Disk.Check(request.ContentLength ?? 0) is { } full)
        {
            return full;
        }

        var id = Id.New();
        var kept = false;
        try
        {
            if (!(await Body(id, request.Body, packed, ct)).Try(out var content, out var fault))
            {
                return fault;
            }

            var batch = Row(id, resource, Enum.Parse<LoadMode>(mode ?? "append", ignoreCase: true), key, content, caller);
            var taken = await Keep(batch, ct);
            kept = taken.Succeeded && !taken.Value.Before;
            if (kept)
            {
                bell.Ring();
            }

            return taken;
        }
        finally
        {
            if (!kept)
            {
                File.Delete(spool.Batch(id));
            }
        }
    }

    internal static Fault? Decide(Resource resource, string mode, string key, Caller caller) => 0 switch
    {
        _ when !MayPush(caller, resource.ProviderPath) => GatheringFaults.NotYours(resource, caller),
        _ when resource.State == ResourceState.Withdrawn => GatheringFaults.ResourceWithdrawn(resource.Code),
        _ when !mode.Equals("append", StringComparison.OrdinalIgnoreCase) && !mode.Equals("upsert", StringComparison.OrdinalIgnoreCase) => PushFaults.ModeNotPushed(mode),
        _ when mode.Equals("upsert", StringComparison.OrdinalIgnoreCase) && !resource.KeyItems.Any() => GatheringFaults.ModeNeedsKey(resource.Code),
        _ when key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~') => PushFaults.KeyMissing,
        _ => null,
    };

    /// <summary>Whoever gathers into a resource may push into it, too.</summary>
    internal static bool MayPush(Caller caller, string providerPath) => caller.May(Permission, providerPath) || caller.May(StartRun.Permission, providerPath);

    private static bool Packed(HttpRequest request) => request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase);

    private static Fault? Form(HttpRequest request)
    {
        var known = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && Types.Any(t => type.MediaType.Equals(t, StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        var encoding = request.Headers.ContentEncoding.ToString();
        return !known ? PushFaults.NotNdjson(request.ContentType ?? "")
            : Packed(request) || encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? null : PushFaults.Encoding(encoding);
    }

    private async Task<Outcome<BatchContent>> Body(string id, Stream body, bool packed, CancellationToken ct)
    {
        try
        {
            using var file = new BatchBody(spool.Batch(id), spool.Disk, options.BatchLimitBytes);
            return await file.Read(body, packed, ct);
        }
        catch (BadHttpRequestException broken)
        {
            return broken.StatusCode == StatusCodes.Status413PayloadTooLarge ? PushFaults.TooLarge(options.BatchLimitBytes) : GatheringFaults.RequestBroken(broken.Message);
        }
        catch (IOException error)
        {
            return spool.Disk.Full(error) ?? GatheringFaults.RequestBroken(error.Message);
        }
    }

    private BatchRow Row(string id, Resource resource, LoadMode mode, string key, BatchContent content, Caller caller) => new()
    {
        Id = id, ResourceId = resource.Id, ResourceCode = resource.Code, ProviderPath = resource.ProviderPath, Mode = mode, Key = key, Content = content.Sha256, Bytes = content.Bytes, Lines = content.Lines,
        Stretches = content.Stretches is [{ First: 1 }] ? null : RunJson.Write(content.Stretches), Features = JsonShape.FirstIsFeature(spool.Batch(id)), ReceivedAt = clock.GetUtcNow(),
        WhoId = caller.AccountId, WhoName = caller.Name, WhoOrganisation = caller.Organisation, Application = caller.Application, Most = options.BatchesAtOnce,
    };

    private async Task<Outcome<Taken>> Keep(BatchRow batch, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        db.Add(batch);
        db.Note(new AuditEntry(
            "gathering.push", batch.WhoId, batch.WhoOrganisation, batch.Application, batch.ResourceCode, Rows: batch.Lines, Detail: $"{batch.Id} {batch.Mode}"), clock);
        try
        {
            await db.SaveChangesAsync(ct);
            return new Taken(batch, false);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteErrorCode: 19 })
        {
            db.ChangeTracker.Clear();
            var first = await db.Set<BatchRow>().AsNoTracking().SingleAsync(b => b.WhoId == batch.WhoId && b.ResourceId == batch.ResourceId && b.Key == batch.Key, ct);
            return first.Content == batch.Content && first.Mode == batch.Mode ? new Taken(first, true) : PushFaults.KeyReused(first.Id);
        }
    }
}

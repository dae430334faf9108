using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Guarding;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>幂等: a run asked for again under its <c>Idempotency-Key</c> is answered with the first one; another request under that key is refused.</summary>
internal sealed class RepeatedRun(Spool spool)
{
    public async Task<Outcome<RunRow>> Answer(RunRow first, RunRequest request, Resource resource, Caller caller, CancellationToken ct)
    {
        var before = RunJson.Read<Source>(first.Source)!;
        var form = new SourceForm(request.Encoding, request.Delimiter?[0], request.Header, request.Sheet);
        var asked = request switch
        {
            { Upload: { } id } => await IsSameUpload(first, before, id, caller, ct) ? before with { Form = form } : null,
            { Postgres: { } postgres } => new Source(before.Name, null, false, StartRun.Database(postgres), SourceForm.Open),
            _ => before with { Path = Path.GetFullPath(request.Path!), Owned = false, Form = form },
        };
        var mode = StartRun.ModeOf(request.Mode)!.Value;
        return asked is not null && Is(first, resource.Id, mode, Json(request.Mapping), Json(request.Missing), asked) ? first : GatheringFaults.KeyReused(first.Id);
    }

    public static bool Is(RunRow first, string resourceId, LoadMode mode, string? mapping, string? missing, Source asked)
    {
        var before = RunJson.Read<Source>(first.Source)!;
        return first.ResourceId == resourceId && first.Mode == mode && first.Mapping == mapping && first.Missing == missing && first.Mends is null
            && before.Owned == asked.Owned && before.Form == asked.Form && (asked.Owned || before.Path == asked.Path) && Plain(before.Database) == Plain(asked.Database);
    }

    /// <summary>Whether the same bytes came again; the second copy is dropped. An upload that the first run took is gone, and was the same.</summary>
    private async Task<bool> IsSameUpload(RunRow first, Source before, string id, Caller caller, CancellationToken ct)
    {
        if (!spool.Find(id, caller).Try(out var again, out _))
        {
            return before.Owned;
        }

        var fingerprint = first.Fingerprint ?? (before.Path is { } path && File.Exists(path) ? await Fingerprint.Of(path, ct) : null);
        if (!before.Owned || again.Name != before.Name || fingerprint != await Fingerprint.Of(again.Path, ct))
        {
            return false;
        }

        spool.DropUpload(id);
        return true;
    }

    // The connection string is not kept, so it cannot be compared.
    private static DatabaseQuery? Plain(DatabaseQuery? database) => database is null ? null : database with { Connection = null };

    private static string? Json<T>(IReadOnlyCollection<T>? values) => values is { Count: > 0 } ? RunJson.Write(values) : null;
}

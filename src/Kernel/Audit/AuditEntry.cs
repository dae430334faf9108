namespace CityHub.Kernel.Audit;

/// <summary>What is written into the audit trail (审计): who did what to which resource, why. Never a personal key in clear.</summary>
/// <param name="Act">Stable act code, <c>room.verb</c>, listed in docs/events.md.</param>
/// <param name="Who">Account id.</param>
/// <param name="Organisation">Organisation code of the actor.</param>
/// <param name="Application">Application or token; null in the browser.</param>
/// <param name="Resource">Code of the thing acted on.</param>
/// <param name="Items">Information items seen or changed.</param>
/// <param name="Rows">Rows seen or changed; null when not about rows.</param>
/// <param name="Purpose">Stated purpose.</param>
/// <param name="KeyDigest">Keyed digest (HMAC-SM3, hex) of a personal key that was looked up.</param>
/// <param name="Detail">Short free text, without personal data.</param>
public sealed record AuditEntry(
    string Act, string Who, string? Organisation = null, string? Application = null, string? Resource = null,
    IReadOnlyList<string>? Items = null, long? Rows = null, string? Purpose = null, string? KeyDigest = null, string? Detail = null)
{
    /// <summary>An entry of this caller.</summary>
    public static AuditEntry By(Caller caller, string act, string? resource = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(act, caller.AccountId, caller.Organisation, caller.Application, resource);
    }
}

/// <summary>The trail. A change is noted in its own store's transaction (<c>RecordsDb.Note</c>); a read waits here until it is durable.</summary>
public interface IAuditTrail
{
    /// <summary>Completes when the entry stands on disk (group fsync). A reader's answer must not leave before that.</summary>
    Task Durable(AuditEntry entry);

    /// <summary>Keyed digest of a personal key (HMAC-SM3, 64 hex digits).</summary>
    string Digest(ReadOnlySpan<byte> personalKey);
}

using System.Buffers;
using CityHub.Kernel;
using CityHub.Kernel.Audit;

namespace CityHub.Storage.Trail;

/// <summary>The trail as the modules see it.</summary>
internal sealed class AuditTrail(TrailWriter writer, TrailKeys keys, TimeProvider clock) : IAuditTrail
{
    private const int OnStack = 2048;

    public Task Durable(AuditEntry entry) => Append(entry, Id.New(), clock.GetUtcNow());

    public string Digest(ReadOnlySpan<byte> personalKey) => keys.Digest(personalKey);

    /// <summary>Appends an entry that has its id and time already.</summary>
    internal Task Append(AuditEntry entry, string id, DateTimeOffset atUtc)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var bound = TrailRecord.Bound(entry);
        if (bound <= OnStack)
        {
            Span<byte> body = stackalloc byte[OnStack];
            return writer.Append(body[..TrailRecord.WriteBody(body, entry, id, atUtc)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            return writer.Append(rented.AsSpan(0, TrailRecord.WriteBody(rented, entry, id, atUtc)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

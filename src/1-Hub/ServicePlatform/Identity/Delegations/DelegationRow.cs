namespace CityHub.ServicePlatform.Identity.Delegations;

/// <summary>岗位委托: for some days somebody else acts in a post beside its holder, who keeps it.</summary>
internal sealed class DelegationRow
{
    public required string Id { get; init; }

    /// <summary>The post that is delegated.</summary>
    public required string PostId { get; init; }

    public required string FromAccountId { get; init; }

    public required string ToAccountId { get; init; }

    public required DateTimeOffset FromUtc { get; init; }

    /// <summary>End, exclusive; moved forward when it is ended early.</summary>
    public required DateTimeOffset ToUtc { get; set; }

    public required string Reason { get; init; }

    public required DateTimeOffset GivenAtUtc { get; init; }

    public bool HoldsAt(DateTimeOffset nowUtc) => FromUtc <= nowUtc && nowUtc < ToUtc;
}

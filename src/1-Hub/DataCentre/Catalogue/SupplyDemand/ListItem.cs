using CityHub.Kernel.Modules;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

/// <summary>Which list.</summary>
internal enum ListKind
{
    /// <summary>责任清单: what a department owes by decree or duty.</summary>
    Duty = 1,

    /// <summary>需求清单: what a department asks for.</summary>
    Demand = 2,
}

/// <summary>How an item is answered.</summary>
internal enum AnswerKind
{
    None = 0,

    /// <summary>By an entry of the catalogue.</summary>
    Entry = 1,

    /// <summary>By a plan with a date.</summary>
    Plan = 2,

    /// <summary>By a reasoned no.</summary>
    Refused = 3,
}

/// <summary>Where an item stands; worked out, never kept.</summary>
internal enum ListState
{
    /// <summary>待落实、待答复.</summary>
    Open,

    /// <summary>已逾期: due, or planned, before today.</summary>
    Late,

    /// <summary>计划中.</summary>
    Planned,

    /// <summary>编目中: the entry is not published yet.</summary>
    InCatalogue,

    /// <summary>已落实: the entry is published.</summary>
    Met,

    /// <summary>不能提供, with the reason.</summary>
    Refused,
}

/// <summary>An item of a list, as it is kept.</summary>
internal sealed record ListItem
{
    public required string Id { get; init; }
    public required ListKind Kind { get; init; }

    /// <summary>The department that owes (duty) or asks (demand).</summary>
    public required string Owner { get; init; }
    public required string OwnerPath { get; init; }
    public required string Title { get; init; }

    /// <summary>What is owed or asked for: items, extent, use.</summary>
    public required string Content { get; init; }

    /// <summary>A clause of the register of decrees, or words.</summary>
    public string? Basis { get; init; }

    /// <summary>For a demand, the department that is asked; null until somebody names one.</summary>
    public string? Provider { get; init; }
    public string? ProviderPath { get; init; }
    public DateOnly? Due { get; init; }
    public AnswerKind Answer { get; init; }
    public string? Resource { get; init; }
    public DateOnly? PlannedFor { get; init; }

    /// <summary>Words to the answer; the reason of a no.</summary>
    public string? Reply { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public int Revision { get; init; }
    public required string ChangedBy { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who answers: a duty its owner, a demand the department that is asked. Null while nobody is.</summary>
    public string? AnswererPath => Kind == ListKind.Duty ? OwnerPath : ProviderPath;

    /// <param name="entry">State of the entry that answers; null when there is none.</param>
    /// <param name="today">Day in Beijing.</param>
    public ListState State(ResourceState? entry, DateOnly today) => Answer switch
    {
        AnswerKind.Entry when entry == ResourceState.Published => ListState.Met,
        AnswerKind.Entry when entry == ResourceState.Draft => ListState.InCatalogue,
        AnswerKind.Plan => PlannedFor < today ? ListState.Late : ListState.Planned,
        AnswerKind.Refused => ListState.Refused,
        _ => Due < today ? ListState.Late : ListState.Open, // also an entry that was withdrawn: what was owed is owed again
    };
}

/// <summary>An item of a list, as it is asked for.</summary>
internal sealed record ListRequest
{
    public string? Owner { get; set; }
    public string? Title { get; set; }
    public string? Content { get; set; }
    public string? Basis { get; set; }
    public string? Provider { get; set; }

    /// <summary>CCYY-MM-DD.</summary>
    public string? Due { get; set; }

    /// <summary>none, entry, plan, refused.</summary>
    [OneOf(typeof(AnswerKind))]
    public string? Answer { get; set; }

    /// <summary>Code of the entry that answers.</summary>
    public string? Resource { get; set; }

    /// <summary>CCYY-MM-DD.</summary>
    public string? PlannedFor { get; set; }
    public string? Reply { get; set; }

    /// <summary>The revision that the change was made on; empty to change whatever is there.</summary>
    public int? Revision { get; set; }
}

/// <summary>An item in the record store.</summary>
internal sealed class ListRow
{
    public required string Id { get; init; }
    public required ListKind Kind { get; init; }
    public required string OwnerPath { get; set; }
    public string? ProviderPath { get; set; }
    public required string Content { get; set; }
}

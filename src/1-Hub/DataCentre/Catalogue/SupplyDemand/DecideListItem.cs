using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

/// <summary>The rules of both lists. No store and no clock in it.</summary>
internal static class DecideListItem
{
    /// <summary>Asks for data, and answers for the own department.</summary>
    public const string Asks = "catalogue.register";

    /// <summary>Lays duties on the departments of the own area, and stands in where nobody is asked yet.</summary>
    public const string Lays = "catalogue.publish";
    private const int LongestContent = 1000;
    private const int LongestBasis = 200;

    public static IReadOnlyList<Choice<AnswerKind>> Answers { get; } =
    [
        new(AnswerKind.None, "none", "0", new("未答复", "No answer")),
        new(AnswerKind.Entry, "entry", "1", new("目录条目", "Catalogue entry")),
        new(AnswerKind.Plan, "plan", "2", new("计划提供", "Planned")),
        new(AnswerKind.Refused, "refused", "3", new("不能提供", "Cannot be provided")),
    ];

    public static IReadOnlyList<Choice<ListState>> States { get; } =
    [
        new(ListState.Open, "open", "", new("待落实", "Open")),
        new(ListState.Late, "late", "", new("已逾期", "Late")),
        new(ListState.Planned, "planned", "", new("计划中", "Planned")),
        new(ListState.InCatalogue, "inCatalogue", "", new("编目中", "Being catalogued")),
        new(ListState.Met, "met", "", new("已落实", "Met")),
        new(ListState.Refused, "refused", "", new("不能提供", "Cannot be provided")),
    ];

    /// <param name="before">The item that is changed; null for a new one.</param>
    /// <param name="find">An organisation by code or unequivocal name.</param>
    /// <param name="hasEntry">Whether the catalogue has an entry with a code that the caller may see; another's draft is answered as if there were none.</param>
    public static Outcome<ListItem> Of(
        ListKind kind, ListItem? before, ListRequest r, Caller caller, Func<string, Organisation?> find, Func<string, bool> hasEntry, DateTimeOffset nowUtc)
    {
        if (before is not null && r.Revision is { } seen && seen != before.Revision)
        {
            return ListFaults.ChangedMeanwhile(before.ChangedBy);
        }

        var faults = new List<Fault>();
        var owner = Organisation(r.Owner, "owner", find, faults, required: true);
        var provider = kind == ListKind.Demand ? Organisation(r.Provider, "provider", find, faults, required: false) : null;
        EntryCheck.Line(Text(r.Title), "title", EntryCheck.LongestTitle, faults, required: true);
        EntryCheck.Paragraph(Text(r.Content), "content", LongestContent, faults, required: true);
        EntryCheck.Line(Text(r.Basis), "basis", LongestBasis, faults);
        EntryCheck.Paragraph(Text(r.Reply), "reply", EntryCheck.LongestCondition, faults);
        if (kind == ListKind.Duty && Text(r.Basis) is null)
        {
            faults.Add(EntryFaults.Required("basis"));
        }

        if (owner is not null && owner == provider)
        {
            faults.Add(ListFaults.AsksItself);
        }

        var (due, planned) = (Day(r.Due, "due", faults), Day(r.PlannedFor, "plannedFor", faults));
        var answer = Text(r.Answer) is null ? AnswerKind.None : EntryReading.Choice(r.Answer, "answer", Answers, AnswerKind.None, faults);
        Judge(answer, r, planned, before, hasEntry, CityTime.Day(nowUtc), faults);
        if (faults.Count > 0)
        {
            return CatalogueFaults.Invalid(faults);
        }

        var item = new ListItem
        {
            Id = before?.Id ?? Id.New(), Kind = kind, Owner = owner!.Code, OwnerPath = owner.Path, Title = Text(r.Title)!, Content = Text(r.Content)!, Basis = Text(r.Basis),
            Provider = provider?.Code, ProviderPath = provider?.Path, Due = due, Answer = answer, Resource = answer == AnswerKind.Entry ? ResourceCode.FromAddress(Text(r.Resource)!) : null,
            PlannedFor = answer == AnswerKind.Plan ? planned : null, Reply = answer == AnswerKind.None ? null : Text(r.Reply), AnsweredBy = before?.AnsweredBy,
            AnsweredAt = before?.AnsweredAt, Revision = (before?.Revision ?? 0) + 1, ChangedBy = caller.Name, ChangedAt = nowUtc,
        };
        var answered = AnswerOf(item) != (before is null ? AnswerOf(item with { Answer = AnswerKind.None, Resource = null, PlannedFor = null, Reply = null }) : AnswerOf(before));
        if (answered)
        {
            item = item with { AnsweredBy = answer == AnswerKind.None ? null : caller.Name, AnsweredAt = answer == AnswerKind.None ? null : nowUtc };
        }

        return MayNot(before, item, answered, caller) is { } refused ? refused : item;
    }

    /// <summary>Who asked or laid it takes it back.</summary>
    public static Fault? Drop(ListItem item, Caller caller) => Beyond(caller, item.Kind == ListKind.Duty ? Lays : Asks, item.OwnerPath, item.Owner);

    /// <summary>Whether the caller may answer it.</summary>
    public static bool MayAnswer(ListItem item, Caller caller) => item.AnswererPath is { } path ? caller.May(Asks, path) : caller.May(Lays, item.OwnerPath);

    /// <summary>Who sees an item: those whose posts cover either side.</summary>
    public static bool Sees(ListItem item, Caller caller) =>
        caller.May("resource.read", item.OwnerPath) || (item.ProviderPath is { } path && caller.May("resource.read", path));

    private static Fault? Beyond(Caller caller, string permission, string path, string organisation) =>
        caller.May(permission, path) ? null : caller.TokenLacks(permission, path) ?? CatalogueFaults.OutOfScope(organisation);

    // What is asked and what is answered are two hands; each changes its own.
    private static Fault? MayNot(ListItem? before, ListItem after, bool answered, Caller caller)
    {
        var asked = before is null || AskOf(before) != AskOf(after);
        var asking = after.Kind == ListKind.Duty ? Lays : Asks;
        if (asked && (Beyond(caller, asking, after.OwnerPath, after.Owner) ?? (before is null ? null : Beyond(caller, asking, before.OwnerPath, before.Owner))) is { } beyond)
        {
            return beyond;
        }

        return answered && !MayAnswer(after, caller) ? CatalogueFaults.OutOfScope(after.Kind == ListKind.Duty ? after.Owner : after.Provider ?? after.Owner) : null;
    }

    private static void Judge(
        AnswerKind answer, ListRequest r, DateOnly? planned, ListItem? before, Func<string, bool> hasEntry, DateOnly today, List<Fault> faults)
    {
        switch (answer)
        {
            case AnswerKind.Entry when Text(r.Resource) is not { } code:
                faults.Add(EntryFaults.Required("resource"));
                break;
            // What was answered stays, also where whoever changes something else may not see the draft.
            case AnswerKind.Entry when ResourceCode.FromAddress(Text(r.Resource)!) is var code && code != before?.Resource && !hasEntry(code):
                faults.Add(ListFaults.NoSuchEntry(Text(r.Resource)!));
                break;
            case AnswerKind.Plan when planned is null:
                faults.Add(EntryFaults.Required("plannedFor"));
                break;
            case AnswerKind.Plan when planned < today && planned != before?.PlannedFor:
                faults.Add(ListFaults.PlanPassed);
                break;
            case AnswerKind.Refused when Text(r.Reply) is null:
                faults.Add(ListFaults.ReasonMissing);
                break;
        }
    }

    private static Organisation? Organisation(string? written, string path, Func<string, Organisation?> find, List<Fault> faults, bool required)
    {
        if (Text(written) is not { } given)
        {
            if (required)
            {
                faults.Add(EntryFaults.Required(path));
            }

            return null;
        }

        var found = find(given);
        if (found is null)
        {
            faults.Add(EntryFaults.OrganisationUnknown(path, given));
        }

        return found;
    }

    private static DateOnly? Day(string? text, string path, List<Fault> faults)
    {
        if (Text(text) is not { } written)
        {
            return null;
        }

        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add(EntryFaults.BadDay(path, written));
        return null;
    }

    private static (string, string, string, string?, string?, DateOnly?) AskOf(ListItem i) => (i.Owner, i.Title, i.Content, i.Basis, i.Provider, i.Due);

    private static (AnswerKind, string?, DateOnly?, string?) AnswerOf(ListItem i) => (i.Answer, i.Resource, i.PlannedFor, i.Reply);

    private static string? Text(string? text) => EntryReading.Text(text);
}

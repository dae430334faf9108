using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality.Rules;
using CityHub.DataCentre.Quality.Rules.CheckDigits;
using CityHub.DataCentre.Quality.Standards;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Quality;

/// <summary>Turns a resource's items into the rules that its rows are checked with.</summary>
internal static class RuleCompiler
{
    /// <summary>The rules, one list a column in the order of the items.</summary>
    /// <param name="items">Items of the resource.</param>
    /// <param name="standards">The standards library.</param>
    /// <param name="today">The day that dates must not exceed; null for today, local.</param>
    /// <exception cref="InvalidOperationException">An item names a data element or code list that the library lacks: the catalogue lets none in.</exception>
    public static RuleSet Compile(IReadOnlyList<InformationItem> items, IStandards standards, DateOnly? today = null)
    {
        var day = today ?? DateOnly.FromDateTime(DateTime.Now);
        var elements = items.Select(i => i.DataElement is { Length: > 0 } code
            ? standards.Element(code) ?? throw new InvalidOperationException($"item {i.Column}: no data element {code}")
            : null).ToList();
        return new(
            [.. items.Select((item, i) => (IReadOnlyList<CellRule>)[.. CellRules(item, elements[i], standards, day)])],
            [.. RowRules(elements)]);
    }

    private static IEnumerable<CellRule> CellRules(InformationItem item, DataElement? element, IStandards standards, DateOnly today)
    {
        var kind = item.ColumnType.Kind;
        if (kind == ColumnKind.Text && (item.Length ?? element?.Length) is { } length)
        {
            yield return new LengthRule(length);
        }

        if (item.Pattern is { Length: > 0 } pattern)
        {
            yield return new PatternRule(pattern);
        }

        if (Range(kind, item.Minimum, item.Maximum) is { } range)
        {
            yield return range;
        }

        if ((item.CodeList is { Length: > 0 } own ? own : element?.CodeList) is { } listCode)
        {
            yield return new CodeListRule(standards.CodeList(listCode)
                ?? throw new InvalidOperationException($"item {item.Column}: no code list {listCode}"));
        }

        foreach (var rule in element?.Rules ?? [])
        {
            // What the item itself says takes the place of what its element says.
            var replaced = rule.StartsWith("range:", StringComparison.Ordinal) ? item.Minimum is not null || item.Maximum is not null
                : rule.StartsWith("pattern:", StringComparison.Ordinal) && item.Pattern is { Length: > 0 };
            if (!replaced && FromElement(rule, kind, standards, today) is { } compiled)
            {
                yield return compiled;
            }
        }
    }

    private static CellRule? FromElement(string rule, ColumnKind kind, IStandards standards, DateOnly today)
    {
        var (name, argument) = rule.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (rule[..colon], rule[(colon + 1)..]) : (rule, "");
        return name switch
        {
            "gb11643" => new IdNumberRule(new(standards.CodeList(Divisions.EverCode)!.Codes.Select(c => c.Code)), today),
            "gb32100" => new CreditCodeRule(),
            "gb11714" => new OrganisationCodeRule(),
            "phone" => new PhoneRule(mobileOnly: false),
            "mobile" => new PhoneRule(mobileOnly: true),
            "not-future" => DateRangeRule.NotFuture(today),
            "pattern" => new PatternRule(argument),
            "range" => argument.Split("..") is [var least, var most] ? Range(kind, least, most) : null,
            "after" => null, // A rule between two cells, see RowRules.
            _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"elements.csv has an unknown rule: {rule}")),
        };
    }

    private static CellRule? Range(ColumnKind kind, string? least, string? most) => kind switch
    {
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double => NumberRangeRule.Of(least, most),
        ColumnKind.Date or ColumnKind.Timestamp => DateRangeRule.Of(least, most),
        _ => null,
    };

    // Two cells agree only where it is clear which two: an element that stands twice (holder and agent) is left alone.
    private static IEnumerable<RowRule> RowRules(List<DataElement?> elements)
    {
        int? Only(string code) => elements.Count(e => e?.Code == code) == 1 ? elements.FindIndex(e => e?.Code == code) : null;

        if (Only("DE01001") is { } id)
        {
            if (Only("DE01004") is { } birthDate)
            {
                yield return new IdAgreesWithBirthDate(id, birthDate);
            }

            if (Only("DE01003") is { } sex)
            {
                yield return new IdAgreesWithSex(id, sex);
            }
        }

        foreach (var later in elements.OfType<DataElement>())
        {
            if (later.Rules.FirstOrDefault(r => r.StartsWith("after:", StringComparison.Ordinal)) is { } rule
                && Only(later.Code) is { } to && Only(rule["after:".Length..]) is { } from)
            {
                yield return new DateOrder(from, to);
            }
        }
    }
}

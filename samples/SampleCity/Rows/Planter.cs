using System.Globalization;

namespace CityHub.SampleCity.Rows;

/// <summary>Spoils some records of a resource, each so that it breaks exactly one rule, and remembers where.</summary>
internal sealed class Planter
{
    private readonly IReadOnlyList<Item> _items;
    private readonly List<(string Kind, string Rule, string Column, Func<string[], bool> Spoil)> _kinds = [];
    private readonly double _share;
    private readonly Planted.Notes _notes = new();
    private Dice _dice;
    private string[]? _earlier;
    private int _next;
    private long _records;

    public Planter(Definition definition, double share, Dice dice)
    {
        (_items, _share, _dice) = (definition.Items, share, dice);
        for (var i = 0; i < _items.Count; i++)
        {
            AddKinds(i, _items[i]);
        }

        if (_items.Any(i => i.Key))
        {
            _kinds.Add(("duplicate-key", "unique", _items.First(i => i.Key).Column, Repeat));
        }
    }

    /// <summary>Takes the next record of the file, in order; may change its cells.</summary>
    public void Pass(string[] cells)
    {
        _records++;
        if (_earlier is null || !_dice.Chance(_share))
        {
            _earlier ??= [.. cells];
            return;
        }

        // The next kind that this record can have: one without an end cannot end before it begins.
        for (var tries = 0; tries < _kinds.Count; tries++)
        {
            var (kind, rule, column, spoil) = _kinds[_next++ % _kinds.Count];
            if (spoil(cells))
            {
                _notes.Add((kind + "-" + column, rule, column), _records + 1); // line 1 is the header
                return;
            }
        }
    }

    public Planted Close() => _notes.Close(_records);

    private void AddKinds(int at, Item item)
    {
        void Add(string kind, string rule, Func<string, string?> spoil) => _kinds.Add((kind, rule, item.Column, cells =>
        {
            var spoilt = cells[at].Length > 0 ? spoil(cells[at]) : null;
            cells[at] = spoilt ?? cells[at];
            return spoilt is not null;
        }));

        if (item.Required)
        {
            Add("missing", "required", _ => "");
        }

        if (item.CodeList is not null)
        {
            Add("code", "code-list", _ => "#");
        }

        if (item.Pattern is not null)
        {
            Add("pattern", "pattern", _ => "?");
        }

        if (item.IsNumber)
        {
            Add("type", "type", _ => "无");
        }

        if (item.IsTime)
        {
            Add("month", "type", cell => string.Concat(cell.AsSpan(0, 5), "13", cell.AsSpan(7)));
        }

        if (item is { IsNumber: true, Minimum: { } minimum })
        {
            var below = decimal.Parse(minimum, CultureInfo.InvariantCulture) - 1;
            Add("range", "range", _ => below.ToString(CultureInfo.InvariantCulture));
        }

        if (item is { Type: "character", Length: { } length and <= 200, CodeList: null, Pattern: null, DataElement: not ("DE02001" or "DE01001" or "DE01012" or "DE04009" or "DE04010") })
        {
            Add("length", "length", _ => new string('长', length + 1));
        }

        AddElementKinds(item, Add);
    }

    private void AddElementKinds(Item item, Action<string, string, Func<string, string?>> add)
    {
        switch (item.DataElement)
        {
            case "DE02001":
                add("check-digit", "check-digit.gb32100", cell => cell[..17] + (cell[17] == '0' ? '1' : '0'));
                break;
            case "DE01012":
                add("digits", "phone", _ => "1380013");
                break;
            case "DE02008" or "DE04006" or "DE04008" or "DE05004" or "DE04005" when !Dated(item):
                add("future", "range", cell => InYear("2999", cell));
                break;
            case "DE05006" or "DE04007":
                add("order", "date-order", cell => InYear("1900", cell));
                break;
        }
    }

    // Neither year is a leap year: there the 29th of February would break the type, too.
    private static string? InYear(string year, string cell) => cell.AsSpan(5).StartsWith("02-29") ? null : year + cell[4..];

    // A later item of the same row must not precede this one: then a second rule would break, too.
    private bool Dated(Item item) => item.DataElement == "DE04006" && _items.Any(i => i.DataElement == "DE04007");

    private bool Repeat(string[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _items[i].Key ? _earlier![i] : cells[i];
        }

        return true;
    }
}

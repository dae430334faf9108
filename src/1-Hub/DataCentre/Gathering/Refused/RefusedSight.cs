using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>
/// What one reader sees of refused records. Who may gather into the resource brought them or has to mend them and sees them as they stand;
/// everybody else sees masked items wholly hidden, as a broken value cannot be masked in part.
/// </summary>
internal sealed class RefusedSight
{
    public const string Hidden = "***";

    private readonly bool _clear;
    private readonly HashSet<string> _hidden;
    private readonly HashSet<int> _fields;
    private readonly AcquiredFile? _file;

    public RefusedSight(RunRow run, Resource? resource, Caller caller)
    {
        _file = RunJson.Read<AcquiredFile>(run.Acquired);
        _hidden = [.. (resource?.Items ?? []).Where(i => i.Mask != MaskKind.None).Select(i => i.Column)];
        _fields = [.. (RunJson.Read<List<ColumnMatch>>(run.Matches) ?? []).Where(m => _hidden.Contains(m.Column)).Select(m => m.Ordinal)];
        _clear = caller.May(StartRun.Permission, run.ProviderPath) || (resource is not null && _hidden.Count == 0);
    }

    /// <summary>Items whose values this reader must not search by.</summary>
    public IReadOnlyCollection<string> HiddenItems => _clear ? [] : _hidden;

    /// <summary>Whether this reader sees records as they stand, so that they may be searched.</summary>
    public bool SeesRecords => _clear;

    /// <summary>Whether the value of this violation is hidden. A record that was never cut into fields may hold anything.</summary>
    public bool Hides(string rule, string item) => !_clear && (item.Length == 0 ? rule == "source-record" : _hidden.Contains(item));

    /// <summary>The record's text; wholly hidden when its fields cannot be told apart.</summary>
    public string Raw(string raw)
    {
        if (_clear)
        {
            return raw;
        }

        if (_file is null || RawRecord.Cells(raw, _file.Dialect) is not { } cells || cells.Count != _file.Header.Count)
        {
            return Hidden;
        }

        var (delimiter, quote) = ((char)_file.Dialect.Delimiter, ((char)_file.Dialect.Quote).ToString());
        return string.Join(delimiter, cells.Select((cell, i) => _fields.Contains(i) ? Hidden
            : _file.Dialect.Quote != 0 && cell.AsSpan().ContainsAny(delimiter, quote[0], '\n') ? quote + cell.Replace(quote, quote + quote, StringComparison.Ordinal) + quote
            : cell));
    }
}

using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Gathering.Acquiring.Databases;

/// <summary>
/// Whose a connection in the server's environment or a folder of a front-end machine is (连接归属): <c>connections.json</c> in the data folder,
/// written by the operator, names the organisations for each: <c>{"CITYHUB_SOURCE_HEALTH": ["500000-wjw"], "/srv/front/wjw": ["500000-wjw"]}</c>.
/// What is not named there is nobody's. It is read at each use, so a change needs no restart.
/// </summary>
internal sealed class SourceConnections(HubSettings settings, IOrganisations tree)
{
    public const string FileName = "connections.json";

    /// <summary>A refusal unless the caller gathers for an organisation that owns the variable. Connection strings that came with the request are the caller's own.</summary>
    public Fault? MayUse(DatabaseQuery? database, Caller caller)
    {
        if (database is not { Variable.Length: > 0, Connection: null or "" })
        {
            return null;
        }

        if (!database.Variable.StartsWith(PostgresFaults.VariablePrefix, StringComparison.Ordinal))
        {
            return PostgresFaults.VariableName(database.Variable);
        }

        if (!Read().Try(out var all, out var fault))
        {
            return fault;
        }

        // The same words whether the variable exists or not: nobody learns the names of others' sources.
        return GathersFor(all.GetValueOrDefault(database.Variable), caller) ? null : PostgresFaults.VariableNotYours(database.Variable);
    }

    /// <summary>The folders whose files the caller may have watched, and all below them.</summary>
    public Outcome<IReadOnlyList<string>> Roots(Caller caller) => Read().Then<IReadOnlyList<string>>(all => (List<string>)
        [.. all.Where(one => Path.IsPathRooted(one.Key) && GathersFor(one.Value, caller)).Select(one => Path.TrimEndingDirectorySeparator(Path.GetFullPath(one.Key))).Order(StringComparer.Ordinal)]);

    private bool GathersFor(string[]? owners, Caller caller) =>
        owners?.Any(code => tree.Find(code) is { } owner && caller.May(Runs.StartRun.Permission, owner.Path)) == true;

    private Outcome<Dictionary<string, string[]>> Read()
    {
        var path = Path.Combine(settings.DataFolder, FileName);
        if (!File.Exists(path))
        {
            return new Dictionary<string, string[]>();
        }

        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<Dictionary<string, string[]>>(file) ?? [];
        }
        catch (JsonException broken)
        {
            return PostgresFaults.ConnectionsBroken((broken.LineNumber ?? 0) + 1);
        }
    }
}

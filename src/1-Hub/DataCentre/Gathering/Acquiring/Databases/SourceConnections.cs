using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Gathering.Acquiring.Databases;

/// <summary>
/// Whose a connection in the server's environment is (连接归属): <c>connections.json</c> in the data folder, written by the operator, names the
/// organisations for each variable: <c>{"CITYHUB_SOURCE_HEALTH": ["500000-wjw"]}</c>. What is not named there is nobody's. It is read at
/// each use, so a change needs no restart.
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

        if (!Owners(database.Variable).Try(out var owners, out var fault))
        {
            return fault;
        }

        // The same words whether the variable exists or not: nobody learns the names of others' sources.
        return owners.Any(code => tree.Find(code) is { } owner && caller.May(Runs.StartRun.Permission, owner.Path)) ? null : PostgresFaults.VariableNotYours(database.Variable);
    }

    private Outcome<string[]> Owners(string variable)
    {
        var path = Path.Combine(settings.DataFolder, FileName);
        if (!File.Exists(path))
        {
            return Array.Empty<string>();
        }

        try
        {
            using var file = File.OpenRead(path);
            return (JsonSerializer.Deserialize<Dictionary<string, string[]>>(file) ?? []).GetValueOrDefault(variable) ?? [];
        }
        catch (JsonException broken)
        {
            return PostgresFaults.ConnectionsBroken((broken.LineNumber ?? 0) + 1);
        }
    }
}

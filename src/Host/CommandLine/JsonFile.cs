using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary>A file that holds one JSON value.</summary>
internal static class JsonFile
{
    /// <exception cref="CommandFailed">It is not JSON; line and byte are said.</exception>
    public static async Task<JsonNode?> Read(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonNode.ParseAsync(file, cancellationToken: ct);
        }
        catch (JsonException broken)
        {
            throw new CommandFailed(CommandFaults.NotJson(path, 1 + (broken.LineNumber ?? 0), 1 + (broken.BytePositionInLine ?? 0)));
        }
    }
}

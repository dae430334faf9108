using System.Text.Json;
using System.Text.Json.Nodes;
using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>Problem details as the hub answers them, for what the command line refuses by itself.</summary>
internal static class Problem
{
    public static JsonObject Of(Fault fault)
    {
        var language = Verbs.Chinese ? Language.Chinese : Language.English;
        var problem = new JsonObject
        {
            ["type"] = $"urn:cityhub:fault:{fault.Code}", ["title"] = fault.Title.In(language), ["status"] = fault.Status, ["detail"] = fault.Say(language), ["code"] = fault.Code,
        };
        foreach (var (name, value) in fault.Facts)
        {
            problem[name] = JsonSerializer.SerializeToNode(value);
        }

        return problem;
    }

    /// <summary>What a person is told: the detail with its code, then each field that is wrong.</summary>
    public static string Sentence(JsonObject problem)
    {
        var said = $"{(string?)problem["detail"] ?? (string?)problem["title"]} [{(string?)problem["code"]}]";
        var parts = (problem["errors"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(part => $"  {(string?)part["path"]}: {(string?)part["detail"] ?? (string?)part["title"]}");
        return string.Join('\n', [said, .. parts]);
    }
}

using System.Text.Json;
using Xunit;

namespace CityHub.Boundary;

/// <summary>Clients are written against the description: it changes only on purpose.</summary>
public sealed class The_api_description(RunningHub hub) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task is_the_approved_one() =>
        Approved.Same(await hub.Client.GetStringAsync("/openapi/v1.json") + "\n", "docs/openapi.v1.json");

    [Fact]
    public async Task gives_every_field_a_type()
    {
        var untyped =
            from schema in (await Read()).GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from field in schema.Value.GetProperty("properties").EnumerateObject()
            where !new[] { "type", "$ref", "oneOf", "anyOf" }.Any(word => field.Value.TryGetProperty(word, out _))
            select $"{schema.Name}.{field.Name}";

        Assert.Empty(untyped);
    }

    [Fact]
    public async Task gives_every_operation_a_name_of_its_own()
    {
        var names = (await Operations()).Select(o => o.Operation.TryGetProperty("operationId", out var id) ? id.GetString() : null).ToList();

        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
    }

    [Fact]
    public async Task says_what_every_parameter_of_a_query_means_and_names_it_once()
    {
        var parameters = (await Operations()).SelectMany(o => Queries(o.Operation).Select(p => (o.Path, Name: p.GetProperty("name").GetString()!, Said: p.TryGetProperty("description", out var text) ? text.GetString() : null))).ToList();

        Assert.DoesNotContain(parameters, p => string.IsNullOrWhiteSpace(p.Said));
        Assert.Empty(parameters.GroupBy(p => (p.Path, p.Name.ToUpperInvariant())).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(parameters, p => Assert.True(char.IsLower(p.Name[0]), p.ToString()));
    }

    [Theory]
    [InlineData("/api/v1/resources/{code}/rows", "columns fields order limit cursor purpose")]
    [InlineData("/api/v1/resources/{code}/aggregate", "columns by measure order limit purpose")]
    [InlineData("/api/v1/resources/{code}/download", "columns format fields order limit bom defuse purpose")]
    [InlineData("/api/v1/search", "q kind sort limit cursor theme provider district sharing cycle format grade open class")]
    public async Task has_the_queries_that_handlers_read_for_themselves(string path, string names)
    {
        var operation = (await Read()).GetProperty("paths").GetProperty(path).GetProperty("get");

        Assert.Superset(names.Split(' ').ToHashSet(), Queries(operation).Select(p => p.GetProperty("name").GetString()!).ToHashSet());
    }

    [Theory]
    [InlineData("ItemRequest", "type", "character number money date dateTime logical memo double integer float")]
    [InlineData("EntryRequest", "sharing", "unconditional conditional notShared")]
    [InlineData("EntryRequest", "cycle", "realTime daily weekly monthly quarterly yearly")]
    [InlineData("RunRequest", "mode", "append replace upsert")]
    public async Task has_the_words_of_a_closed_list(string schema, string field, string words)
    {
        var described = (await Read()).GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(field);

        Assert.Equal(words.Split(' ').Order(StringComparer.Ordinal), described.GetProperty("enum").EnumerateArray().Select(w => w.GetString()!).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<JsonElement> Queries(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query") : [];

    private async Task<List<(string Path, JsonElement Operation)>> Operations() =>
        [.. from path in (await Read()).GetProperty("paths").EnumerateObject() from operation in path.Value.EnumerateObject() select ($"{operation.Name} {path.Name}", operation.Value)];

    private async Task<JsonElement> Read() => JsonDocument.Parse(await hub.Client.GetStringAsync("/openapi/v1.json")).RootElement;
}

using System.Text.Json;
using Xunit;

namespace CityHub.Boundary;

public sealed class The_audit_trail_on_the_command_line : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;

    [Fact]
    public async Task is_verified_in_words_and_as_JSON_with_and_without_a_hub()
    {
        await CommandLine.WithHub(_folder, async () =>
        {
            var (exit, words, error) = await CommandLine.Run("audit", "verify", "--data", _folder);
            Assert.True(exit == 0, error);
            Assert.Matches("^The audit trail is intact: [0-9,]+ records \\(1–[0-9]+\\) in 1 segments, [0-9.]+ s$", words);
        });
        var before = CommandLine.Files(_folder);

        var (_, alone, _) = await CommandLine.Run("audit", "verify", "--data", _folder);
        var (_, json, _) = await CommandLine.Run("audit", "verify", "--data", _folder, "--json");

        Assert.StartsWith("The audit trail is intact: ", alone, StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(json).RootElement.GetProperty("intact").GetBoolean());
        Assert.Equal(before, CommandLine.Files(_folder));
    }

    [Theory]
    [InlineData("audit", "Records? 1( to [0-9]+)? (is|are) missing")]
    [InlineData("audit/head", @"The signed end mark \(audit/head\) is missing")]
    [InlineData("keys", "keys are missing or unreadable")]
    public async Task is_not_called_intact_when_something_was_removed_even_after_another_start(string removed, string said)
    {
        await CommandLine.WithHub(_folder);
        var path = Path.Combine(_folder, removed);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        var before = CommandLine.Files(_folder);
        var (exit, words, error) = await CommandLine.Run("audit", "verify", "--data", _folder);
        Assert.Equal(1, exit);
        Assert.Matches(said, words + error);
        Assert.DoesNotContain("{", words, StringComparison.Ordinal);
        Assert.Equal(before, CommandLine.Files(_folder));

        await CommandLine.WithHub(_folder);
        var (later, laterWords, _) = await CommandLine.Run("audit", "verify", "--data", _folder);
        Assert.Equal(1, later);
        Assert.Contains("Delete nothing", laterWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_not_called_intact_when_its_end_was_cut_off_with_its_mark()
    {
        await CommandLine.WithHub(_folder);
        var log = Directory.GetFiles(Path.Combine(_folder, "audit"), "*.log").Single();
        var lines = await File.ReadAllLinesAsync(log);
        await File.WriteAllTextAsync(log, string.Concat(lines[..2].Select(line => line + "\n")));
        File.Delete(Path.Combine(_folder, "audit", "head"));

        var (exit, words, _) = await CommandLine.Run("audit", "verify", "--data", _folder);

        Assert.Equal(1, exit);
        Assert.Contains($"Records 3 to {lines.Length} are missing", words, StringComparison.Ordinal);
        Assert.Contains($"segment {Path.GetFileNameWithoutExtension(log)}, record 3", words, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class A_folder_that_is_no_data_folder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;

    [Theory, InlineData("audit verify"), InlineData("catalogue list"), InlineData("token create --user admin")]
    public async Task is_refused_by_every_verb_but_serve_and_stays_as_it_is(string words)
    {
        var verb = words.Split(' ');
        var missing = Path.Combine(_folder, "mistyped");

        var (exit, output, error) = await CommandLine.Run([.. verb, "--data", missing]);
        var (onEmpty, _, errorOnEmpty) = await CommandLine.Run([.. verb, "--data", _folder]);

        Assert.Equal((1, 1, ""), (exit, onEmpty, output));
        Assert.Equal($"There is no data folder {missing}. Name an existing one with --data; ./run --data makes a new one. [command.no-data]", error);
        Assert.Contains("is no data folder of CityHub", errorOnEmpty, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

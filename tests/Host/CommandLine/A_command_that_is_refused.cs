using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>One clear message on stderr, or one JSON object on stdout; the exit code says which kind it was.</summary>
public sealed class A_command_that_is_refused(ServedCity city) : IClassFixture<ServedCity>
{
    /// <summary>Words, exit code, fault, and what its sentence must name in both languages. ROWS and TEXT are files that are there.</summary>
    public static TheoryData<string, int, string, string> Commands { get; } = new()
    {
        { "gather ROWS --resource 306999/000001", 1, "catalogue.no-such-resource", "306999/000001" },
        { "gather nothing.csv --resource 306001/000001", 1, "command.file-missing", "nothing.csv" },
        { "gather ROWS --resource 306001/000001 --mode twice", 2, "command.usage", "append" },
        { "gather ROWS", 2, "command.usage", "--resource" },
        { "gather", 2, "command.usage", "./cityhub gather --help" },
        { "gather ROWS --resource 306001/000001 --quickly", 2, "command.usage", "--quickly" },
        { "gahter ROWS", 2, "command.usage", "gahter" },
        { "catalogue", 2, "command.usage", "register" },
        { "catalogue register nothing.json", 1, "command.file-missing", "nothing.json" },
        { "catalogue register TEXT", 1, "command.not-json", "text.txt" },
        { "sample --people 0 --out made.csv", 1, "sample.bad-people", "0" },
        { "sample --people many --out made.csv", 2, "command.usage", "--people" },
        { "serve --port abc", 2, "command.usage", "--port" },
        { "serve --people 1e3", 2, "command.usage", "--people" },
        { "run list --limit abc", 2, "command.usage", "--limit" },
        { "token create --user nobody", 1, "identity.account-unknown", "nobody" },
        { "token create --user operator --days 9999", 1, "identity.token-expiry", "366" },
        { "run resume 0000000000000000", 1, "gathering.run-missing", "0000000000000000" },
        { "serve --port 0", 1, "command.occupied", "--data" },
        { "serve --port 0 --address here", 2, "command.usage", "here" },
        { "serve --port 70000", 2, "command.usage", "70000" },
    };

    [Theory, MemberData(nameof(Commands))]
    public async Task says_on_stderr_what_is_wrong_and_how_to_mend_it(string words, int exit, string code, string names)
    {
        foreach (var said in new[] { await city.Verb(Words(words)), await city.ChineseVerb(Words(words)) })
        {
            Assert.Equal(exit, said.WithoutTrace().Exit);
            Assert.Equal("", said.Out);
            Assert.EndsWith($"[{code}]", said.Error, StringComparison.Ordinal);
            Assert.Contains(names, said.Error, StringComparison.Ordinal);
            Assert.Single(said.Error.Split('\n'));
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task answers_one_object_when_json_is_asked_for(string words, int exit, string code, string names)
    {
        var said = await city.Verb([.. Words(words), "--json"]);

        Assert.Equal((exit, ""), (said.WithoutTrace().Exit, said.Error));
        Assert.Equal(code, (string?)said.Json["code"]);
        Assert.False(string.IsNullOrEmpty((string?)said.Json["title"]));
        Assert.Contains(names, (string?)said.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task speaks_the_language_of_the_terminal()
    {
        Assert.StartsWith("缺少 --resource。用法见 ./cityhub gather --help", (await city.ChineseVerb("gather", "x.csv")).Error, StringComparison.Ordinal);
        Assert.StartsWith("--resource is missing. ./cityhub gather --help shows how it is used", (await city.Verb("gather", "x.csv")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task makes_no_data_folder_for_a_name_that_was_mistyped()
    {
        var folder = Path.Combine(city.Folder, "dta");

        var said = await Said.By(["catalogue", "list", "--data", folder]);

        Assert.Equal(1, said.WithoutTrace().Exit);
        Assert.Contains(folder, said.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task tells_of_a_taken_port_before_anything_is_begun()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var said = await Said.By(["serve", "--port", port, "--empty", "--data", Path.Combine(city.Folder, "port")]);

        Assert.Equal((1, ""), (said.WithoutTrace().Exit, said.Out));
        Assert.Equal($"Port {port} is taken; choose another with --port [command.port-taken]", said.Error);
    }

    [Fact]
    public async Task shows_where_an_error_arose_only_when_asked()
    {
        var said = await city.Verb("catalogue", "register", "nothing.json", "--verbose");

        Assert.Contains("   at CityHub.Host.CommandLine", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_not_a_call_for_help() // whose exit codes stand below it
    {
        var said = await city.Verb("gather", "--help");

        Assert.Equal((0, ""), (said.Exit, said.Error));
        Assert.Contains("--resource", said.Out, StringComparison.Ordinal);
        Assert.Matches(@"退出码:\s+0 +Done / 完成\s+1 +Refused.*\s+2 .*\s+3 +The hub went away", said.Out);
    }

    private string[] Words(string words) =>
    [
        .. words.Split(' ').Select(word => word switch
        {
            "ROWS" => city.File("rows.csv", "key,power\na,1\n"),
            "TEXT" => city.File("text.txt", "{\n  not JSON\n}\n"),
            _ => word,
        }),
    ];
}

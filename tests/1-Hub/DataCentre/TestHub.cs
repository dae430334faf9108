using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform;
using CityHub.ServicePlatform.Contracts;
using CityHub.Storage.Records;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Search;
using CityHub.Storage.Tables;
using CityHub.Storage.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CityHub.DataCentre.Tests;

/// <summary>
/// A hub in a folder of its own, composed of the real stores and modules, with the real rules of permission. The header X-As names who asks
/// (see <see cref="People"/>), so that no test waits for passwords.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsFolder;

    private TestHub(WebApplication app, string folder, bool ownsFolder, FakeTimeProvider clock) =>
        (_app, Folder, _ownsFolder, Clock) = (app, folder, ownsFolder, clock);

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _app.Services;

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="folder">Data folder to open again; by default a new one that goes with the hub.</param>
    /// <param name="services">Stand-ins: what is registered here wins.</param>
    public static async Task<TestHub> Start(string? folder = null, Action<IServiceCollection>? services = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("cityhub-").FullName;
        var reference = Directory.CreateDirectory(Path.Combine(folder, "reference")).FullName;
        await File.WriteAllTextAsync(Path.Combine(reference, "divisions.csv"),
            "code,name,level,parent,source\n500000,重庆市,1,,test\n500103,渝中区,3,500000,test\n500112,渝北区,3,500000,test\n500103001,七星岗街道,4,500103,test\n");
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero));
        var settings = new HubSettings(folder, reference);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        builder.Services.AddSingleton(settings).AddRecords(settings).AddSearch(settings).AddTrail(settings).AddTables(settings).AddRowIndex(settings).AddRouting();
        IModule[] modules = [new ServicePlatformModule(), new DataCentreModule()];
        foreach (var module in modules)
        {
            module.AddServices(builder.Services, settings);
        }

        // The real library reads the reference data of a set-up; a test that wants it puts it back.
        builder.Services.AddSingleton<IStandards, FewStandards>();
        // Those who ask have no accounts here.
        builder.Services.AddSingleton<ICallers, PeopleNow>();
        services?.Invoke(builder.Services);
        builder.Services.TryAddSingleton<ITableStore, EmptyTables>();

        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers["X-As"].ToString() is { Length: > 0 } name)
            {
                context.Features.Set(People.Named(name));
            }

            return next(context);
        });
        app.UseIdentity();
        foreach (var module in modules)
        {
            module.MapRoutes(app);
        }

        foreach (var step in app.Services.GetServices<IStartUp>())
        {
            await step.Start(CancellationToken.None);
        }

        await app.StartAsync();
        return new TestHub(app, folder, ownsFolder, clock);
    }

    /// <summary>A client that asks as somebody of <see cref="People"/>, in English; null asks as nobody.</summary>
    public HttpClient As(string? who)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        if (who is not null)
        {
            client.DefaultRequestHeaders.Add("X-As", who);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }
}

/// <summary>Who asks in tests.</summary>
internal static class People
{
    /// <summary>steward: 市卫生健康委; other: 市公安局; district: 渝中区大数据局; bureau: 市大数据局; reader: 市卫生健康委 without writing; sender: its program.</summary>
    public static Caller Named(string name) => name switch
    {
        "steward" => Of(name, "500000-wjw", "500000/500000-wjw/", "catalogue.register", "gathering.run", "gathering.push", "gathering.read", "resource.read"),
        "other" => Of(name, "500000-ga", "500000/500000-ga/", "catalogue.register", "gathering.run", "gathering.push", "gathering.read", "resource.read"),
        "district" => Of(name, "500103-dsj", "500000/500103/", "catalogue.register", "catalogue.publish", "gathering.run", "gathering.push", "gathering.read", "resource.read"),
        "bureau" => Of(name, "500000-dsj", "500000/", "catalogue.register", "catalogue.publish", "gathering.run", "gathering.push", "gathering.read", "resource.read"),
        "reader" => Of(name, "500000-wjw", "500000/500000-wjw/", "gathering.read", "resource.read"),
        "sender" => Of(name, "500000-wjw", "500000/500000-wjw/", "gathering.push"),
        _ => Caller.Anonymous,
    };

    private static Caller Of(string name, string organisation, string scope, params string[] permissions) =>
        new($"account-{name}", name, null, [new(organisation, organisation, new("岗", "post"), scope, permissions.ToHashSet())]);
}

/// <summary>The same people when a run that they asked for begins; whoever left in between is gone.</summary>
internal sealed class PeopleNow : ICallers
{
    public HashSet<string> Gone { get; } = [];

    public ValueTask<Caller> Of(System.Security.Claims.ClaimsPrincipal principal) => ValueTask.FromResult(Caller.Anonymous);

    public ValueTask<Caller> OfAccount(string accountId) =>
        ValueTask.FromResult(Gone.Contains(accountId) ? Caller.Anonymous : People.Named(accountId.Replace("account-", "", StringComparison.Ordinal)));
}

/// <summary>Nothing gathered yet.</summary>
internal sealed class EmptyTables : ITableStore
{
    public Dictionary<string, VisibleTable> Visible { get; } = [];

    public List<string> Dropped { get; } = [];

    public VisibleTable? Find(string resourceId) => Visible.GetValueOrDefault(resourceId);

    public Task<TableReader> Read(string sql, IReadOnlyList<object?> parameters, CancellationToken ct) => throw new NotSupportedException();

    public Task<long> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken ct) => throw new NotSupportedException();

    public Task Drop(string resourceId, CancellationToken ct)
    {
        Dropped.Add(resourceId);
        return Task.CompletedTask;
    }
}

/// <summary>A standards library of one data element and one code list.</summary>
internal sealed class FewStandards : IStandards
{
    public IReadOnlyList<DataElement> Elements { get; } =
        [new("person.id-number", new("公民身份号码", "Citizen's number"), CityHub.DataCentre.Catalogue.ItemType.Character, 18, null, "GB 11643-1999", Grade: 3, Mask: CityHub.DataCentre.Catalogue.MaskKind.Partial)];

    public IReadOnlyList<CodeList> CodeLists { get; } =
        [new("GB/T 2261.1", new("性别代码", "Sex"), "GB/T 2261.1-2003", [new("1", "男性"), new("2", "女性")])];

    public DataElement? Element(string code) => Elements.FirstOrDefault(e => e.Code == code);

    public CodeList? CodeList(string code) => CodeLists.FirstOrDefault(l => l.Code == code);
}

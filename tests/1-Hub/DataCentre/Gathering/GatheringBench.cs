using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>The room in a folder of its own, with a catalogue of two resources and a loader that a test can hold.</summary>
public abstract class GatheringBench : IAsyncLifetime
{
    private ServiceProvider? _services;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("cityhub-gather-").FullName;

    internal FakeCatalogue Catalogue { get; } = new();

    internal FakeLoader Loader { get; } = new();

    /// <summary>Who is in office when a run begins.</summary>
    internal Office Callers { get; } = new();

    protected Dictionary<string, string?> Settings { get; } = new() { ["Gathering:DiskReserveBytes"] = "1000000" };

    internal static Caller Steward { get; } = new("u1", "陈立", null,
        [new("500000-scjg", "市场监管局", new("数据专员", "Data steward"), "500000/500000-scjg/", new HashSet<string> { "gathering.run", "gathering.read", "catalogue.register", "resource.read" })]);

    internal static Caller Stranger { get; } = new("u2", "王敏", null,
        [new("500000-ga", "公安局", new("数据专员", "Data steward"), "500000/500000-ga/", new HashSet<string> { "gathering.run", "gathering.read" })]);

    public ValueTask InitializeAsync()
    {
        Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Loader.Gate.TrySetResult();
        await Stop();
        Directory.Delete(Folder, recursive: true);
    }

    internal T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    /// <summary>Composes the room over the same folder, as a new process would.</summary>
    protected void Start()
    {
        var services = new ServiceCollection();
        var settings = new HubSettings(Path.Combine(Folder, "data"), Folder);
        Directory.CreateDirectory(settings.DataFolder);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        GatheringRoom.AddServices(services, settings);
        services.AddDbContextFactory<RecordsDb>(o => o.UseSqlite($"Data Source={settings.InData("records.db")}").AddInterceptors(new BeforeBegin(this)));
        services.AddSingleton<IOrganisations, TwoBureaus>();
        services.AddSingleton<ICatalogue>(Catalogue).AddSingleton<ILoader>(Loader).AddSingleton<ITableStore, MemoryTables>();
        services.AddSingleton<ICallers>(Callers);
        services.AddSingleton<RulesOf>(items => RuleSet.None(items.Count));
        Compose(services);
        _services = services.BuildServiceProvider();
        Loader.Tables = Get<ITableStore>();
        using var db = Get<IDbContextFactory<RecordsDb>>().CreateDbContext();
        db.Database.EnsureCreated();
    }

    /// <summary>Happens once, right before the next run is taken out of the queue.</summary>
    internal Func<Task>? BeforeBegun { get; set; }

    private sealed class BeforeBegin(GatheringBench bench) : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (bench.BeforeBegun is { } act && command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal) && command.CommandText.Contains("\"Owner\"", StringComparison.Ordinal)
                && command.CommandText.Contains("'Queued'", StringComparison.Ordinal))
            {
                bench.BeforeBegun = null;
                await act();
            }

            return result;
        }
    }

    protected virtual void Compose(IServiceCollection services)
    {
    }

    protected async Task Stop()
    {
        if (_services is not null)
        {
            await Get<RunQueue>().StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }
    }

    protected async Task StartUp()
    {
        foreach (var step in _services!.GetServices<IStartUp>())
        {
            await step.Start(CancellationToken.None);
        }
    }

    protected string Write(string name, string text, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetBytes(text));

    protected string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal async Task<Outcome<AcquiredFile>> Acquire(string path, SourceForm? form = null, bool everyLine = false) =>
        await Get<Acquire>().File(new Source(Path.GetFileName(path), path, false, null, form ?? SourceForm.Open), Path.Combine(Folder, "copy"), everyLine, null, CancellationToken.None);

    internal async Task<RunStatus> Gather(string path, string mode = "append", string resource = FakeCatalogue.Companies) =>
        await End((await Get<StartRun>().Do(new RunRequest(resource, mode, path), Steward, local: true, null, CancellationToken.None)).Value.Id);

    internal async Task<RunStatus> End(string run)
    {
        RunStatus? last = null;
        await foreach (var status in Get<IGathering>().Follow(run, Language.English, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token))
        {
            last = status;
        }

        return last!;
    }

    internal static List<string[]> Cells(AcquiredFile file)
    {
        var rows = new List<string[]>();
        using var reader = new CsvReader(File.OpenRead(file.Path), file.Dialect);
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))]);
        }

        return rows;
    }
}

internal sealed class Office : ICallers
{
    public HashSet<string> Gone { get; } = [];

    public ValueTask<Caller> Of(System.Security.Claims.ClaimsPrincipal principal) => ValueTask.FromResult(Caller.Anonymous);

    public ValueTask<Caller> OfAccount(string accountId) => ValueTask.FromResult(
        Gone.Contains(accountId) ? Caller.Anonymous : accountId == "u2" ? GatheringBench.Stranger : GatheringBench.Steward);
}

internal sealed class TwoBureaus : IOrganisations
{
    private static readonly Organisation[] All =
    [
        new("500000-scjg", new("市场监管局", "Market"), OrganisationKind.Department, "500000", "500000/500000-scjg/", "500000", null, false, "test"),
        new("500000-ga", new("公安局", "Police"), OrganisationKind.Department, "500000", "500000/500000-ga/", "500000", null, false, "test"),
    ];

    public Organisation Root { get; } = new("500000", new("重庆市", "Chongqing"), OrganisationKind.Government, null, "500000/", "500000", null, false, "test");

    public Organisation? Find(string code) => All.FirstOrDefault(o => o.Code == code);

    public IReadOnlyList<Organisation> Within(string pathPrefix) => [.. All.Where(o => o.Path.StartsWith(pathPrefix, StringComparison.Ordinal))];
}

internal sealed class FakeCatalogue : ICatalogue
{
    public const string Companies = "306009/000017";
    public const string Others = "306009/000018";

    public ConcurrentDictionary<string, Resource> Resources { get; } = new();

    public FakeCatalogue()
    {
        foreach (var code in new[] { Companies, Others })
        {
            Resources[code] = new Resource($"r{code[^2..]}", code, "市场主体登记信息", "", "500000-scjg", "500000/500000-scjg/", "市场监管", SharingType.Unconditional, null, false,
                UpdateCycle.Daily, true, null,
                [
                    new("统一社会信用代码", "credit_code", ItemType.Character, 18, Key: true, Required: true),
                    new("主体名称", "name", ItemType.Character, 100, Required: true),
                    new("从业人数", "staff", ItemType.Integer),
                ],
                ResourceState.Published, 1);
        }
    }

    public Task<Resource?> Find(string code, CancellationToken ct) => Task.FromResult(Resources.GetValueOrDefault(code));

    public Task<Resource?> FindById(string id, CancellationToken ct) => Task.FromResult(Resources.Values.FirstOrDefault(r => r.Id == id));

    public Fault NoSuchResource(string code) => new("catalogue.no-such-resource", 404, new("没有该资源", "No such resource"));
}

/// <summary>Reads the plan's file and counts; refuses records with another number of fields. Waits at its gate before it commits.</summary>
internal sealed class FakeLoader : ILoader
{
    private readonly ConcurrentDictionary<string, LoadResult> _committed = new();

    public TaskCompletionSource Gate { get; set; } = Opened();

    public ConcurrentQueue<LoadPlan> Plans { get; } = new();

    public ConcurrentQueue<string> Order { get; } = new();

    public int AtOnce;

    public int MostAtOnce;

    /// <summary>Records (from 1) of a plan that are refused, on top of those with a wrong number of fields.</summary>
    public Func<LoadPlan, long[]> Refuse { get; set; } = _ => [];

    /// <summary>Where refused rows are written.</summary>
    public ITableStore? Tables { get; set; }

    /// <summary>What a crash right after the commit leaves: the run committed, nobody was told.</summary>
    public bool DieAfterCommit { get; set; }

    public static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gate.SetResult();
        return gate;
    }

    public async Task<Outcome<LoadResult>> Load(LoadPlan plan, IProgress<LoadProgress> progress, Func<Task<Fault?>> mayCommit, CancellationToken ct)
    {
        Plans.Enqueue(plan);
        Order.Enqueue(plan.RunId);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref AtOnce));
        try
        {
            long read = 0, refused = 0;
            using (var reader = new CsvReader(File.OpenRead(plan.SourcePath), plan.Dialect))
            {
                while (reader.Read())
                {
                    if (reader.Record > plan.Dialect.HeaderRecords && !reader.Blank)
                    {
                        read++;
                        refused += reader.Count == plan.FieldCount ? 0 : 1;
                    }

                    if (!System.Text.Unicode.Utf8.IsValid(reader.Raw))
                    {
                        return new Fault("loading.encoding", 422, new("", "not UTF-8"));
                    }
                }

                if (reader.Problem is { } problem)
                {
                    return problem;
                }
            }

            progress.Report(new(LoadPhase.Load, 1, 1, read, read - refused, refused));
            await Gate.Task.WaitAsync(ct);
            if (await mayCommit() is { } fault)
            {
                return fault;
            }

            foreach (var record in Refuse(plan))
            {
                refused++;
                await Tables!.Execute("insert into refused_rows(resource, run, line, raw) values ($1, $2, $3, '')", [plan.ResourceId, plan.RunNumber, record], ct);
                await Tables.Execute("insert into refusals values ($1, $2, $3, 'required', 'name', '')", [plan.ResourceId, plan.RunNumber, record], ct);
            }

            var result = new LoadResult(read, read - refused, 0, 0, refused, refused == 0 ? new Dictionary<string, long>() : new Dictionary<string, long> { ["field-count"] = refused }, read - refused);
            _committed[plan.RunId] = result;
            return DieAfterCommit ? throw new InvalidOperationException("killed") : result;
        }
        finally
        {
            Interlocked.Decrement(ref AtOnce);
        }
    }

    public LoadResult? Committed(string runId) => _committed.GetValueOrDefault(runId);
}

/// <summary>A DuckDB in memory with the tables of refused rows.</summary>
internal sealed class MemoryTables : ITableStore, IDisposable
{
    private readonly DuckDB.NET.Data.DuckDBConnection _connection = new("DataSource=:memory:");

    public MemoryTables()
    {
        _connection.Open();
        Run("""
            create table refused_rows(resource varchar, run integer, line bigint, raw varchar, state varchar default 'open', mended_by varchar);
            create table refusals(resource varchar, run integer, line bigint, rule varchar, item varchar, value varchar);
            """, []);
    }

    public VisibleTable? Find(string resourceId) => null;

    public async Task<TableReader> Read(string sql, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        var command = Command(sql, parameters);
        return new TableReader(await command.ExecuteReaderAsync(ct), command);
    }

    public Task<long> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken ct) => Task.FromResult((long)Run(sql, parameters));

    public Task Drop(string resourceId, CancellationToken ct) => Task.CompletedTask;

    public void Dispose() => _connection.Dispose();

    private int Run(string sql, IReadOnlyList<object?> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    private DuckDB.NET.Data.DuckDBCommand Command(string sql, IReadOnlyList<object?> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
        {
            command.Parameters.Add(new DuckDB.NET.Data.DuckDBParameter(value ?? DBNull.Value));
        }

        return command;
    }
}

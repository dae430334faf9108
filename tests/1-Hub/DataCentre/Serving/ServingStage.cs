using System.Buffers.Binary;
using System.Data.Common;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Quality.Profiling;
using CityHub.DataCentre.Serving;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>
/// The serving room with its real routes over small stand-ins for its neighbours: DuckDB in memory, an index in a dictionary, a trail that can
/// be held. The header X-As names the reader.
/// </summary>
internal sealed class ServingStage : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "cityhub-serving-" + Guid.NewGuid().ToString("N"));

    private ServingStage()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ICatalogue>(Catalogue);
        builder.Services.AddSingleton<ITableStore>(Tables);
        builder.Services.AddSingleton<IRowIndex>(Index);
        builder.Services.AddSingleton<CityHub.DataCentre.Quality.IStandards, FewStandards>();
        builder.Services.AddSingleton<IAuditTrail>(Trail);
        builder.Services.AddSingleton(TimeProvider.System);
        var settings = new HubSettings(_folder, _folder);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<IGuardedFiles>(Guarded);
        ServingRoom.AddServices(builder.Services, settings);
        builder.Services.AddSingleton<ProfileBook>();
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            context.Features.Set(Reader(context.Request.Headers["X-As"].ToString()));
            return next(context);
        });
        ServingRoom.MapRoutes(_app);
    }

    public StandInCatalogue Catalogue { get; } = new();

    public StandInTables Tables { get; } = new();

    public NotedFiles Guarded { get; } = new();

    public StandInIndex Index { get; } = new();

    public HeldTrail Trail { get; } = new();

    public string Folder => _folder;

    public static async Task<ServingStage> Start()
    {
        var stage = new ServingStage();
        await stage._app.StartAsync();
        return stage;
    }

    /// <summary>A client that reads as somebody: anonymous, other, own, bureau, clerk (own department without the right), narrowed (a token of own without the right).</summary>
    public HttpClient As(string reader)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Add("X-As", reader);
        return client;
    }

    public static Caller Reader(string name) => name switch
    {
        "own" => Somebody(name, "500000-mz", "500000/500000-mz/", "resource.read"),
        "other" => Somebody(name, "500000-ga", "500000/500000-ga/", "resource.read"),
        "bureau" => Somebody(name, "500000-dsj", "500000/", "resource.read", "catalogue.publish"),
        "clerk" => Somebody(name, "500000-mz", "500000/500000-mz/", "catalogue.register"),
        "narrowed" => Somebody(name, "500000-mz", "500000/500000-mz/", "gathering.run") with { Application = "token:推送", Whole = Reader("own").Appointments },
        _ => Caller.Anonymous,
    };

    public async ValueTask DisposeAsync()
    {
        Trail.Release();
        await _app.DisposeAsync();
        Tables.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Caller Somebody(string id, string organisation, string scope, params string[] permissions) =>
        new(id, id, null, [new(organisation, organisation, new("岗", "post"), scope, permissions.ToHashSet())]);
}

internal sealed class StandInCatalogue : ICatalogue
{
    public Dictionary<string, Resource> Resources { get; } = [];

    public Task<Resource?> Find(string code, CancellationToken ct) => Task.FromResult(Resources.GetValueOrDefault(code.Replace('-', '/')));

    public Task<Resource?> FindById(string id, CancellationToken ct) => Task.FromResult(Resources.Values.FirstOrDefault(r => r.Id == id));

    public Fault NoSuchResource(string code) => new("catalogue.no-such-resource", 404, new("没有这个资源", "No such resource"));

    public Resource Add(string code, IReadOnlyList<InformationItem> items, bool open = false, ResourceState state = ResourceState.Published) =>
        Resources[code] = new("r" + code.Replace('/', '_'), code, "居民", "", "500000-mz", "500000/500000-mz/", "社会保障", SharingType.Conditional,
            null, open, UpdateCycle.Daily, true, null, items, state, 1);
}

/// <summary>DuckDB in memory behind the contract of the table store.</summary>
internal sealed class StandInTables : ITableStore, IDisposable
{
    private readonly DuckDBConnection _root = new("Data Source=:memory:");
    private readonly Dictionary<string, VisibleTable> _tables = [];

    public StandInTables()
    {
        _root.Open();
        Run("create table runs(run_id varchar, resource varchar, number integer, read bigint, kept bigint, changed bigint, unchanged bigint, refused bigint, refused_by_rule varchar, rows_now bigint, committed_at timestamp)");
        Run("create table profiles(resource varchar, run integer, made_at timestamp, profile varchar)");
    }

    /// <summary>Statements that readers ran, for tests that look for values in them.</summary>
    public List<string> Statements { get; } = [];

    public VisibleTable? Find(string resourceId) => _tables.GetValueOrDefault(resourceId);

    /// <summary>Makes the table of a resource and fills it by the body of a select.</summary>
    public void Fill(Resource resource, string values)
    {
        var name = $"t_{resource.Id}";
        var columns = resource.Items.Select(i => new TableColumn(i.Column, i.ColumnType)).ToList();
        var sql = string.Join(", ", columns.Select(c => $"\"{c.Name}\" {SqlType(c.Type)}"));
        Run($"create or replace table {name} ({sql}, _run integer, _line bigint)");
        Run($"insert into {name} {values}");
        using var count = _root.CreateCommand();
        count.CommandText = $"select count(*) from {name}";
        _tables[resource.Id] = new(resource.Id, name, (long)count.ExecuteScalar()!, 1, columns, [.. resource.KeyItems.Select(k => k.Column)]);
    }

    public void Run(string sql)
    {
        using var command = _root.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async Task<TableReader> Read(string sql, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        Statements.Add(sql);
        var connection = _root.Duplicate();
        connection.Open();
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new DuckDBParameter(parameter ?? DBNull.Value));
        }

        DbDataReader reader;
        try
        {
            reader = await command.ExecuteReaderAsync(ct);
        }
        catch
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }

        return new(reader, connection);
    }

    public Task<long> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        Run(sql);
        return Task.FromResult(0L);
    }

    public Task Drop(string resourceId, CancellationToken ct)
    {
        _tables.Remove(resourceId);
        return Task.CompletedTask;
    }

    public void Dispose() => _root.Dispose();

    private static string SqlType(ColumnType type) => type.Kind switch
    {
        ColumnKind.Integer => "bigint",
        ColumnKind.Decimal => $"decimal({type.Precision}, {type.Scale})",
        ColumnKind.Double => "double",
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "timestamp",
        ColumnKind.Boolean => "boolean",
        _ => "varchar",
    };
}

internal sealed class StandInIndex : IRowIndex
{
    private readonly Dictionary<(string, string), byte[]> _rows = [];

    public void Put(string resourceId, string key, params string?[] fields)
    {
        var texts = fields.Select(f => Encoding.UTF8.GetBytes(f ?? "")).ToArray();
        var packed = new byte[2 + (fields.Length * 4) + texts.Sum(t => t.Length)];
        BinaryPrimitives.WriteUInt16LittleEndian(packed, (ushort)fields.Length);
        var end = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            texts[i].CopyTo(packed, 2 + (fields.Length * 4) + end);
            end += texts[i].Length;
            BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(2 + (i * 4)), (uint)end | (fields[i] is null ? 0x8000_0000 : 0));
        }

        _rows[(resourceId, key)] = packed;
    }

    public bool TryFind(string resourceId, ReadOnlySpan<byte> key, out IndexedRow row)
    {
        var found = _rows.TryGetValue((resourceId, Encoding.UTF8.GetString(key)), out var packed);
        row = new(packed, null, 0);
        return found;
    }
}

/// <summary>A trail that can be held, to see that answers wait for it.</summary>
internal sealed class HeldTrail : IAuditTrail
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Held { get; set; }

    /// <summary>As with a full disk.</summary>
    public bool Fails { get; set; }

    public List<AuditEntry> Entries { get; } = [];

    public TaskCompletionSource<AuditEntry> Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _gate.TrySetResult();

    public Task Durable(AuditEntry entry)
    {
        Entries.Add(entry);
        Arrived.TrySetResult(entry);
        return Fails ? Task.FromException(new IOException("The audit trail could not be written")) : Held ? _gate.Task : Task.CompletedTask;
    }

    public string Digest(ReadOnlySpan<byte> personalKey) => $"digest-of-{personalKey.Length}-bytes";
}

/// <summary>Fingerprints of the downloads that were guarded or masked.</summary>
internal sealed class NotedFiles : IGuardedFiles
{
    public List<string> Fingerprints { get; } = [];

    public Task Remember(string fingerprint, long bytes, IReadOnlyList<string> masked, CancellationToken ct)
    {
        Fingerprints.Add(fingerprint);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>?> Wrote(string path, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>?>(null);
}

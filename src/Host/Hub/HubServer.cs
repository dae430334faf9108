using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Contracts;
using CityHub.Storage.Backup;
using CityHub.Storage.Records;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Search;
using CityHub.Storage.Tables;
using CityHub.Storage.Trail;
using CityHub.Web;
using Microsoft.Extensions.Logging.Console;

namespace CityHub.Host.Hub;

/// <summary>The program as a web server: engines, modules, pages, health.</summary>
internal static class HubServer
{
    /// <summary>Folder of reference data beside the program.</summary>
    public static string ReferenceFolder => Path.Combine(AppContext.BaseDirectory, "reference");

    /// <summary>Composes the hub; nothing is opened or listened to before it starts.</summary>
    public static WebApplication Build(HubOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(HubServer).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Logging.ClearProviders();
        if (!options.Quiet)
        {
            // What a command answers goes to stdout, the log beside it.
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
                .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("CityHub", LogLevel.Information)
            // Its keys lie in the data folder, which only its owner can enter; encrypting them is the disk's task (SECURITY.md).
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        var settings = new HubSettings(options.Data.Path, ReferenceFolder) { ForOneCommand = options.ForOneCommand };
        AddHub(builder.Services, settings);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<GiveBackMemory>();

        var app = builder.Build();
        app.UseHeadRequests();
        app.UseHeadersAndFailures();
        app.UseQueryNames();
        app.UseShortWay();
        app.UseWebShell();
        app.UseIdentity();
        Routes.Map(app);
        return app;
    }

    /// <summary>Engines and modules; tests that need no program compose themselves of this, too.</summary>
    public static void AddHub(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(json => ConfigureJson(json.SerializerOptions));
        services.AddRecords(settings).AddSearch(settings).AddTrail(settings).AddTables(settings).AddRowIndex(settings).AddBackup(settings);
        foreach (var module in Modules.All)
        {
            services.AddSingleton(module);
            module.AddServices(services, settings);
        }

        services.AddSingleton(new PageAssemblies([.. Modules.All.Select(module => module.GetType().Assembly)]));
        services.AddSingleton(CityOnShow.From);
        services.AddWebShell();
        services.AddProblemDetails();
        services.AddOpenApi("v1", OpenApiShape.Configure);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
    }

    /// <summary>Opens the stores, recovers what a crash left, catches up.</summary>
    public static async Task StartUp(WebApplication app, CancellationToken ct)
    {
        foreach (var step in app.Services.GetServices<IStartUp>())
        {
            await step.Start(ct);
        }
    }

    /// <summary>How answers are written.</summary>
    public static void ConfigureJson(JsonSerializerOptions json)
    {
        // Chinese stays readable; the API is never embedded into pages unescaped.
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(AlwaysNext);
    }

    // "The last page" is said, not left to be guessed: the cursor of a list is written when it is null.
    private static void AlwaysNext(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.Name == "next" && p.PropertyType == typeof(string)))
        {
            property.ShouldSerialize = static (_, _) => true;
        }
    }

    private static void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, HubOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.ListenUnixSocket(options.Data.SocketPath);
        if (options.Address is null)
        {
            return;
        }

        kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listen =>
        {
            if (options.Certificate is { } file)
            {
                listen.UseHttps(file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
                    ? X509Certificate2.CreateFromPemFile(file)
                    : X509CertificateLoader.LoadPkcs12FromFile(file, Environment.GetEnvironmentVariable("CITYHUB_CERT_PASSWORD")));
            }
        });
    }
}

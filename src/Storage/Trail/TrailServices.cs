using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityHub.Storage.Trail;

/// <summary>Registers this engine.</summary>
public static class TrailServices
{
    /// <summary>Adds the audit trail in the folder <c>audit</c>, its keys in <c>keys</c>. Register it after the records.</summary>
    public static IServiceCollection AddTrail(this IServiceCollection services, HubSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions<TrailOptions>()
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>()?.GetSection("Audit").Bind(options))
            .Validate(options => options.KeepDays >= TrailOptions.LeastKeepDays, $"Audit:KeepDays must be {TrailOptions.LeastKeepDays} or more: the law asks for six months.");

        services.AddSingleton(_ => TrailKeys.Open(Path.Combine(settings.DataFolder, "keys")));
        services.AddSingleton(provider => new TrailWriter(
            Folder(settings), provider.GetRequiredService<TrailKeys>(), Options(provider), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TrailWriter>>()));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton(new AuditReader(Folder(settings)));
        services.AddSingleton<IRecordsModel, TrailTables>();
        services.AddSingleton<EndWitness>();
        services.AddSingleton(provider => new AuditVerifier(
            Folder(settings), provider.GetRequiredService<TrailKeys>(), Options(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<EndWitness>().Read));
        services.AddSingleton<OutboxAppender>();
        services.AddSingleton<IStartUp>(provider => provider.GetRequiredService<OutboxAppender>());
        return services;
    }

    private static string Folder(HubSettings settings) => Path.Combine(settings.DataFolder, "audit");

    private static TrailOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TrailOptions>>().Value;
}

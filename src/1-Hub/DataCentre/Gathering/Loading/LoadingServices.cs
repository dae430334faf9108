using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Registers the loader.</summary>
internal static class LoadingServices
{
    public static IServiceCollection AddLoading(this IServiceCollection services)
    {
        services.AddSingleton(LoadLimits.Default);
        return services.AddSingleton<ILoader, Loader>();
    }
}

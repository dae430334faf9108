using CityHub.Kernel.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.Trail;

/// <summary>Registers this engine.</summary>
public static class TrailServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddTrail(this IServiceCollection services, HubSettings settings) => services;
}

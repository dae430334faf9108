using CityHub.Kernel.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.Records;

/// <summary>Registers this engine.</summary>
public static class RecordsServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services, HubSettings settings) => services;
}

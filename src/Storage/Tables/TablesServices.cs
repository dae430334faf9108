using CityHub.Kernel.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.Tables;

/// <summary>Registers this engine.</summary>
public static class TablesServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services, HubSettings settings) => services;
}

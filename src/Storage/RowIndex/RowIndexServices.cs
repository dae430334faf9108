using CityHub.Kernel.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.RowIndex;

/// <summary>Registers this engine.</summary>
public static class RowIndexServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRowIndex(this IServiceCollection services, HubSettings settings) => services;
}

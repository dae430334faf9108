using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityHub.Storage.Idempotency;

/// <summary>Marks writes that may be sent again without being done again.</summary>
public static class IdempotentRoutes
{
    /// <summary>Registers what <see cref="Idempotent{TBuilder}"/> needs; any module may call it.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, IdempotencyTables>());
        services.TryAddSingleton<IdempotentRequests>();
        return services;
    }

    /// <summary>The route heeds the header <c>Idempotency-Key</c>: the same key brings the same answer for 24 hours.</summary>
    public static TBuilder Idempotent<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<IdempotentRequests>().Answer(http, next);
            }
        });
        return builder;
    }
}

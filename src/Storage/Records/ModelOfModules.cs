using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CityHub.Storage.Records;

/// <summary>EF Core caches one model per context type; here the model also depends on which modules stand behind it (tests run several sets).</summary>
internal sealed class ModelOfModules : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (((RecordsDb)context).Modules, designTime);
}

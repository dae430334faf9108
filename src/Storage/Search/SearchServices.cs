using System.Globalization;
using System.IO.Hashing;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using CityHub.Storage.Search.Changes;
using CityHub.Storage.Search.Finding;
using CityHub.Storage.Search.Index;
using CityHub.Storage.Search.Text;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.Search;

/// <summary>Registers this engine.</summary>
public static class SearchServices
{
    /// <summary>
    /// Adds search: an index in the folder <c>search</c>, filled from every <see cref="ISearchSource"/>. Register it after the records and before
    /// the modules. The index is opened and caught up when the host starts its services, which is after all start-up work.
    /// </summary>
    public static IServiceCollection AddSearch(this IServiceCollection services, HubSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton<IRecordsModel, ChangeTables>();
        services.AddSingleton<IStartUp, ChangeTriggers>();
        services.AddSingleton<ChangeLog>();
        services.AddSingleton(_ => Pinyin.Load(settings.ReferenceFolder));
        services.AddSingleton<SynonymBook>();
        services.AddSingleton<ISynonyms>(provider => provider.GetRequiredService<SynonymBook>());
        services.AddSingleton(provider =>
        {
            var sources = provider.GetServices<ISearchSource>().ToList();
            var facets = sources.SelectMany(s => s.Facets.Select(f => f.Name)).Distinct().Order(StringComparer.Ordinal).ToList();
            return SearchIndex.Open(
                Path.Combine(settings.DataFolder, "search"), Stamp(settings, sources, facets), new DocumentShape(provider.GetRequiredService<Pinyin>(), facets), facets);
        });
        services.AddSingleton<Follower>();
        services.AddHostedService(provider => provider.GetRequiredService<Follower>());
        services.AddSingleton<QueryMaker>();
        services.AddSingleton<Marker>();
        return services.AddSingleton<ISearch, Finder>();
    }

    // Whatever makes documents otherwise changes the stamp.
    private static string Stamp(HubSettings settings, List<ISearchSource> sources, List<string> facets)
    {
        var pinyin = Path.Combine(settings.ReferenceFolder, "pinyin.tsv");
        var readings = File.Exists(pinyin) ? XxHash64.HashToUInt64(File.ReadAllBytes(pinyin)) : 0;
        var kinds = string.Join(',', sources.Select(s => $"{s.Kind}:{s.Version}").Order(StringComparer.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"{DocumentShape.Format};{readings:x};{kinds};{string.Join(',', facets)}");
    }
}

using CityHub.DataCentre.Catalogue.Autosave;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Decrees;
using CityHub.DataCentre.Catalogue.Desk;
using CityHub.DataCentre.Catalogue.EditResource;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ExportCatalogue;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.DataCentre.Catalogue.OneSource;
using CityHub.DataCentre.Catalogue.PublishResource;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Catalogue.SupplyDemand;
using CityHub.DataCentre.Catalogue.Uses;
using CityHub.DataCentre.Catalogue.Versions;
using CityHub.DataCentre.Catalogue.WithdrawResource;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using CityHub.Storage.Idempotency;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Discard = CityHub.DataCentre.Catalogue.DiscardDraft.DiscardDraft;
using Edit = CityHub.DataCentre.Catalogue.EditResource.EditResource;
using Find = CityHub.DataCentre.Catalogue.FindResources.FindResources;
using Import = CityHub.DataCentre.Catalogue.ImportCatalogue.ImportCatalogue;
using Publish = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;
using Read = CityHub.DataCentre.Catalogue.ReadResource.ReadResource;
using Register = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;
using Withdraw = CityHub.DataCentre.Catalogue.WithdrawResource.WithdrawResource;

namespace CityHub.DataCentre.Catalogue;

/// <summary>目录: what the departments hold, as metadata.</summary>
internal static class CatalogueRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
    [
        new(PlanPart.Desk, new("工作台", "Desk"), "/console", "home", Daily: true),
        new(PlanPart.Hub, new("大数据资源中心", "Data centre"), "/console/catalogue", "db"),
        new(PlanPart.Hub, new("数据资源目录", "Catalogue"), "/console/catalogue", "book", Parent: "/console/catalogue", Also: "/console/resources", Daily: true),
        new(PlanPart.Hub, new("批量导入", "Import"), "/console/catalogue/import", Permission: Import.Permission, Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("撤销通知", "Withdrawals"), "/console/catalogue/notices", Permission: "resource.read", Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("资源分类", "Classes"), "/console/catalogue/classes", Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("责任清单", "Duties"), "/console/lists/duties", Permission: ListRoutes.Permission, Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("需求清单", "Demands"), "/console/lists/demands", "inbox", Permission: ListRoutes.Permission, Parent: "/console/catalogue", Daily: true),
        new(PlanPart.Hub, new("一数一源", "One source"), "/console/one-source", Permission: OneSourceRoutes.Permission, Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("法规登记", "Decrees"), "/console/decrees", Parent: "/console/catalogue"),
    ];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<IRecordsModel, CatalogueTables>();
        services.AddSingleton<CatalogueBook>();
        services.AddSingleton<ICatalogue>(s => s.GetRequiredService<CatalogueBook>());
        services.AddSingleton<IRecordsModel, UseTables>().AddSingleton<CountUses>().AddSingleton<ResourceUses>();
        if (!settings.ForOneCommand)
        {
            services.AddSingleton<IHostedService>(s => s.GetRequiredService<CountUses>());
        }

        services.AddSingleton<ClassTable>();
        services.AddSingleton<KeepClass>();
        services.AddSingleton<SupplyLists>();
        services.AddSingleton<ListBook>();
        services.AddSingleton<LeadSources>();
        services.AddSingleton<ScanValues>();
        services.AddSingleton<OneSourceRoutes>();
        services.AddSingleton<DecreeRegister>();
        services.AddSingleton<KeepDecree>();
        services.AddSingleton<RemoveDecree>();
        services.AddSingleton(s => EntryReferences.Of(
            s.GetRequiredService<IOrganisations>(), s.GetRequiredService<CatalogueBook>(), s.GetRequiredService<ClassTable>(),
            s.GetRequiredService<DecreeRegister>()));
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<IStartUp, CatalogueStartUp>();
        services.AddIdempotency();
        services.AddSingleton<Autosaves>();
        services.AddSingleton<DeskFigures>().AddSingleton<DeskDue>();
        services.AddSingleton<CatalogueSearch>();
        services.AddSingleton<CatalogueFacets>();
        services.AddSingleton<ISearchSource, CatalogueSearchSource>();
        services.AddSingleton<EntryReader>();
        services.AddSingleton<EntryAnswers>();
        services.AddSingleton<PlanImport>();
        services.AddSingleton<Import>();
        services.AddSingleton<WriteBook>();
        services.AddSingleton<TheirChange>();
        services.AddSingleton<WithdrawalNotices>();
        services.AddSingleton<ReadNotices>();
        services.AddSingleton<ComparedVersions>();
        services.AddSingleton<Register>();
        services.AddSingleton<Edit>();
        services.AddSingleton<Publish>();
        services.AddSingleton<PublishMany>();
        services.AddSingleton<Withdraw>();
        services.AddSingleton<Discard>();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        Find.Map(routes);
        KeepClass.Map(routes);
        KeepDecree.Map(routes);
        RemoveDecree.Map(routes);
        OneSourceRoutes.Map(routes);
        ListRoutes.Map(routes);
        Read.Map(routes);
        ListVersions.Map(routes);
        ExportEntry.Map(routes);
        ExportList.Map(routes);
        ImportRoutes.Map(routes);
        Register.Map(routes);
        Edit.Map(routes);
        Publish.Map(routes);
        PublishMany.Map(routes);
        Withdraw.Map(routes);
        ReadNotices.Map(routes);
        ListWithdrawn.Map(routes);
        Desk.ReadDesk.Map(routes);
        Discard.Map(routes);
    }

    private sealed class CatalogueStartUp(CatalogueStore store, ClassTable classes, DecreeRegister decrees, LeadSources leads, SupplyLists lists) : IStartUp
    {
        public async Task Start(CancellationToken ct)
        {
            await classes.Open(ct);
            await decrees.Open(ct);
            await store.Open(ct);
            await leads.Open(ct);
            await lists.Open(ct);
        }
    }
}

using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Quality;
using CityHub.Kernel.Organisations;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.RegisterResource;

/// <summary>登记资源: a department's steward enters a body of data into the catalogue, as a draft.</summary>
internal sealed class RegisterResource(
    CatalogueStore store, CatalogueBook book, IStandards standards, IOrganisations organisations, EntryReferences references)
{
    public const string Permission = "catalogue.register";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/catalogue", async (EntryRequest request, Caller caller, RegisterResource register, EntryAnswers answers, CancellationToken ct) =>
            (await register.Do(request, caller, ct)).Match(
                entry => TypedResults.Created(EntryAnswers.Address(entry), answers.Whole(entry, Language.Chinese)),
                fault => fault.ToProblem()))
        .RequireAuthorization(Permission)
        .Idempotent()
        .WithName("RegisterResource")
        .WithTags("Catalogue")
        .WithSummary("登记资源 · Register a resource as a draft")
        .Produces<EntryAnswer>(StatusCodes.Status201Created);

    /// <summary>Registers it, or says everything that is wrong with it.</summary>
    public async Task<Outcome<Entry>> Do(EntryRequest request, Caller caller, CancellationToken ct)
    {
        var provider = organisations.Find(request.Provider?.Trim() ?? "");
        var category = string.IsNullOrWhiteSpace(request.Category) ? null : request.Category.Trim();
        return await store.Add(
            () => Decide(request, caller, provider, book.TitleTaken(provider?.Code ?? "", request.Title ?? ""), standards, references),
            category, provider!, caller, ct);
    }

    /// <summary>Whether it may be registered. Field faults come together, each beside its field.</summary>
    internal static Outcome<EntryContent> Decide(
        EntryRequest request, Caller caller, Organisation? provider, bool titleTaken, IStandards standards, EntryReferences? references = null,
        string? ownCode = null)
    {
        var faults = EntryJudgement.Of(request, provider, standards, out var content, references, ownCode);
        if (provider is not null && !caller.May(Permission, provider.Path))
        {
            return CatalogueFaults.OutOfScope(provider.Code);
        }

        if (faults.Count == 0)
        {
            return titleTaken ? CatalogueFaults.TitleTaken(content.Title) : content;
        }

        return CatalogueFaults.Invalid(titleTaken ? [CatalogueFaults.TitleTaken(content.Title), .. faults] : faults);
    }
}

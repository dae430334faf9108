using CityHub.DataCentre.Catalogue.EditResource;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.ReadResource;

/// <summary>查看资源: the metadata of an entry. Rows are served elsewhere, never here.</summary>
internal static class ReadResource
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/catalogue/{code}", Read)
            .AllowAnonymous().WithName("ReadResource").WithTags("Catalogue").WithSummary("查看资源 · Metadata of an entry").Produces<EntryAnswer>();

        // The code as people write it, with its slash.
        routes.MapGet("/api/v1/catalogue/{category:regex(^[1-3][0-9]{{5,14}}$)}/{sequence:regex(^[0-9]+$)}",
                (string category, string sequence, HttpContext http, Caller caller, EntryReader reader, EntryAnswers answers) =>
                    Read($"{category}/{sequence}", http, caller, reader, answers))
            .AllowAnonymous().ExcludeFromDescription();

        routes.MapGet("/api/v1/catalogue/{code}/draft", (string code, Caller caller, EntryReader reader) =>
                reader.Read(code, caller).Match<IResult>(
                    entry => EntryReader.IsOfficial(entry, caller) && entry.Waiting
                        ? TypedResults.Ok(entry.Latest)
                        : CatalogueFaults.NoDraft(entry.Resource.Code).ToProblem(),
                    fault => fault.ToProblem()))
            .RequireAuthorization(RegisterResource.RegisterResource.Permission)
            .WithName("ReadDraft").WithTags("Catalogue").WithSummary("查看草稿 · The draft that waits for publication").Produces<EntryContent>();
    }

    private static IResult Read(string code, HttpContext http, Caller caller, EntryReader reader, EntryAnswers answers) =>
        reader.Read(code, caller).Match(
            entry => Revisions.Answer(http, entry, answers.Whole(entry, RequestLanguage.Of(http), EntryReader.IsOfficial(entry, caller))),
            fault => fault.ToProblem());
}

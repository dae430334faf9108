using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.ImportPeople;

/// <summary>The import of people for programs.</summary>
internal static class PeopleRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/accounts-template.xlsx", async (CancellationToken ct) => TypedResults.File(await PeopleSheet.Template(ct), PeopleSheet.ContentType, "people.xlsx"))
            .RequireAuthorization(AccountDesk.Manage).WithTags("accounts").WithSummary("人员导入模板 · A workbook to fill in").Produces<byte[]>(200, PeopleSheet.ContentType);
        routes.MapPost("/api/v1/account-imports", Import)
            .RequireAuthorization(AccountDesk.Manage).DisableAntiforgery().WithTags("accounts").WithSummary("人员导入 · Accounts with a first post from an XLSX workbook, all or none; the passwords are answered once")
            .WithDescription("The workbook as the field 'file' of multipart/form-data. dryRun=true says what would be made and what is wrong, and makes nothing.")
            .WithQuery(new QueryParameter("dryRun", "试算，不写入 / Say what would be done; write nothing") { Truth = true }).Accepts<IFormFile>("multipart/form-data").Produces<PeopleReport>();
    }

    private static async Task<IResult> Import(HttpContext http, bool? dryRun, Caller caller, ImportPeople people, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType || (await http.Request.ReadFormAsync(ct)).Files is not [var file, ..])
        {
            return PeopleFaults.NoBook.ToProblem();
        }

        if (file.Length > PeopleSheet.MostBytes)
        {
            return PeopleFaults.TooLarge.ToProblem();
        }

        await using var book = file.OpenReadStream();
        return (await people.Do(book, dryRun == true, caller, null, ct)).Match(report => (IResult)TypedResults.Ok(report), fault => fault.ToProblem());
    }
}

using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>A file that arrived and waits to be looked at or gathered; it goes away after a day.</summary>
internal sealed record UploadKept(string Upload);

/// <summary>上传: streamed to disk, so that a look at it and its run need not send it twice.</summary>
internal static class KeepUpload
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/gathering/uploads", async (HttpContext context, Caller caller, ReadRunRequest read, CancellationToken ct) =>
            (await read.Read<UploadKept>(context, caller, ct)).Match(
                kept => kept.Upload is null ? GatheringFaults.SourceNotGiven.ToProblem() : (IResult)TypedResults.Ok(kept), fault => fault.ToProblem()))
        .RequireAuthorization(StartRun.Permission).DisableAntiforgery()
        .WithTags("Runs").WithSummary("Upload a file, to look at it or gather it afterwards").Accepts<IFormFile>("multipart/form-data").Produces<UploadKept>();
}

using System.Globalization;
using CityHub.DataCentre.Catalogue.Entries;
using Microsoft.AspNetCore.Http;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>The revision of an entry as an HTTP entity tag: <c>If-Match</c> keeps two people from overwriting each other.</summary>
internal static class Revisions
{
    /// <summary>The revision that the caller saw; null when it did not say.</summary>
    public static int? Wanted(HttpRequest request) =>
        int.TryParse(request.Headers.IfMatch.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : null;

    /// <summary>The answer with its entity tag.</summary>
    public static IResult Answer<T>(HttpContext http, Entry entry, T answer)
    {
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{entry.Revision}\"");
        return TypedResults.Ok(answer);
    }
}

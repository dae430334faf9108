using Microsoft.AspNetCore.Http;

namespace CityHub.Web;

/// <summary>Where a page's forms may lead beside the hub itself: signing in to an application ends at the application. Goes into <c>form-action</c>.</summary>
public sealed record FormTargets(IReadOnlyList<string> Sources)
{
    /// <summary>Lets the forms of the page that is being answered lead there.</summary>
    /// <param name="context">The request for the page.</param>
    /// <param name="sources">Origins such as <c>https://permit.example</c>, or schemes with a colon; registered ones only.</param>
    public static void Allow(HttpContext context, IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count > 0)
        {
            context.Features.Set(new FormTargets(sources));
        }
    }
}

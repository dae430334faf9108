using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Organisations;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>A post in the reader's language; what is kept with it is Chinese.</summary>
internal static class PostWords
{
    public static string Organisation(OrganisationTree tree, PostShown post, Language language) => tree.Find(post.Organisation)?.Name.In(language) ?? post.OrganisationName;

    public static string Role(PostShown post, Language language) => Roles.Find(post.Role)?.Title.In(language) ?? post.RoleTitle;
}

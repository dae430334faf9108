using System.Text.Json;
using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>What the fields of a page hold.</summary>
internal sealed class ApplicationForm
{
    public string Kind { get; set; } = ApplicationKinds.Web;

    public string? Name { get; set; }

    public string? Purpose { get; set; }

    public string? Role { get; set; }

    /// <summary>One address a line.</summary>
    public string? Redirects { get; set; }

    /// <summary>One address a line.</summary>
    public string? Leaves { get; set; }

    public string? Keys { get; set; }

    public bool AsksConsent { get; set; } = true;

    public static ApplicationForm Of(ApplicationShown application) => new()
    {
        Kind = application.Kind, Name = application.Name, Purpose = application.Purpose, Role = application.Role, AsksConsent = application.AsksConsent,
        Redirects = string.Join('\n', application.RedirectUris), Leaves = string.Join('\n', application.PostLogoutRedirectUris), Keys = application.Keys?.GetRawText(),
    };

    /// <summary>The terms; a fault when the key set is no JSON.</summary>
    public Outcome<ApplicationTerms> Terms()
    {
        JsonElement? keys = null;
        if (!string.IsNullOrWhiteSpace(Keys))
        {
            try
            {
                keys = JsonSerializer.Deserialize<JsonElement>(Keys);
            }
            catch (JsonException)
            {
                return ApplicationFaults.Keys;
            }
        }

        return new ApplicationTerms(Name, Purpose, Role, Lines(Redirects), Lines(Leaves), keys, AsksConsent);
    }

    private static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

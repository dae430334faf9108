using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace CityHub.Web;

/// <summary>Catches what a console page throws: the page says so with a code to quote, the rest of the console goes on.</summary>
public sealed class CityErrorBoundary : ErrorBoundary
{
    /// <summary>The code of the failure on show.</summary>
    public string? Code { get; private set; }

    [Inject]
    private ILogger<CityErrorBoundary> Log { get; set; } = null!;

    /// <inheritdoc/>
    protected override Task OnErrorAsync(Exception exception)
    {
        Code = PageFailure.NewCode();
        Log.LogError(exception, "Failure {Code} in a console page", Code);
        StateHasChanged();
        return Task.CompletedTask;
    }
}

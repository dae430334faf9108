using Microsoft.AspNetCore.Components;

namespace CityHub.Web;

/// <summary>
/// Base of a console page whose address says what it shows. It reads once for each address of its own: the circuit sets a page's parameters
/// several times for one step (once for the query, once for the route), and once more when the step leads away from it.
/// </summary>
public abstract class AddressedPage : CityComponent
{
    private string? _read;

    /// <summary>Where the page stands and what it was asked.</summary>
    [Inject]
    protected NavigationManager Nav { get; set; } = null!;

    /// <summary>The page's own path, without the query.</summary>
    protected abstract string Path { get; }

    /// <summary>Reads what the address asks for.</summary>
    protected abstract Task Read();

    /// <inheritdoc/>
    protected sealed override Task OnParametersSetAsync()
    {
        var address = Nav.ToBaseRelativePath(Nav.Uri).Split('#')[0];
        if (address == _read || !IsOwn(address.Split('?')[0]))
        {
            return Task.CompletedTask;
        }

        _read = address;
        return Read();
    }

    private bool IsOwn(string path) =>
        string.Equals(Uri.UnescapeDataString(path).Trim('/'), Uri.UnescapeDataString(Path).Trim('/'), StringComparison.OrdinalIgnoreCase);
}

namespace CityHub.Web;

/// <summary>A style sheet of a module's console pages. All stand in the head from the first paint on: pages are drawn later, by the circuit,
/// and must not stand there unstyled until a sheet arrives.</summary>
/// <param name="Path">Its address below the root, such as <c>_content/CityHub.DataCentre/desk.css</c>.</param>
public sealed record ConsoleSheet(string Path);

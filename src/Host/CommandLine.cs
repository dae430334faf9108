namespace CityHub.Host;

internal static class CommandLine
{
    public static Task<int> Run(string[] args) => Task.FromResult(args.Length == 0 ? 0 : 1);
}

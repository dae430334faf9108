namespace CityHub.Host.FirstStart;

/// <summary>Prints the first accounts once, at the first start.</summary>
internal static class FirstAccountsNote
{
    public static void Print(IServiceProvider services)
    {
    }
}

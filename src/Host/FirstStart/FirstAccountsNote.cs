using CityHub.Host.CommandLine;
using CityHub.ServicePlatform.Contracts;

namespace CityHub.Host.FirstStart;

/// <summary>Prints the first accounts once, at the first start.</summary>
internal static class FirstAccountsNote
{
    public static void Print(IServiceProvider services)
    {
        var made = services.GetRequiredService<FirstAccounts>().Take();
        if (made.Count == 0)
        {
            return;
        }

        Console.WriteLine(Verbs.Say("首批账号（密码只显示这一次）", "First accounts (passwords are shown only now)"));
        foreach (var account in made)
        {
            Console.WriteLine($"  {account.UserName,-16} {account.Password}  {Verbs.Say(account.Title.Zh, account.Title.En)}");
        }
    }
}

using Microsoft.AspNetCore.Identity;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>Refuses passwords that hold the user name, forwards or backwards: the first that anyone guesses.</summary>
internal sealed class PasswordIsNotTheName : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(user.UserName is { Length: > 2 } name && password is not null && (Holds(password, name) || Holds(password, new string([.. name.Reverse()])))
            ? IdentityResult.Failed(new IdentityError { Code = nameof(PasswordIsNotTheName) }) : IdentityResult.Success);

    private static bool Holds(string password, string name) => password.Contains(name, StringComparison.OrdinalIgnoreCase);
}

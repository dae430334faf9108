using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using CityHub.ServicePlatform.Contracts;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.Auditing;
using CityHub.ServicePlatform.Identity.Delegations;
using CityHub.ServicePlatform.Identity.ImportPeople;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.Permissions;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.ServicePlatform.Identity.SignOn;
using CityHub.ServicePlatform.Identity.Tokens;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityHub.ServicePlatform.Identity;

/// <summary>身份: organisations, accounts, posts, sign-in, tokens, audit.</summary>
internal static class IdentityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
    [
        new(PlanPart.System, new("机构", "Organisations"), "/console/organisations", "hall", AccountDesk.Manage),
        new(PlanPart.System, new("账号与岗位", "Accounts and posts"), "/console/accounts", "chief", AccountDesk.Manage),
        new(PlanPart.System, new("应用系统", "Applications"), "/console/applications", "cloud", AccountDesk.Manage),
        new(PlanPart.System, new("审计", "Audit"), "/console/audit", "trail", AuditRoutes.Read),
    ];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IRecordsModel, IdentityTables>();

        services.AddSingleton<OrganisationTree>();
        services.AddSingleton<IOrganisations>(s => s.GetRequiredService<OrganisationTree>());
        services.AddSingleton<IStartUp, FirstOrganisations>();
        services.AddSingleton<ISearchSource, OrganisationSearchSource>();

        AddAccounts(services);
        services.AddSingleton<OrganisationDesk>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<ListAccounts>();
        services.AddSingleton<ImportPeople.ImportPeople>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<TokenDesk>();
        services.AddSingleton<FirstAccounts>();
        services.AddSingleton<IStartUp, FirstAccountsMaker>();

        services.AddSingleton<ActiveTokens>();
        services.AddSingleton<IStartUp>(s => s.GetRequiredService<ActiveTokens>());
        services.AddSingleton<ActiveSessions>();
        services.AddSingleton<IStartUp>(s => s.GetRequiredService<ActiveSessions>());
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<DelegatePost>();

        AddSignIn(services, settings);
        AddSecondFactor(services);
        SignOnServer.AddServices(services, settings);
        services.AddSingleton<ApplicationDesk>();
        services.AddSingleton<ConsentDesk>();
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedRequests>();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        Session.Map(routes);
        SessionRoutes.Map(routes);
        DelegationRoutes.Map(routes);
        SecondFactorRoutes.Map(routes);
        ApplicationRoutes.Map(routes);
        SignOnServer.MapRoutes(routes);
        ChangePassword.Map(routes);
        TokenDesk.Map(routes);
        OrganisationRoutes.Map(routes);
        AccountRoutes.Map(routes);
        PeopleRoutes.Map(routes);
        AuditRoutes.Map(routes);
    }

    private static void AddAccounts(IServiceCollection services)
    {
        // Identity would make these per request; they hold no state.
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddIdentityCore<Account>(options =>
        {
            // GB/T 22239-2019, 8.1.4.1: passwords of some complexity, an end to guessing.
            options.Password = new() { RequiredLength = 10, RequireDigit = true, RequireLowercase = true, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 5 };
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-._ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        });
        services.AddSingleton<IPasswordValidator<Account>, PasswordIsNotTheName>();
        services.AddScoped<AccountStore>();
        services.AddScoped<IUserStore<Account>>(s => s.GetRequiredService<AccountStore>());
        services.AddScoped<AccountManager>();
    }

    private static void AddSecondFactor(IServiceCollection services)
    {
        services.AddOptions<SecondFactorOptions>()
            .Configure<IServiceProvider>((options, provider) => provider.GetService<IConfiguration>()?.GetSection("SecondFactor").Bind(options))
            .Validate(options => options.NamesOnlyRoles, "SecondFactor:RequiredOf names a role that does not exist; see /api/v1/roles.");
        services.AddSingleton<IRecordsModel, SecondFactorTables>();
        services.Configure<IdentityPasskeyOptions>(Passkeys.Configure);
        services.AddSingleton<Seals>();
        services.AddSingleton<PendingStep>();
        services.AddSingleton<CheckSecondFactor>();
        services.AddSingleton<OwnFactors>();
        services.AddSingleton<AddAuthenticatorApp>();
        services.AddSingleton<Passkeys>();
    }

    private static void AddSignIn(IServiceCollection services, HubSettings settings)
    {
        // Sessions survive a restart, so the keys that seal them stand in the data folder.
        var keys = Directory.CreateDirectory(settings.InData("keys", "sessions"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keys.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        services.AddDataProtection().SetApplicationName("CityHub").PersistKeysToFileSystem(keys);
        services.AddSingleton<Callers>();
        services.AddSingleton<ICallers>(s => s.GetRequiredService<Callers>());
        services.AddSingleton<SignInTurns>();
        services.AddSingleton<SignInDesk>();
        services.AddTransient<CityAuthentication>();
        services.AddScoped<AuthenticationStateProvider, CircuitState>();
        services.AddAntiforgery(options => options.Cookie.Name = "cityhub.form");
        services.AddAuthentication(options =>
        {
            options.DefaultScheme = CityAuthentication.Scheme;
            options.AddScheme<CityAuthentication>(CityAuthentication.Scheme, null);
        }).AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
    }
}

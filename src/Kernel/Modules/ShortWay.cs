namespace CityHub.Kernel.Modules;

/// <summary>
/// Metadata of an endpoint that programs call thousands of times a second. A request with a token goes straight to it, past what pages need
/// (status pages, sessions, antiforgery, policies): it must decide about its <see cref="Caller"/> itself, allow anonymous, and answer
/// refusals as problem details. A request without a token takes the long way.
/// </summary>
public sealed class ShortWay;

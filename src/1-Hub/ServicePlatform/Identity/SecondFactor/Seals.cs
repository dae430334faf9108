using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>
/// Notes that the hub hands to a browser and gets back unread and unchanged: what is begun and not done yet needs no row. They end by the
/// program's clock, which ASP.NET's own protector with a time limit does not follow.
/// </summary>
internal sealed class Seals(IDataProtectionProvider protection, TimeProvider clock)
{
    public string Seal<T>(T note, TimeSpan life) => For<T>().Protect(JsonSerializer.Serialize(new Note<T>(note, clock.GetUtcNow() + life)));

    /// <summary>The note; null when it is none of ours or over.</summary>
    public T? Open<T>(string? text)
        where T : class
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var note = JsonSerializer.Deserialize<Note<T>>(For<T>().Unprotect(text));
            return note is not null && clock.GetUtcNow() < note.UntilUtc ? note.Content : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // A note of one kind is none of another.
    private IDataProtector For<T>() => protection.CreateProtector("CityHub.SecondFactor", typeof(T).Name);

    private sealed record Note<T>(T Content, DateTimeOffset UntilUtc);
}

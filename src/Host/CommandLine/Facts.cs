using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>One thing with what is known of it, a line each; what is not known is left out.</summary>
internal static class Facts
{
    public static void Print(params IEnumerable<(Words Name, string? Value)> facts)
    {
        var known = facts.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => (Name: Verbs.Say(f.Name.Zh, f.Name.En), Value: TextWidth.Plain(f.Value!))).ToList();
        var width = known.Count == 0 ? 0 : known.Max(f => TextWidth.Of(f.Name));
        foreach (var (name, value) in known)
        {
            Console.WriteLine($"{name}{new string(' ', width - TextWidth.Of(name))}  {value}");
        }
    }
}

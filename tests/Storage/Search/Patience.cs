using System.Runtime.CompilerServices;
using CityHub.Storage.Search;

namespace CityHub.Storage.Tests.Search;

/// <summary>Many stores at once on two processors: a search of these tests waits until the index has what was saved, however busy the machine is.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void Wait() => Follower.LongestWait = TimeSpan.FromSeconds(20);
}

using System.Runtime.InteropServices;
using System.Text;
using CityHub.DataCentre.Quality;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>Asks row rules about cells given as text.</summary>
internal static class RowChecks
{
    public static unsafe List<RowRule> Broken(RuleSet rules, params string[] cells)
    {
        var pins = cells.Select(c => GCHandle.Alloc(Encoding.UTF8.GetBytes(c + "\0"), GCHandleType.Pinned)).ToArray();
        var starts = stackalloc byte*[cells.Length];
        var lengths = stackalloc int[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            starts[i] = (byte*)pins[i].AddrOfPinnedObject();
            lengths[i] = ((byte[])pins[i].Target!).Length - 1;
        }

        var broken = new List<RowRule>();
        var row = new RowCells(starts, lengths);
        foreach (var rule in rules.Rows)
        {
            if (!rule.Holds(row))
            {
                broken.Add(rule);
            }
        }

        Array.ForEach(pins, p => p.Free());
        return broken;
    }
}

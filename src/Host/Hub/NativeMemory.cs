using System.Runtime.InteropServices;

namespace CityHub.Host.Hub;

/// <summary>The C library's heap, from which DuckDB, RocksDB and SQLite take. Only glibc has these calls; elsewhere nothing happens.</summary>
internal static class NativeMemory
{
    private const int ArenaMax = -8; // M_ARENA_MAX of malloc.h

    /// <summary>
    /// One heap a processor instead of eight: the .NET pool's threads come and go, and each heap keeps holes of its own. Before other threads begin.
    /// </summary>
    public static void KeepTogether()
    {
        if (Call("mallopt") is var set and not 0)
        {
            Marshal.GetDelegateForFunctionPointer<SetOption>(set)(ArenaMax, Environment.ProcessorCount);
        }
    }

    /// <summary>Returns free pages to the machine.</summary>
    public static void GiveBack()
    {
        if (Call("malloc_trim") is var trim and not 0)
        {
            Marshal.GetDelegateForFunctionPointer<Trim>(trim)(0);
        }
    }

    private static nint Call(string name) => NativeLibrary.TryLoad("libc.so.6", out var glibc) && NativeLibrary.TryGetExport(glibc, name, out var call) ? call : 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetOption(int option, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nuint keep);
}

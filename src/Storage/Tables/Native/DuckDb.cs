using System.Runtime.InteropServices;

namespace CityHub.Storage.Tables.Native;

/// <summary>
/// The part of DuckDB's C interface that DuckDB.NET does not offer or offers only row by row: table functions over whole vectors and
/// streamed chunks. Names and signatures are those of duckdb.h.
/// </summary>
internal static unsafe class DuckDb
{
    private const string Library = "duckdb";

    /// <summary>duckdb_result: six words, passed by value.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Result
    {
        private fixed ulong _words[6];
    }

    internal const int TypeBoolean = 1, TypeInteger = 4, TypeBigInt = 5, TypeDouble = 11, TypeTimestamp = 12, TypeDate = 13, TypeVarchar = 17;

    [DllImport(Library)] internal static extern nint duckdb_create_table_function();
    [DllImport(Library)] internal static extern void duckdb_destroy_table_function(nint* function);
    [DllImport(Library)] internal static extern void duckdb_table_function_set_name(nint function, byte* name);
    [DllImport(Library)] internal static extern void duckdb_table_function_add_parameter(nint function, nint type);
    [DllImport(Library)] internal static extern void duckdb_table_function_set_bind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);
    [DllImport(Library)] internal static extern void duckdb_table_function_set_init(nint function, delegate* unmanaged[Cdecl]<nint, void> init);
    [DllImport(Library)] internal static extern void duckdb_table_function_set_local_init(nint function, delegate* unmanaged[Cdecl]<nint, void> init);
    [DllImport(Library)] internal static extern void duckdb_table_function_set_function(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> fill);
    [DllImport(Library)] internal static extern int duckdb_register_table_function(nint connection, nint function);

    [DllImport(Library)] internal static extern nint duckdb_bind_get_parameter(nint info, ulong index);
    [DllImport(Library)] internal static extern void duckdb_bind_add_result_column(nint info, byte* name, nint type);
    [DllImport(Library)] internal static extern void duckdb_bind_set_bind_data(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);
    [DllImport(Library)] internal static extern void duckdb_bind_set_error(nint info, byte* error);
    [DllImport(Library)] internal static extern nint duckdb_init_get_bind_data(nint info);
    [DllImport(Library)] internal static extern void duckdb_init_set_init_data(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);
    [DllImport(Library)] internal static extern void duckdb_init_set_max_threads(nint info, ulong threads);
    [DllImport(Library)] internal static extern void duckdb_init_set_error(nint info, byte* error);
    [DllImport(Library)] internal static extern nint duckdb_function_get_local_init_data(nint info);
    [DllImport(Library)] internal static extern nint duckdb_function_get_bind_data(nint info);
    [DllImport(Library)] internal static extern void duckdb_function_set_error(nint info, byte* error);

    [DllImport(Library)] internal static extern nint duckdb_create_logical_type(int type);
    [DllImport(Library)] internal static extern nint duckdb_create_decimal_type(byte width, byte scale);
    [DllImport(Library)] internal static extern void duckdb_destroy_logical_type(nint* type);
    [DllImport(Library)] internal static extern long duckdb_get_int64(nint value);
    [DllImport(Library)] internal static extern void duckdb_destroy_value(nint* value);

    [DllImport(Library)] internal static extern ulong duckdb_vector_size();
    [DllImport(Library)] internal static extern ulong duckdb_data_chunk_get_size(nint chunk);
    [DllImport(Library)] internal static extern void duckdb_data_chunk_set_size(nint chunk, ulong size);
    [DllImport(Library)] internal static extern nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
    [DllImport(Library)] internal static extern void duckdb_destroy_data_chunk(nint* chunk);
    [DllImport(Library)] internal static extern byte* duckdb_vector_get_data(nint vector);
    [DllImport(Library)] internal static extern ulong* duckdb_vector_get_validity(nint vector);
    [DllImport(Library)] internal static extern void duckdb_vector_ensure_validity_writable(nint vector);
    [DllImport(Library)] internal static extern void duckdb_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);

    [DllImport(Library)] internal static extern int duckdb_prepare(nint connection, byte* sql, nint* statement);
    [DllImport(Library)] internal static extern byte* duckdb_prepare_error(nint statement);
    [DllImport(Library)] internal static extern void duckdb_destroy_prepare(nint* statement);
    [DllImport(Library)] internal static extern int duckdb_execute_prepared_streaming(nint statement, Result* result);
    [DllImport(Library)] internal static extern byte* duckdb_result_error(Result* result);
    [DllImport(Library)] internal static extern nint duckdb_fetch_chunk(Result result);
    [DllImport(Library)] internal static extern void duckdb_destroy_result(Result* result);
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Data;

namespace CityHub.Storage.Tables.Native;

/// <summary>
/// The table function <c>cityhub_batches(token)</c>: DuckDB's threads ask a worker of a <see cref="IBatchSource"/> for chunk after chunk.
/// A managed exception must never cross into native code: it is kept with the source, and DuckDB is told an error.
/// </summary>
internal static unsafe class BatchFunction
{
    private static readonly ConcurrentDictionary<long, Offer> Offers = new();
    private static long _lastToken;

    /// <summary>A source on offer to one statement.</summary>
    internal sealed class Offer(IBatchSource source) : IDisposable
    {
        private Exception? _failure;

        public IBatchSource Source { get; } = source;

        public long Token { get; } = Interlocked.Increment(ref _lastToken);

        /// <summary>The first exception of a worker.</summary>
        public Exception? Failure => _failure;

        public void Failed(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

        public void Dispose() => Offers.TryRemove(Token, out _);
    }

    public static Offer Put(IBatchSource source)
    {
        var offer = new Offer(source);
        Offers[offer.Token] = offer;
        return offer;
    }

    public static void Register(DuckDBConnection connection)
    {
        var function = DuckDb.duckdb_create_table_function();
        fixed (byte* name = "cityhub_batches\0"u8)
        {
            DuckDb.duckdb_table_function_set_name(function, name);
        }

        var type = DuckDb.duckdb_create_logical_type(DuckDb.TypeBigInt);
        DuckDb.duckdb_table_function_add_parameter(function, type);
        DuckDb.duckdb_destroy_logical_type(&type);
        DuckDb.duckdb_table_function_set_bind(function, &Bind);
        DuckDb.duckdb_table_function_set_init(function, &Init);
        DuckDb.duckdb_table_function_set_local_init(function, &Open);
        DuckDb.duckdb_table_function_set_function(function, &Fill);
        var state = DuckDb.duckdb_register_table_function(connection.NativeConnection.DangerousGetHandle(), function);
        DuckDb.duckdb_destroy_table_function(&function);
        if (state != 0)
        {
            throw new InvalidOperationException("DuckDB did not accept the table function cityhub_batches.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            var parameter = DuckDb.duckdb_bind_get_parameter(info, 0);
            var token = DuckDb.duckdb_get_int64(parameter);
            DuckDb.duckdb_destroy_value(&parameter);
            foreach (var column in Offers[token].Source.Columns)
            {
                var type = TypeOf(column.Type);
                fixed (byte* name = Encoding.UTF8.GetBytes(column.Name + '\0'))
                {
                    DuckDb.duckdb_bind_add_result_column(info, name, type);
                }

                DuckDb.duckdb_destroy_logical_type(&type);
            }

            DuckDb.duckdb_bind_set_bind_data(info, (nint)token, null);
        }
        catch (Exception e) when (Told(e, info, &DuckDb.duckdb_bind_set_error))
        {
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            DuckDb.duckdb_init_set_max_threads(info, (ulong)Offers[DuckDb.duckdb_init_get_bind_data(info)].Source.Threads);
        }
        catch (Exception e) when (Told(e, info, &DuckDb.duckdb_init_set_error))
        {
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Open(nint info)
    {
        try
        {
            var worker = Offers[DuckDb.duckdb_init_get_bind_data(info)].Source.Open();
            DuckDb.duckdb_init_set_init_data(info, GCHandle.ToIntPtr(GCHandle.Alloc(worker)), &Close);
        }
        catch (Exception e) when (Told(e, info, &DuckDb.duckdb_init_set_error))
        {
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Close(nint worker)
    {
        var handle = GCHandle.FromIntPtr(worker);
        try
        {
            (handle.Target as IDisposable)?.Dispose();
        }
        catch (IOException)
        {
            // A worker's own temporary file; it is removed at the next start.
        }
        finally
        {
            handle.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            var worker = (IBatchWorker)GCHandle.FromIntPtr(DuckDb.duckdb_function_get_local_init_data(info)).Target!;
            var rows = worker.Fill(new Batch(chunk));
            DuckDb.duckdb_data_chunk_set_size(chunk, (ulong)rows);
        }
        catch (Exception e)
        {
            if (Offers.TryGetValue(DuckDb.duckdb_function_get_bind_data(info), out var offer))
            {
                offer.Failed(e);
            }

            Told(e, info, &DuckDb.duckdb_function_set_error);
        }
    }

    private static bool Told(Exception e, nint info, delegate*<nint, byte*, void> tell)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(e.Message + '\0'))
        {
            tell(info, text);
        }

        return true;
    }

    private static nint TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Integer => DuckDb.duckdb_create_logical_type(DuckDb.TypeBigInt),
        ColumnKind.Decimal => DuckDb.duckdb_create_decimal_type((byte)type.Precision, (byte)type.Scale),
        ColumnKind.Double => DuckDb.duckdb_create_logical_type(DuckDb.TypeDouble),
        ColumnKind.Date => DuckDb.duckdb_create_logical_type(DuckDb.TypeDate),
        ColumnKind.Timestamp => DuckDb.duckdb_create_logical_type(DuckDb.TypeTimestamp),
        ColumnKind.Boolean => DuckDb.duckdb_create_logical_type(DuckDb.TypeBoolean),
        _ => DuckDb.duckdb_create_logical_type(DuckDb.TypeVarchar),
    };
}

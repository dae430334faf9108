using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Data;

namespace CityHub.Storage.Tables.Native;

/// <summary>Streams a query's result chunk by chunk; text columns are read in place. Only BIGINT and VARCHAR columns.</summary>
internal sealed unsafe class ChunkReader : IDisposable
{
    private readonly byte*[] _data;
    private readonly ulong*[] _validity;
    private DuckDb.Result _result;
    private nint _statement;
    private nint _chunk;

    public ChunkReader(DuckDBConnection connection, string sql, int columns)
    {
        _data = new byte*[columns];
        _validity = new ulong*[columns];
        fixed (byte* text = Encoding.UTF8.GetBytes(sql + '\0'))
        fixed (nint* statement = &_statement)
        fixed (DuckDb.Result* result = &_result)
        {
            if (DuckDb.duckdb_prepare(connection.NativeConnection.DangerousGetHandle(), text, statement) != 0)
            {
                var error = Marshal.PtrToStringUTF8((nint)DuckDb.duckdb_prepare_error(_statement));
                DuckDb.duckdb_destroy_prepare(statement);
                throw new TableException(error ?? "");
            }

            if (DuckDb.duckdb_execute_prepared_streaming(_statement, result) != 0)
            {
                var error = Marshal.PtrToStringUTF8((nint)DuckDb.duckdb_result_error(result));
                Dispose();
                throw new TableException(error ?? "");
            }
        }
    }

    /// <summary>Rows of the current chunk.</summary>
    public int Count { get; private set; }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    public bool Next()
    {
        DropChunk();
        _chunk = DuckDb.duckdb_fetch_chunk(_result);
        if (_chunk == 0)
        {
            fixed (DuckDb.Result* result = &_result)
            {
                var error = DuckDb.duckdb_result_error(result);
                return error == null ? false : throw new TableException(Marshal.PtrToStringUTF8((nint)error) ?? "");
            }
        }

        Count = (int)DuckDb.duckdb_data_chunk_get_size(_chunk);
        for (var i = 0; i < _data.Length; i++)
        {
            var vector = DuckDb.duckdb_data_chunk_get_vector(_chunk, (ulong)i);
            _data[i] = DuckDb.duckdb_vector_get_data(vector);
            _validity[i] = DuckDb.duckdb_vector_get_validity(vector);
        }

        return Count > 0;
    }

    public bool IsNull(int column, int row) => _validity[column] != null && (_validity[column][row >> 6] >> (row & 63) & 1) == 0;

    public ReadOnlySpan<byte> Text(int column, int row) => TextSlot.Read(_data[column] + (row * 16));

    public long Number(int column, int row) => ((long*)_data[column])[row];

    public void Dispose()
    {
        DropChunk();
        fixed (DuckDb.Result* result = &_result)
        {
            DuckDb.duckdb_destroy_result(result);
        }

        fixed (nint* statement = &_statement)
        {
            DuckDb.duckdb_destroy_prepare(statement);
        }
    }

    private void DropChunk()
    {
        if (_chunk != 0)
        {
            fixed (nint* chunk = &_chunk)
            {
                DuckDb.duckdb_destroy_data_chunk(chunk);
            }
        }
    }
}

using System.Buffers;
using System.Data.Common;
using System.IO.Pipelines;
using System.Text.Json;
using CityHub.DataCentre.Serving.ReadRows;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>One JSON object a line, as the rows interface writes them.</summary>
internal static class NdjsonRows
{
    public static async Task Write(DownloadRequest request, DbDataReader data, PipeWriter to, CancellationToken ct)
    {
        var names = request.Fields.Select(f => JsonEncodedText.Encode(f.Name)).ToArray();
        await using var json = new Utf8JsonWriter(to, CellJson.Options);
        while (await data.ReadAsync(ct))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                CellJson.Write(json, data, i, request.Fields[i].AnswerKind);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            to.Write("\n"u8);
            if (to.UnflushedBytes > DownloadRequest.FlushAfter)
            {
                await to.FlushAsync(ct);
            }
        }
    }
}

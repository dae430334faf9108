using System.Text.Json;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Reads a request that is JSON, or a form whose file is streamed to disk while its fields are few and small.</summary>
internal sealed class ReadRunRequest(Spool spool, GatheringOptions options)
{
    private const int FieldLimit = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <returns>The fields as JSON (a file part becomes <c>upload</c>), or a refusal.</returns>
    public async Task<Outcome<T>> Read<T>(HttpContext context, Caller caller, CancellationToken ct)
    {
        try
        {
            if (Boundary(context.Request.ContentType) is not { } boundary)
            {
                return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, ct) is { } read ? read : GatheringFaults.RequestBroken("null");
            }

            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                // A little more than the file: its own limit answers with words.
                size.MaxRequestBodySize = options.UploadLimitBytes + (16L << 20);
            }

            return await Form<T>(new MultipartReader(boundary, context.Request.Body), context.Request.ContentLength, caller, ct);
        }
        catch (JsonException broken)
        {
            return GatheringFaults.RequestBroken(broken.Message);
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException or IOException)
        {
            return broken is BadHttpRequestException { StatusCode: 413 } ? SourceFaults.UploadTooLarge(options.UploadLimitBytes) : GatheringFaults.RequestBroken(broken.Message);
        }
    }

    private async Task<Outcome<T>> Form<T>(MultipartReader parts, long? announced, Caller caller, CancellationToken ct)
    {
        if (announced > options.UploadLimitBytes + FieldLimit)
        {
            return SourceFaults.UploadTooLarge(options.UploadLimitBytes);
        }

        if (spool.Disk.Check(announced ?? 0) is { } full)
        {
            return full;
        }

        var fields = new Dictionary<string, object?>();
        while (await parts.ReadNextSectionAsync(ct) is { } part)
        {
            var disposition = part.GetContentDispositionHeader();
            if (disposition?.IsFileDisposition() == true)
            {
                var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
                if (!(await spool.Keep(name, part.Body, caller, ct)).Try(out var upload, out var fault))
                {
                    return fault;
                }

                fields["upload"] = upload.Id;
            }
            else if (disposition is not null)
            {
                using var reader = new StreamReader(part.Body);
                var text = new char[FieldLimit];
                var length = await reader.ReadBlockAsync(text, ct);
                if (length == FieldLimit)
                {
                    return GatheringFaults.RequestBroken(disposition.Name.ToString());
                }

                fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = Value(new string(text, 0, length));
            }
        }

        return JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(fields, Json), Json) is { } read ? read : GatheringFaults.RequestBroken("null");
    }

    private static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 100 } boundary
            ? boundary.ToString()
            : null;

    // A form field may hold JSON (mapping, missing) or a bare word.
    private static object? Value(string text)
    {
        if (text is ['{' or '[', ..] or "true" or "false")
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }

        return text.Length == 0 ? null : text;
    }
}

using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Serving.LookUp;
using CityHub.DataCentre.Serving.Query;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Tables;
using Microsoft.AspNetCore.Http;

namespace CityHub.DataCentre.Serving.Rights;

/// <summary>The one way to a resource's rows: finds it, decides what the reader sees, and notes what was read.</summary>
internal sealed class ReadGate(ICatalogue catalogue, ITableStore tables, IAuditTrail trail)
{
    public async Task<Outcome<Readable>> Open(string codeInUrl, Caller caller, CancellationToken ct)
    {
        var code = ResourceCode.FromAddress(codeInUrl);
        var missing = catalogue.NoSuchResource(code);
        return await catalogue.Find(code, ct) is { } resource
            ? ReadRights.Decide(resource, caller, tables.Find(resource.Id), missing)
            : missing;
    }

    /// <summary>Completes when the read stands in the audit trail: await it before the first byte of the answer leaves.</summary>
    public Task Note(
        Readable read, Caller caller, string act, IEnumerable<ReadableColumn> columns, long? rows, string? purpose, string? detail = null, IReadOnlyList<RowFilter>? filters = null) =>
        trail.Durable(By(caller, act, read.Resource.Code) with
        {
            Items = [.. columns.Select(c => c.Name)],
            Rows = rows,
            Purpose = purpose,
            Detail = filters is { Count: > 0 } ? $"{detail} by {string.Join(',', filters.Select(f => f.Column.Name).Distinct())}".TrimStart() : detail,
            KeyDigest = KeyAsked(read, filters ?? []) is { } key ? trail.Digest(key) : null,
        });

    /// <summary>
    /// The key, as the row index has it, when filters ask for one: the trail then proves who was looked at, as after a look-up, without telling it.
    /// By what else was filtered is not written down: values may be personal.
    /// </summary>
    private static byte[]? KeyAsked(Readable read, IReadOnlyList<RowFilter> filters)
    {
        var parts = read.Resource.KeyItems
            .Select(key => filters.FirstOrDefault(f => f.Column.Name == key.Column && f.Operator == FilterOperator.Equal) is { Values: [var value] } asked ? KeyText.Write(value, asked.Column.Type) : null)
            .ToList();
        return parts.Count == 0 || parts.Contains(null) ? null : Encoding.UTF8.GetBytes(string.Join((char)KeyText.Between, parts));
    }

    /// <summary>An entry of this caller; open data is read by nobody in particular.</summary>
    public static AuditEntry By(Caller caller, string act, string code) =>
        caller.SignedIn ? AuditEntry.By(caller, act, code) : new(act, "anonymous", Resource: code);

    /// <summary>Stated purpose: header <c>X-Purpose</c> (percent-encoded when not ASCII) or query <c>purpose</c>; at most 200 characters.</summary>
    public static string? PurposeOf(HttpRequest request)
    {
        var header = request.Headers["X-Purpose"].ToString();
        var purpose = header.Length > 0 ? Uri.UnescapeDataString(header) : request.Query["purpose"].ToString();
        return purpose.Length switch { 0 => null, > 200 => purpose[..200], _ => purpose };
    }
}

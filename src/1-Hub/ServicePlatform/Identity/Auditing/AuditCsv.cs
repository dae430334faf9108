using System.Globalization;
using System.Text;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.Storage.Trail;

namespace CityHub.ServicePlatform.Identity.Auditing;

/// <summary>The trail as a table for a spreadsheet: UTF-8 with BOM, one record a line, formulas defused.</summary>
internal static class AuditCsv
{
    private const string Head = "sequence,time,who,name,organisation,application,act,resource,items,rows,purpose,keyDigest,detail,id,digest";

    public static async Task Write(Stream to, IAsyncEnumerable<AuditRecord> records, ListAccounts accounts, Language language, CancellationToken ct)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Head + "\r\n");
        await foreach (var r in records.WithCancellation(ct))
        {
            if (r.Who.Length > 0 && !names.ContainsKey(r.Who))
            {
                names[r.Who] = (await accounts.Names([r.Who], language, ct)).GetValueOrDefault(r.Who, "");
            }

            string?[] cells =
            [
                r.Sequence.ToString(CultureInfo.InvariantCulture), r.Time.ToString("O", CultureInfo.InvariantCulture), r.Who, names.GetValueOrDefault(r.Who),
                r.Organisation, r.Application, r.Act, r.Resource, r.Items is null ? null : string.Join(' ', r.Items),
                r.Rows?.ToString(CultureInfo.InvariantCulture), r.Purpose, r.KeyDigest, r.Detail, r.Id, r.Digest,
            ];
            await writer.WriteAsync(CsvSheet.Line(cells));
        }
    }
}

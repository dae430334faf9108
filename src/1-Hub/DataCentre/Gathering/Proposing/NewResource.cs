using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.PublishResource;
using CityHub.DataCentre.Catalogue.RegisterResource;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>What a person adds to a proposal to make it a resource.</summary>
internal sealed record NewResourceRequest(string Title, string Summary, string Provider, string Theme, IReadOnlyList<ProposedItem> Items);

/// <summary>文件成为资源: registers, publishes where the person may, and gathers: one button.</summary>
internal sealed class NewResource(RegisterResource register, PublishResource publish, StartRun start)
{
    public async Task<Outcome<RunRow>> Do(NewResourceRequest request, RunRequest run, Caller caller, CancellationToken ct)
    {
        var entry = new EntryRequest
        {
            Title = request.Title, Summary = request.Summary, Provider = request.Provider, Theme = request.Theme, Sharing = "unconditional", Open = false, Cycle = "yearly",
            Items = [.. request.Items.Select(Item)],
        };
        if (!(await register.Do(entry, caller, ct)).Try(out var registered, out var fault))
        {
            return fault;
        }

        var code = registered.Resource.Code;
        if (caller.May(PublishResource.Permission, registered.Resource.ProviderPath)
            && !(await publish.Do(code, null, null, caller, ct)).Try(out _, out fault))
        {
            return fault;
        }

        // The header's columns are named outright: the items were made of them.
        return await start.Do(
            run with { Resource = code, Mapping = request.Items.ToDictionary(i => i.Column, i => (string?)$"#{i.Ordinal + 1}") }, caller, local: false, null, ct);
    }

    private static ItemRequest Item(ProposedItem item) => new()
    {
        Name = item.Name, Column = item.Column, Type = item.Type, Length = item.Length?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Scale = item.Scale?.ToString(System.Globalization.CultureInfo.InvariantCulture), Key = item.Key, Required = item.Required || item.Key, DataElement = item.DataElement,
        CodeList = item.CodeList, Grade = item.Grade.ToString(System.Globalization.CultureInfo.InvariantCulture), Mask = item.Key ? null : item.Mask,
    };
}

using System.Collections.Concurrent;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>What a look-up needs to know of a resource, for one kind of reader, worked out once.</summary>
internal sealed class LookUpPlan(Readable read)
{
    public Readable Read { get; } = read;

    public LookUpField[] Fields { get; } = FieldsOf(read.Columns);

    /// <summary>Columns of the key, in its order.</summary>
    public TableColumn[] Key { get; } = [.. read.Table!.Key.Select(key => read.Table.Columns.Single(c => c.Name == key))];

    public IReadOnlyList<string> Items { get; } = [.. read.Columns.Select(c => c.Name)];

    public static LookUpField[] FieldsOf(IReadOnlyList<ReadableColumn> columns) => [.. columns.Select((c, i) => new LookUpField(c, i == 0))];
}

/// <summary>A field of the answer with its name as it stands in the JSON, comma and all.</summary>
internal sealed class LookUpField(ReadableColumn column, bool first)
{
    public int Ordinal { get; } = column.Ordinal;

    public ColumnKind Kind { get; } = column.Type.Kind;

    public MaskKind Mask { get; } = column.Mask;

    // Column names are [a-z0-9_]: nothing to escape.
    public byte[] Prefix { get; } = Encoding.UTF8.GetBytes($"{(first ? "{" : ",")}\"{column.Name}\":");
}

/// <summary>Keeps plans while neither metadata nor table change; both are immutable, so being the same object is being the same.</summary>
internal sealed class LookUpPlans(ICatalogue catalogue, ITableStore tables)
{
    private readonly ConcurrentDictionary<(string Id, bool InScope), LookUpPlan> _plans = new();

    public ValueTask<Outcome<LookUpPlan>> For(string code, Caller caller, CancellationToken ct)
    {
        var found = catalogue.Find(code, ct);
        return found.IsCompletedSuccessfully
            ? ValueTask.FromResult(Decide(found.Result, code, caller))
            : Wait(found, code, caller);
    }

    private async ValueTask<Outcome<LookUpPlan>> Wait(Task<Resource?> found, string code, Caller caller) => Decide(await found, code, caller);

    private Outcome<LookUpPlan> Decide(Resource? resource, string code, Caller caller)
    {
        if (resource is null)
        {
            return catalogue.NoSuchResource(code);
        }

        var inScope = caller.May(ReadRights.Permission, resource.ProviderPath);
        var table = tables.Find(resource.Id);
        if (_plans.TryGetValue((resource.Id, inScope), out var plan)
            && ReferenceEquals(plan.Read.Resource, resource) && ReferenceEquals(plan.Read.Table, table)
            && (inScope || caller.SignedIn || resource.Open))
        {
            return plan;
        }

        if (!ReadRights.Decide(resource, caller, table, catalogue.NoSuchResource(code)).Try(out var read, out var fault))
        {
            return fault;
        }

        if (!resource.KeyItems.Any())
        {
            return ServingFaults.NoKey(resource.Code);
        }

        // Asking by a key that the asker may not see would tell whether a person is in the data.
        if (!inScope && table?.Key.FirstOrDefault(key => !read.Columns.Any(c => c.Name == key && !c.Masked)) is { } hidden)
        {
            return ServingFaults.Masked(hidden);
        }

        return table is null ? ServingFaults.NotFound(resource.Code) : _plans[(resource.Id, inScope)] = new LookUpPlan(read);
    }
}

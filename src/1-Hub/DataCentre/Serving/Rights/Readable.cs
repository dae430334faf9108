using CityHub.DataCentre.Catalogue;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Rights;

/// <summary>A column as one reader sees it.</summary>
/// <param name="Item">Its information item.</param>
/// <param name="Type">Type in the table.</param>
/// <param name="Ordinal">Place in <see cref="VisibleTable.Columns"/>; -1 while there is no table.</param>
/// <param name="Mask">How it is hidden from this reader.</param>
internal sealed record ReadableColumn(InformationItem Item, ColumnType Type, int Ordinal, MaskKind Mask)
{
    public string Name => Item.Column;

    public bool Masked => Mask != MaskKind.None;

    /// <summary>Kind of the value that leaves: a masked one is text.</summary>
    public ColumnKind AnswerKind => Masked ? ColumnKind.Text : Type.Kind;

    /// <summary>The column in SQL. Names are checked when they are registered; quoted because some are words of SQL.</summary>
    public string Sql => $"\"{Name}\"";
}

/// <summary>A resource's rows as one reader may see them.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Table">Its table; null while nothing has been gathered.</param>
/// <param name="InScope">Whether a post of the reader covers the provider; else the reader sees what is open.</param>
/// <param name="Columns">What may be asked for.</param>
internal sealed record Readable(Resource Resource, VisibleTable? Table, bool InScope, IReadOnlyList<ReadableColumn> Columns)
{
    public Outcome<ReadableColumn> Column(string name) => Column(name, []);

    /// <summary>A column whose values may steer a query: filtering by a masked one would give it away.</summary>
    /// <param name="name">The column.</param>
    /// <param name="parameters">What else could have been meant by it.</param>
    public Outcome<ReadableColumn> ClearColumn(string name, params IReadOnlyCollection<string> parameters) =>
        Column(name, parameters).Then(c => c.Masked ? ServingFaults.Masked(name) : (Outcome<ReadableColumn>)c);

    private Outcome<ReadableColumn> Column(string name, IReadOnlyCollection<string> parameters) =>
        Columns.FirstOrDefault(c => c.Name == name) is { } column ? column : ServingFaults.UnknownColumn(name, Columns.Select(c => c.Name), parameters);
}

/// <summary>Who may read which rows and columns.</summary>
internal static class ReadRights
{
    public const string Permission = "resource.read";

    /// <summary>Grade that everybody may read (GB/T 43697-2024, level 1).</summary>
    public const int OpenGrade = 1;

    /// <summary>
    /// Posts over the provider see the rows, drafts included (they check them before publication), with the masks of the items. Everybody
    /// else sees an open, published resource, items above <see cref="OpenGrade"/> wholly hidden.
    /// </summary>
    public static Outcome<Readable> Decide(Resource resource, Caller caller, VisibleTable? table, Fault noSuchResource)
    {
        var inScope = caller.May(Permission, resource.ProviderPath);
        return resource switch
        {
            { State: ResourceState.Withdrawn } when inScope || resource.Open => CatalogueFaults.Withdrawn(resource.Code),
            _ when inScope => See(resource, table, inScope: true),
            { State: ResourceState.Published, Open: true } => See(resource, table, inScope: false),
            _ when caller.TokenLacks(Permission, resource.ProviderPath) is { } narrowed => narrowed,
            { State: ResourceState.Draft } => noSuchResource,
            _ when !caller.SignedIn => ServingFaults.SignIn(resource.Code),
            _ => caller.Hindrance ?? ServingFaults.NotYours(resource),
        };
    }

    /// <summary>How an item is hidden. An item with narrower terms than its open resource is not for everybody either.</summary>
    public static MaskKind MaskOf(InformationItem item, bool inScope) =>
        !inScope && (item.Grade > OpenGrade || item.Sharing is not (null or SharingType.Unconditional)) ? MaskKind.Full : item.Mask;

    private static Readable See(Resource resource, VisibleTable? table, bool inScope)
    {
        var columns = new List<ReadableColumn>(resource.Items.Count);
        foreach (var item in resource.Items)
        {
            if (table is null)
            {
                columns.Add(new(item, item.ColumnType, -1, MaskOf(item, inScope)));
                continue;
            }

            // An item that came after the last run has no column yet; one that left the metadata is no longer served.
            for (var ordinal = 0; ordinal < table.Columns.Count; ordinal++)
            {
                if (table.Columns[ordinal].Name == item.Column)
                {
                    columns.Add(new(item, table.Columns[ordinal].Type, ordinal, MaskOf(item, inScope)));
                    break;
                }
            }
        }

        return new(resource, table, inScope, columns);
    }
}

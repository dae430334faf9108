using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Decrees;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>What an entry may refer to outside itself, as questions: the checks stay pure, and an import can answer for rows of its own file.</summary>
/// <param name="Organisation">Whether there is an organisation with this code.</param>
/// <param name="Division">Whether a division with this code is in the tree.</param>
/// <param name="Resource">Whether the catalogue has (or ever had) a resource with this code.</param>
/// <param name="Clause">Whether the register of decrees has this clause.</param>
/// <param name="Category">Whether the table of classes has this category.</param>
internal sealed record EntryReferences(
    Func<string, bool> Organisation, Func<string, bool> Division, Func<string, bool> Resource, Func<string, bool> Clause, Func<string, bool> Category)
{
    /// <summary>As the hub knows them.</summary>
    public static EntryReferences Of(IOrganisations organisations, CatalogueBook book, ClassTable classes, DecreeRegister decrees) => new(
        code => organisations.Find(code) is not null,
        code => organisations.Find(code)?.DivisionCode == code,
        code => book.Entry(code) is not null,
        clause => decrees.Clause(clause) is not null,
        classes.Knows);


    public void Judge(EntryContent content, string? ownCode, List<Fault> faults)
    {
        foreach (var code in content.Related.Where(ResourceCode.IsCode))
        {
            if (code == ownCode)
            {
                faults.Add(EntryFaults.RelatedItself(code));
            }
            else if (!Resource(code))
            {
                faults.Add(EntryFaults.RelatedUnknown(code));
            }
        }

        faults.AddRange(content.Basis.Where(clause => !Clause(clause)).Select(EntryFaults.ClauseUnknown));
        if (content.Extension.LeadDepartment is { } lead && !Organisation(lead))
        {
            faults.Add(EntryFaults.OrganisationUnknown("extension.leadDepartment", lead));
        }

        if (content.Extension.Division is { } division && !Division(division))
        {
            faults.Add(EntryFaults.BadDivision(division));
        }
    }
}

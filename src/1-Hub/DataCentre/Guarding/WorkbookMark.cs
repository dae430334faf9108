namespace CityHub.DataCentre.Guarding;

/// <summary>
/// What tells a workbook that this hub wrote: the name of the program that saved it last. Every other program puts its own there. Its numbers are read with every
/// digit; in other workbooks what stands behind the fifteenth is left over from binary arithmetic.
/// </summary>
internal static class WorkbookMark
{
    public const string Part = "docProps/app.xml";

    public const string Application = "CityHub";
}

using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>What was passed over before a table was found, for the proposal and the run's log.</summary>
internal static class TableNotes
{
    public static Words EmptySheet(string sheet) => new($"工作表“{sheet}”是空的，跳过", $"Sheet '{sheet}' is empty and passed over");

    /// <param name="skipped">Lines before the data, the header included.</param>
    public static IReadOnlyList<Words> Titles(int skipped, bool hasHeader) => (skipped - (hasHeader ? 1 : 0)) switch
    {
        <= 0 => [],
        var lines => [new($"前 {lines} 行是标题或说明，不当作数据", $"The first {(lines == 1 ? "line is" : $"{lines} lines are")} a title or notes and no data")],
    };
}

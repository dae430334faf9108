using CityHub.DataCentre.Catalogue.Checks;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>A column of the items table: how a text from a spreadsheet gets into it, and the heads under which sheets carry it.</summary>
internal sealed record ItemCell(string Field, string[] Heads, Action<ItemRequest, string> Set)
{
    private static readonly string[] Yes = ["是", "√", "✓", "y", "yes", "true", "1", "主键", "必填"];

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<ItemCell> All { get; } =
    [
        new("name", ["信息项名称", "信息项", "名称", "字段中文名", "中文名称", "name"], (item, text) => item.Name = text),
        new("column", ["列名", "字段名", "字段英文名", "英文名称", "column"], (item, text) => item.Column = text.ToLowerInvariant()),
        new("type", ["数据类型", "类型", "字段类型", "type"], (item, text) => item.Type = text),
        new("length", ["长度", "数据长度", "字段长度", "length"], (item, text) => item.Length = text),
        new("scale", ["小数位", "精度", "scale"], (item, text) => item.Scale = text),
        new("key", ["主键", "是否主键", "key"], (item, text) => item.Key = IsYes(text)),
        new("required", ["必填", "是否必填", "required"], (item, text) => item.Required = IsYes(text)),
        new("dataElement", ["数据元", "data element", "dataelement"], (item, text) => item.DataElement = text),
        new("codeList", ["代码表", "代码", "code list", "codelist"], (item, text) => item.CodeList = text),
        new("grade", ["分级", "数据分级", "级别", "grade"], (item, text) => item.Grade = text.TrimStart('L', 'l')),
        new("mask", ["脱敏", "mask"], (item, text) => item.Mask = text),
        new("unit", ["单位", "计量单位", "unit"], (item, text) => item.Unit = text),
        new("minimum", ["最小值", "minimum"], (item, text) => item.Minimum = text),
        new("maximum", ["最大值", "maximum"], (item, text) => item.Maximum = text),
        new("sharing", ["共享类型", "项共享类型", "item sharing"], (item, text) => item.Sharing = text),
        new("sharingCondition", ["共享条件", "项共享条件", "item sharing condition"], (item, text) => item.SharingCondition = text),
        new("dateFormat", ["日期格式", "date format"], (item, text) => item.DateFormat = text),
        new("repeatReason", ["重复采集理由", "reason of repeated collection"], (item, text) => item.RepeatReason = text),
        new("pattern", ["正则表达式", "格式", "pattern"], (item, text) => item.Pattern = text),
    ];

    public static ItemCell? At(int column) => column >= 0 && column < All.Count ? All[column] : null;

    public static ItemCell? Named(string head) =>
        All.FirstOrDefault(cell => cell.Heads.Contains(head.Trim(), StringComparer.OrdinalIgnoreCase));

    private static bool IsYes(string text) => Yes.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
}

/// <summary>Cells as spreadsheets put them on the clipboard: tabs between cells, lines between rows, quotes around a cell with a line break in it.</summary>
internal static class PastedCells
{
    public static IReadOnlyList<string[]> Read(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c is '\r' or '\n' ? ' ' : c);
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == '\t')
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString().Trim());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            if (row.Any(c => c.Length > 0))
            {
                rows.Add([.. row]);
            }

            row.Clear();
        }
    }

    /// <summary>Whether a row holds heads: at least two cells that are names of columns.</summary>
    public static bool IsHeader(string[] row) => row.Count(cell => ItemCell.Named(cell) is not null) >= 2;
}

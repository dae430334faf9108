using System.Text;
using CityHub.DataCentre.Gathering.Loading;
using CsCheck;
using Xunit;
using static CityHub.DataCentre.Tests.Gathering.Loading.LoadingRoom;

namespace CityHub.DataCentre.Tests.Gathering.Loading;

/// <summary>Random tables, written with random quoting and line ends, cut into tiny blocks on two threads, come back as they were.</summary>
public sealed class Any_table_written_as_csv
{
    private static readonly Gen<string> Cell = Gen.OneOf(
        Gen.Const(""), Gen.String[Gen.Char["ab,\"\n\r ;x'中é"], 0, 12], Gen.String[Gen.Char["0123456789"], 1, 18], Gen.Const("\"\""), Gen.Const("𝄞"));

    private sealed record Written(string Csv, List<string?[]> Rows, List<long> Lines, int Block);

    private static readonly Gen<Written> Tables =
        from columns in Gen.Int[1, 5]
        from rows in Cell.Array[columns].Array[0, 60]
        from quoting in Gen.Bool.Array[columns * (rows.Length + 1)]
        from crlf in Gen.Bool
        from last in Gen.Bool
        from block in Gen.Int[1, 120]
        select Write(columns, rows, quoting, crlf ? "\r\n" : "\n", last, block);

    [Fact]
    public async Task comes_back_the_same()
    {
        await using var room = new LoadingRoom();
        await Tables.SampleAsync(
            async table =>
            {
                room.Limits = new LoadLimits(table.Block, 1 << 20, 2, 8, 1);
                var columns = Enumerable.Range(0, table.Rows.Count == 0 ? 1 : table.Rows[0].Length).Select(i => $"c{i}").ToArray();
                var path = room.File(table.Csv);

                var result = await room.Loaded(Plan(path, columns, []));

                File.Delete(path);
                Assert.Equal((table.Rows.Count, 0), (result.Read, result.Refused));
                Assert.Equal(
                    table.Rows.Zip(table.Lines, (r, l) => string.Join('|', r.Select(c => c is null or "" ? "∅" : c)) + "|" + l),
                    await room.People(string.Join(", ", columns) + ", _line"));
                await room.Tables.Drop("people", default); // an empty table would not replace it
            },
            iter: 150,
            threads: 1);
    }

    [Fact]
    public async Task is_refused_row_for_row_where_defects_were_planted()
    {
        await using var room = new LoadingRoom();
        var cases =
            from rows in Gen.Select(Gen.Int[0, 4], Gen.String[Gen.Char["ab\n中,"], 0, 30]).Array[1, 80]
            from block in Gen.Int[3, 200]
            select (rows, block);
        await cases.SampleAsync(
            async c =>
            {
                room.Limits = new LoadLimits(c.block, 1 << 20, 2, 4, 1);
                var text = new StringBuilder("id,name\n");
                var (line, expected, kept) = (2L, new List<string>(), 0);
                foreach (var ((kind, name), i) in c.rows.Select((r, i) => (r, i)))
                {
                    var quoted = $"\"{name}\"";
                    var (record, refusal) = kind switch
                    {
                        0 when kept > 0 => ($"k0,{quoted}", $"{line}|unique"),
                        1 => ($",{quoted}", $"{line}|required"),
                        2 => ($"k{i},{quoted},more", $"{line}|field-count"),
                        _ => ($"k{kept},{quoted}", ""),
                    };
                    kept += refusal.Length == 0 ? 1 : 0;
                    text.Append(record).Append('\n');
                    if (refusal.Length > 0)
                    {
                        expected.Add($"{refusal}|{record}");
                    }

                    line += 1 + name.Count(x => x == '\n');
                }

                var path = room.File(text.ToString());
                var result = await room.Loaded(Plan(path, ["id", "name"], ["id"]));

                File.Delete(path);
                Assert.Equal((kept, expected.Count), (result.Kept, result.Refused));
                Assert.Equal(expected, await room.Rows(
                    "select v.line, v.rule, r.raw from refusals v join refused_rows r on r.line = v.line and r.run = v.run order by v.line"));
                Assert.All(Enumerable.Range(0, kept), k => Assert.NotNull(room.Find($"k{k}")));
                await room.Tables.Drop("people", default);
            },
            iter: 60,
            threads: 1);
    }

    private static Written Write(int columns, string[][] rows, bool[] quoting, string end, bool last, int block)
    {
        var csv = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i}"))).Append(end);
        var (kept, lines, line, q) = (new List<string?[]>(), new List<long>(), 2L, 0);
        foreach (var row in rows)
        {
            var fields = row.Select(cell =>
            {
                var must = cell.AsSpan().IndexOfAny(",\"\n\r") >= 0;
                return must || quoting[q++ % quoting.Length] ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
            }).ToList();
            var record = string.Join(',', fields);
            if (record.Length == 0)
            {
                record = "\"\""; // An empty line would be no record.
            }

            csv.Append(record).Append(end);
            kept.Add(row);
            lines.Add(line);
            line += 1 + record.Count(c => c == '\n');
        }

        if (last && rows.Length > 0)
        {
            csv.Length -= end.Length;
        }

        return new(csv.ToString(), kept, lines, block);
    }
}

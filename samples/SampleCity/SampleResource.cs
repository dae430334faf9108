using CityHub.SampleCity.People;
using CityHub.SampleCity.Places;
using CityHub.SampleCity.Rows;

namespace CityHub.SampleCity;

/// <summary>Format of a resource's file; several are used, as departments do.</summary>
public enum SampleFormat
{
    /// <summary>Comma-separated, UTF-8.</summary>
    Csv,

    /// <summary>Comma-separated, GB18030.</summary>
    CsvGb18030,

    /// <summary>Comma-separated, UTF-16 with mark.</summary>
    CsvUtf16,

    /// <summary>Tab-separated, UTF-8.</summary>
    Tsv,

    /// <summary>Spreadsheet.</summary>
    Xlsx,
}

/// <summary>A resource of the sample city: its catalogue entry and the way to write its file.</summary>
public sealed class SampleResource
{
    private readonly Func<Town, IEnumerable<string[]>>? _rows;
    private readonly Definition _definition;

    internal SampleResource(string name, SampleFormat format, double defects, Func<Town, IEnumerable<string[]>>? rows)
    {
        (Name, Format, Defects, _rows) = (name, format, defects, rows);
        using var reader = new StreamReader(typeof(SampleResource).Assembly.GetManifestResourceStream($"resources/{name}.json")!);
        DefinitionJson = reader.ReadToEnd();
        _definition = Definition.Read(DefinitionJson);
    }

    /// <summary>Short name, for example <c>air-hourly</c>.</summary>
    public string Name { get; }

    /// <summary>Title in the catalogue.</summary>
    public string Title => _definition.Title;

    /// <summary>Body of <c>POST /api/v1/catalogue</c>.</summary>
    public string DefinitionJson { get; }

    /// <summary>Format of its file.</summary>
    public SampleFormat Format { get; }

    /// <summary>Name of its file.</summary>
    public string FileName => Name + Format switch { SampleFormat.Tsv => ".tsv", SampleFormat.Xlsx => ".xlsx", _ => ".csv" };

    /// <summary>Share of records with a planted defect; 0 for real data.</summary>
    public double Defects { get; }

    /// <summary>Whether the rows are made up.</summary>
    public bool Generated => _definition.Generated;

    /// <summary>Writes the file; says what was planted.</summary>
    /// <param name="city">The real city.</param>
    /// <param name="target">Where to.</param>
    /// <param name="scale">1 is the whole sample city, about 200,000 people; 0.01 a hundredth of it. Real data does not shrink.</param>
    /// <param name="seed">The same seed gives the same bytes.</param>
    public Planted Write(CityMap city, Stream target, double scale = 1, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(city);
        var encoding = Encodings.Find(Format switch { SampleFormat.CsvGb18030 => "gb18030", SampleFormat.CsvUtf16 => "utf-16", _ => "utf-8" })!;
        var town = new Town(city, scale, seed);
        if (_rows is null)
        {
            return PeopleFile.Write(city, town.Count(SampleResources.People), seed, Defects, target, encoding);
        }

        using RecordWriter writer = Format == SampleFormat.Xlsx
            ? new SheetWriter(target, [.. _definition.Items.Select(i => i.IsNumber)])
            : new TextWriterOf(target, Format == SampleFormat.Tsv ? '\t' : ',', encoding);
        writer.Write([.. _definition.Items.Select(i => i.Name)]);
        var planter = new Planter(_definition, Defects, Dice.For(seed, Name + "-defects"));
        foreach (var cells in _rows(town))
        {
            planter.Pass(cells);
            writer.Write(cells);
        }

        return planter.Close();
    }
}

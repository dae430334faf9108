namespace CityHub.SampleCity.People;

/// <summary>A person by numbers; <see cref="PersonRow"/> writes it out.</summary>
internal struct Person
{
    public int District;
    public int Township;
    public int Day;
    public int Sequence;
    public int RegisteredDay;
    public ulong NameRandom;
    public int Nationality;
    public int Education;
    public int Marital;
    public int Road;
    public int House;
    public int Phone;

    public readonly bool Male => (Sequence & 1) == 1;
}

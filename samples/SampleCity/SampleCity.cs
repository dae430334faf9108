namespace CityHub.SampleCity;

internal static class Sample
{
}

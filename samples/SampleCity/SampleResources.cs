using CityHub.SampleCity.Made;

namespace CityHub.SampleCity;

/// <summary>Every resource of the sample city, those that others refer to first.</summary>
public static class SampleResources
{
    /// <summary>People of the whole sample city.</summary>
    internal const int People = 200_000;

    // A share that a department's real deliveries have, so that the refused rows are worth looking at.
    private const double Some = 0.008;
    private const double Few = 0.002;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SampleResource> All { get; } =
    [
        new("divisions", SampleFormat.Csv, 0, Reference.Divisions),
        new("district-boundaries", SampleFormat.Csv, 0, Reference.Boundaries),
        new("census-population", SampleFormat.Csv, 0, Reference.Population),
        new("people", SampleFormat.Csv, Some, null),
        new("companies", SampleFormat.CsvGb18030, Some, Registers.AllCompanies),
        new("licences", SampleFormat.Csv, Some, Registers.Licences),
        new("air-stations", SampleFormat.Xlsx, 0, Sensing.AirStations),
        new("air-hourly", SampleFormat.Csv, Few, Sensing.AirHourly),
        new("air-daily", SampleFormat.Csv, 0, Sensing.AirDaily),
        new("water-stations", SampleFormat.Csv, 0, Sensing.WaterStations),
        new("water-quality", SampleFormat.Csv, Few, Sensing.WaterQuality),
        new("noise-readings", SampleFormat.CsvUtf16, Few, Sensing.Noise),
        new("weather-hourly", SampleFormat.Csv, Few, Sensing.WeatherHourly),
        new("city-events", SampleFormat.Csv, Some, Events.All),
        new("hospitals", SampleFormat.Csv, Some, Facilities.Hospitals),
        new("schools", SampleFormat.Xlsx, Some, Facilities.Schools),
        new("parking-lots", SampleFormat.Csv, Few, Facilities.ParkingLots),
        new("bus-stops", SampleFormat.Tsv, Few, Facilities.BusStops),
        new("bus-lines", SampleFormat.Csv, 0, Facilities.BusLines),
        new("parks", SampleFormat.Csv, Few, Facilities.Parks),
        new("public-toilets", SampleFormat.Csv, Few, Facilities.Toilets),
        new("streetlights", SampleFormat.Csv, Few, Facilities.Streetlights),
        new("base-stations-5g", SampleFormat.Tsv, Few, Facilities.BaseStations),
        new("service-halls", SampleFormat.Xlsx, 0, Facilities.ServiceHalls),
        new("medical-licences", SampleFormat.Csv, Some, Facilities.MedicalLicences),
        new("food-licences", SampleFormat.CsvGb18030, Some, Registers.FoodLicences),
        new("social-insurance", SampleFormat.Csv, 0, Registers.SocialInsurance),
        new("elevators", SampleFormat.Csv, Some, Registers.Elevators),
        new("hazardous-sites", SampleFormat.Csv, Some, Registers.HazardousSites),
        new("market-prices", SampleFormat.Csv, Few, Sensing.MarketPrices),
        new("housing-projects", SampleFormat.CsvGb18030, Some, Registers.HousingProjects),
        new("scenic-spots", SampleFormat.Csv, 0, Facilities.ScenicSpots),
    ];
}

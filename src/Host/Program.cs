using CityHub.Host;

return await CommandLine.Run(args);

using CityHub.Host.CommandLine;

return await Invocation.Run(args);

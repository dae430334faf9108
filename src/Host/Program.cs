using CityHub.Host.CommandLine;

// No setting changes while the hub runs; watching files for it would cost one of the few inotify instances that a user has (128).
Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

return await Invocation.Run(args);

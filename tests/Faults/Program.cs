using CityHub.Faults.Tests;

// The same program is the test runner and the process that gets killed.
return args is ["kill", .. var what]
    ? await KilledLoad.Run(what)
    : args.Any(a => a is "--server" or "--internal-msbuild-node")
        ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);

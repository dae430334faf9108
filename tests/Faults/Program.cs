using CityHub.Faults.Tests;

// The same program is the test runner and the process that gets killed.
return args is ["kill", .. var what]
    ? await KilledLoad.Run(what)
    : args is ["serve", var served]
    ? await WholeHub.Serve(served)
    : args is ["kill-search", var folder, var milliseconds, var seed]
    ? await KilledSearch.Run(folder, int.Parse(milliseconds, null), int.Parse(seed, null))
    : args.Any(a => a is "--server" or "--internal-msbuild-node")
        ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);

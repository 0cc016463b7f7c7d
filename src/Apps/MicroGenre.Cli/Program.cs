return await MicroGenre.Cli.CommandLine.RunAsync(args);

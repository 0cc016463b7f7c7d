using MicroGenre.Cli.Tests;

if (!OperatingSystem.IsWindows())
{
    ResidentProgram.Serve(args[0]);
}

using System.Runtime.Versioning;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>The tutorial's chapter on services: its clients print what it shows.</summary>
[UnsupportedOSPlatform("windows")]
public class TutorialServiceTests(ServedTutorial tutorial) : IClassFixture<ServedTutorial>
{
    [LinuxFact]
    public Task The_command_line_asks_a_service() => tutorial.ShowsAsync("--server http://localhost:7103");

    [PythonGrpcFact]
    public Task A_python_client_asks_a_service() => tutorial.ShowsAsync("docs/tutorial/client.py");

    // Builds the client and what it refers to.
    [HeavyFact]
    public Task A_csharp_client_asks_a_service() => tutorial.ShowsAsync("docs/tutorial/client.cs");
}

using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>Container engines that are not as new as their programs.</summary>
[Collection(nameof(RunningSystem))]
public class EngineTests
{
    [LinuxFact]
    public async Task An_older_engine_is_spoken_to_in_the_version_that_it_offers()
    {
        using var programs = new TemporaryFolder();
        await File.WriteAllTextAsync(programs["docker"], """
            #!/bin/sh
            [ "$DOCKER_API_VERSION" = 1.41 ] && exit 0
            echo 'Error response from daemon: client version 1.52 is too new. Maximum supported API version is 1.41' >&2
            exit 1
            """);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(programs["docker"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using var host = HostProcess.Start(programs.Path, "--Cache=container", "--DcpPublisher:RandomizePorts=true");

        await host.WritesAsync("Redis runs in a container of docker.", RunningSystem.Limit);
    }
}

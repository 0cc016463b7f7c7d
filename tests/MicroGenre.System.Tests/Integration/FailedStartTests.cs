using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>What <c>microgenre up</c> tells when a service cannot start.</summary>
[Collection(nameof(RunningSystem))]
public partial class FailedStartTests
{
    [LinuxFact]
    public async Task A_service_that_cannot_start_is_told_with_the_last_lines_of_its_log()
    {
        using var host = HostProcess.Start(
            null, "--Cache=none", "--DcpPublisher:RandomizePorts=true", "--Security:Connections=many");

        await Eventually.HoldsAsync(() => Told().IsMatch(host.Output), RunningSystem.Limit, "the host tells why");
    }

    // Its exit code, then what it wrote.
    [GeneratedRegex(@"^\[evaluating\] \w+ \(1\)\n(?:\[.*\n)*\[evaluating\]   .*Connections",
        RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Told();
}

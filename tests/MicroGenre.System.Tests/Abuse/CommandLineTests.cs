using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Abuse.Tests;

/// <summary>The command line and a service that speaks TLS and asks for keys, and one that says nothing.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_the_authority_and_a_key_the_service_answers_and_without_either_it_says_why_not()
    {
        var service = new AttackedService([]) { IsEncrypted = true };
        try
        {
            await service.InitializeAsync();
            var track = _folder["track.wav"];
            await File.WriteAllBytesAsync(track, ToyGenres.Track("low"));
            string[] classify = ["classify", track, "--model", "toy", "--json", "--server", service.Address.ToString()];

            var (code, output, error) = await RunAsync([.. classify, "--ca", service.Authority, "--api-key", AttackedService.GoodKey]);
            Assert.True(code == 0, error);
            Assert.Contains("\"label\":\"low\"", output, StringComparison.Ordinal);

            (code, _, error) = await RunAsync([.. classify, "--ca", service.Authority, "--api-key", "another"]);
            Assert.Equal(1, code);
            Assert.EndsWith("The API key is not known.", error.Trim(), StringComparison.Ordinal);

            (code, _, error) = await RunAsync([.. classify, "--api-key", AttackedService.GoodKey]);
            Assert.Equal(1, code);
            Assert.Contains("certificate", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_service_that_takes_the_connection_and_never_answers_is_told_of_in_one_line()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var track = _folder["track.wav"];
        await File.WriteAllBytesAsync(track, ToyGenres.Track("low"));

        var (code, _, error) = await RunAsync(["classify", track, "--server", $"http://{silent.LocalEndpoint}"]);

        Assert.Equal(1, code);
        Assert.Contains($"http://{silent.LocalEndpoint}/ does not answer", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(BuiltProgram.CommandLine, arguments) { UseShellExecute = false, RedirectStandardOutput = true,
                RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}

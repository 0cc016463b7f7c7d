using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of standard output, each a JSON object.</summary>
    public JsonElement[] JsonLines => [.. OutputLines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Demands a failure that says why in one line.</summary>
    public void FailsWith(int exitCode, string reason)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}. {Error}{Output}");
        Assert.Contains(reason, Error, StringComparison.Ordinal);
        Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("microgenre: ", Error, StringComparison.Ordinal);
    }

    /// <summary>Demands success with nothing to complain about.</summary>
    public CliResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Output}");
        Assert.Equal("", Error);
        return this;
    }
}

/// <summary>Runs the built program as its users do: as a process.</summary>
internal static class Cli
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static Task<CliResult> RunAsync(params string[] arguments) =>
        RunAsync(new ProcessStartInfo(BuiltProgram.CommandLine, arguments), null);

    public static Task<CliResult> RunWithInputAsync(byte[] input, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(BuiltProgram.CommandLine, arguments), input);

    public static async Task<CliResult> RunAsync(ProcessStartInfo start, byte[]? input)
    {
        using var process = Start(start);
        if (input is not null)
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
        }

        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    public static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        start.Environment.Remove("MICROGENRE_MODELS");
        return Process.Start(start)!;
    }

    public static async Task<CliResult> FinishAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CliResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"Not within {Limit}: {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}", exception);
        }
    }
}

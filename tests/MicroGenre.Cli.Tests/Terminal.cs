using System.Diagnostics;
using System.Text;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>A test that needs a terminal for the program: <c>script</c> of util-linux makes one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = File.Exists(Terminal.Maker) ? null : "needs script of util-linux (Debian: bsdutils)";
}

/// <summary>The program at a terminal, which a test reads, and whose keys it presses.</summary>
internal sealed class Terminal : IDisposable
{
    public const string Maker = "/usr/bin/script";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private int _seen;

    private Terminal(Process process) => _process = process;

    /// <summary>Starts the program.</summary>
    public static Terminal Start(params string[] arguments)
    {
        var command = string.Join(' ', arguments.Prepend(BuiltProgram.CommandLine).Select(word => $"'{word}'"));
        return new Terminal(Cli.Start(new ProcessStartInfo(Maker, ["-qec", command, "/dev/null"])));
    }

    /// <summary>Waits until the screen shows a text, below what was waited for before.</summary>
    public async Task ShowsAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        var letters = new char[1024];
        int at;
        while ((at = _screen.ToString().IndexOf(text, _seen, StringComparison.Ordinal)) < 0)
        {
            var count = await _process.StandardOutput.ReadAsync(letters, limit.Token);
            Assert.True(count > 0, $"The program ended without '{text}': {_screen}");
            _screen.Append(letters, 0, count);
        }

        _seen = at + text.Length;
    }

    /// <summary>Presses keys.</summary>
    public async Task PressAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the program's end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync() => (await Cli.FinishAsync(_process)).ExitCode;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}

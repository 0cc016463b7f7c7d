using System.Runtime.InteropServices;
using MicroGenre.Cli.Output;

namespace MicroGenre.Cli;

/// <summary>
/// Turns Ctrl-C and SIGTERM into cancellation, so that work stops without leaving anything half-written. Work that does not stop, such as
/// reading from a pipe without a writer, is ended after <see cref="Patience"/>.
/// </summary>
internal sealed partial class Interruption : IDisposable
{
    private const int SignalBase = 128;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _finished = new();
    private readonly Lock _reporting = new();
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isReported;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, SignalBase + 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, SignalBase + 15)),
    ];

    /// <summary>Cancelled when the user or the system ends the program.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code for the signal that arrived; <see langword="null"/> if there was none.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Says on standard error that a signal ends the program: once, whichever thread comes first.</summary>
    public void Report()
    {
        lock (_reporting)
        {
            if (!_isReported)
            {
                _isReported = true;
                Screen.WriteProblem("interrupted.");
            }
        }
    }

    public void Dispose()
    {
        _finished.Set();
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        // The first signal cancels; a second one ends the program at once.
        signal.Cancel = ExitCode is null;
        if (ExitCode is null)
        {
            ExitCode = exitCode;
            new Thread(() => EndAfterPatience(exitCode)) { IsBackground = true }.Start();
            _source.Cancel();
        }
    }

    // A dedicated thread: all pool threads may be waiting for the work that does not end.
    private void EndAfterPatience(int exitCode)
    {
        if (!_finished.Wait(Patience))
        {
            Report();
            End(exitCode);
        }
    }

    private static void End(int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(exitCode);
        }
        else
        {
            // A normal exit could wait for the very work that does not end, or unload libraries under it.
            EndNow(exitCode);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndNow(int exitCode);
}

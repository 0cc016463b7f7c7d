using System.Runtime.InteropServices;

namespace MicroGenre.Cli;

/// <summary>Turns Ctrl-C and a request to terminate into a cancelled token, so that work stops where it leaves nothing half-written.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, SignalBase + 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, SignalBase + 15)),
    ];

    /// <summary>Cancelled when the user, or the system, wants the program to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that says which signal came, or <see langword="null"/> when none did.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        // The first signal asks; a second one ends the program at once.
        signal.Cancel = ExitCode is null;
        ExitCode ??= exitCode;
        _source.Cancel();
    }
}

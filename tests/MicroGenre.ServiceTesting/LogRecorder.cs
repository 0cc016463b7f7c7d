using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MicroGenre.ServiceTesting;

/// <summary>Records what a service logs.</summary>
public sealed class LogRecorder : ILoggerProvider
{
    private static readonly string[] Busy = ["Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Extensions.Diagnostics.HealthChecks"];

    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    /// <summary>The lines of a level or higher, in order.</summary>
    public IReadOnlyList<string> Lines(LogLevel least) => [.. _lines.Where(line => line.Level >= least).Select(line => line.Text)];

    /// <summary>
    /// Warnings and worse, without those of a web server whose timer or model came late, which every busy machine may cause.
    /// </summary>
    public IReadOnlyList<string> Complaints =>
        [.. Lines(LogLevel.Warning).Where(line => !Busy.Any(category => line.StartsWith(category, StringComparison.Ordinal)))];

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Recorder(string category, ConcurrentQueue<(LogLevel, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, $"{category}: {formatter(state, exception)} {exception}".TrimEnd()));
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.ServiceDefaults;

/// <summary>Suppresses stack traces of the host and web server during startup: a failed start is reported in one line.</summary>
internal sealed class StartupLog : IHostedLifecycleService
{
    private volatile bool _started;

    public void AddTo(LoggerFilterOptions filters) => filters
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", Shows)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", Shows);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started = true;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool Shows(LogLevel level) => level == LogLevel.Warning || (_started && level > LogLevel.Warning);
}

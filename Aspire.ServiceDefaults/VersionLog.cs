using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.ServiceDefaults;

/// <summary>Logs the service's name and version first.</summary>
internal sealed class VersionLog(IHostEnvironment environment, ILoggerFactory loggers) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        loggers.CreateLogger(environment.ApplicationName).LogInformation("Version {Version}", ProgramVersion.Current);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

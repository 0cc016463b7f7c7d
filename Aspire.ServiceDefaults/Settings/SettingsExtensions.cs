using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.ServiceDefaults.Settings;

/// <summary>How a service reads its settings.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Reads a section of the configuration. Where a setting is unknown, or not what it should be, the service does not start: its start
    /// ends with one line that names the setting, its value and what is allowed.
    /// </summary>
    /// <typeparam name="T">What it is read into: each property that can be set is a setting.</typeparam>
    /// <returns>The settings; those that are not given, or that keep the service from starting, have their defaults.</returns>
    public static T ReadSettings<T>(this IHostApplicationBuilder builder, string section)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        try
        {
            return Read<T>(builder.Configuration, section);
        }
        catch (StartRefusedException refused)
        {
            // Thrown when the service starts, where it is told as all that keeps a service from starting.
            builder.Services.AddHostedService(_ => new Refusal(refused));
            return new T();
        }
    }

    /// <summary>Reads a section of the configuration.</summary>
    /// <exception cref="StartRefusedException">A setting is unknown or not what it should be.</exception>
    internal static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = configuration.GetSection(section);
        SettingsCheck.Check(settings, typeof(T));
        return settings.Get<T>() ?? new T();
    }

    /// <summary>Ends the start, before anything else has begun.</summary>
    private sealed class Refusal(StartRefusedException refused) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.FromException(refused);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

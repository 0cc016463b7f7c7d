using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.ServiceDefaults.Settings;

/// <summary>Reads settings of a service.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// Reads a configuration section. If a setting is unknown or invalid, the service does not start: startup ends with one line that names
    /// the setting, its value and what is allowed.
    /// </summary>
    /// <typeparam name="T">The options type: each settable property is a setting.</typeparam>
    /// <returns>The settings; missing and invalid ones have their defaults.</returns>
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
            // Thrown when the service starts, together with all other startup errors.
            builder.Services.AddHostedService(_ => new Refusal(refused));
            return new T();
        }
    }

    /// <summary>Reads a configuration section.</summary>
    /// <exception cref="StartRefusedException">A setting is unknown or invalid.</exception>
    internal static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = configuration.GetSection(section);
        SettingsCheck.Check(settings, typeof(T));
        return settings.Get<T>() ?? new T();
    }

    /// <summary>Fails the start before anything else has begun.</summary>
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

using Aspire.ServiceDefaults.Calls;
using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using MicroGenre.Serving.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Deploy.Tests;

/// <summary>The settings that a deployment gives a service, read by the code that reads them when the service starts.</summary>
internal static class DeployedSettings
{
    private const string Cache = "ConnectionStrings:cache";

    // Of the host, the reports, and the C library.
    private static readonly HashSet<string> Known =
        [DataRoot.Setting, ModelFolder.Setting, Cache, "MICROGENRE_REPORTS", "AllowedHosts", "GLIBC_TUNABLES"];

    private static readonly HashSet<string> KnownSections = [SecurityOptions.Section, ShutdownOptions.Section, "services"];

    /// <summary>Demands that the code knows every setting and takes its value, and that the service finds whom it calls.</summary>
    /// <param name="service">The service.</param>
    /// <param name="settings">Names, with <c>__</c> or <c>:</c> between their parts, and values.</param>
    /// <param name="hostOf">Where the deployment has another service.</param>
    public static void Check(DeployedService service, IEnumerable<KeyValuePair<string, string?>> settings, Func<string, string> hostOf)
    {
        var given = settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(given).Build();

        Assert.All(given.Keys, name => Assert.True(IsKnown(name), $"{service.Name}: nothing reads {name}."));
        SecurityOptions.Read(configuration);
        var drain = SettingsExtensions.Read<ShutdownOptions>(configuration, ShutdownOptions.Section).DrainLimit;
        Assert.Equal(new ShutdownOptions().DrainLimit, drain);
        Assert.Equal(service.UsesCache, configuration[Cache] is { Length: > 0 });
        Assert.All(service.Calls, called => Assert.Equal(hostOf(called), configuration.GetServiceAddress(called).Host));
        Assert.All(
            configuration.GetSection("services").GetChildren(),
            called => Assert.Equal(DeployedService.Named(called.Key).Port, configuration.GetServiceAddress(called.Key).Port));
    }

    private static bool IsKnown(string name) => Known.Contains(name) || KnownSections.Contains(name.Split(':')[0]);
}

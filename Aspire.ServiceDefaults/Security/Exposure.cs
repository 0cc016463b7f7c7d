using System.Net;
using Aspire.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Checks that the service's configured addresses are safe.</summary>
internal static class Exposure
{
    private const string DefaultCertificate = "Kestrel:Certificates:Default";

    /// <summary>Refuses addresses that are reachable from other machines without authentication or without encryption.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <param name="security">Its security section.</param>
    /// <param name="hasCertificate">Whether there is a certificate in addition to configured ones: the development certificate.</param>
    /// <exception cref="StartRefusedException">Callers are not authenticated, or traffic is not encrypted, and the settings do not allow
    /// it; or encryption is configured without a certificate.</exception>
    public static void Check(IConfiguration configuration, SecurityOptions security, bool hasCertificate)
    {
        foreach (var (setting, url) in AddressesOf(configuration))
        {
            var isEncrypted = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
            var endpoint = ConfigurationPath.GetParentPath(setting);
            if (isEncrypted && !hasCertificate && !HasCertificate(configuration, endpoint))
            {
                throw new StartRefusedException(
                    $"{setting} is {url}, but there is no certificate: set {DefaultCertificate}:Path and {DefaultCertificate}:KeyPath.");
            }

            if (IsLocal(url))
            {
                continue;
            }

            if (!security.AsksCallers && !security.AllowAnonymous)
            {
                throw new StartRefusedException(
                    $"{setting} is {url}, which others can call without a key: configure Security:ApiKeys or Security:Jwt, or "
                    + $"set Security:AllowAnonymous=true.");
            }

            if (!isEncrypted && !security.AllowPlaintext)
            {
                throw new StartRefusedException(
                    $"{setting} is {url}, which others can reach without encryption: use https:// with a certificate, or set "
                    + $"Security:AllowPlaintext=true (behind a proxy that speaks TLS).");
            }
        }
    }

    private static bool HasCertificate(IConfiguration configuration, string? endpoint) =>
        configuration.GetSection(DefaultCertificate).Exists()
        || (endpoint is not null
            && (configuration.GetSection($"{endpoint}:Certificate").Exists() || configuration.GetSection($"{endpoint}:Sni").Exists()));

    /// <summary>The configured addresses, in Kestrel's order of precedence.</summary>
    private static IEnumerable<(string Setting, string Url)> AddressesOf(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"] ?? "")).ToList();
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        return configuration["urls"] is { Length: > 0 } urls
            ? UrlsOf("urls", urls, url => url)
            : [.. UrlsOf("http_ports", configuration["http_ports"], port => $"http://*:{port}"),
                .. UrlsOf("https_ports", configuration["https_ports"], port => $"https://*:{port}")];
    }

    private static IEnumerable<(string Setting, string Url)> UrlsOf(string setting, string? list, Func<string, string> toUrl) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => (setting, toUrl(item)));

    /// <summary>
    /// Whether an address is reachable only from this machine. A host name other than localhost makes Kestrel listen on all addresses.
    /// </summary>
    private static bool IsLocal(string url)
    {
        var host = url[(url.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        return host.StartsWith("unix:/", StringComparison.OrdinalIgnoreCase)
            || host.StartsWith("pipe:/", StringComparison.OrdinalIgnoreCase)
            || (Uri.TryCreate($"http://{host}", UriKind.Absolute, out var address)
                && (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
                    || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));
    }
}

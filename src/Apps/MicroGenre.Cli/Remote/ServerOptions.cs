using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MicroGenre.Client.Channels;

namespace MicroGenre.Cli.Remote;

/// <summary>The options for a running service and its credentials: <c>--server</c>, <c>--api-key</c>, <c>--ca</c>.</summary>
/// <param name="service">The name of the service.</param>
internal sealed class ServerOptions(string service)
{
    private const string KeyVariable = "MICROGENRE_API_KEY";
    private const string AuthorityVariable = "MICROGENRE_CA";

    private readonly Option<string?> _key = new("--api-key")
    {
        Description = $"API key or token for the server. Default: ${KeyVariable}, which other users of the machine cannot see.",
        HelpName = "KEY",
    };

    private readonly Option<string?> _authority = new("--ca")
    {
        Description =
            $"PEM file of the authority that signed the server's certificate, if this machine does not trust it. Default: "
            + $"${AuthorityVariable}.",
        HelpName = "FILE",
    };

    /// <summary>The option for the address of the service.</summary>
    public Option<string?> Url { get; } = new("--server")
    {
        Description =
            $"The address of a running {service} service to use instead of this program's own libraries: http://HOST:PORT or "
            + $"https://HOST:PORT.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(Url);
        command.Add(_key);
        command.Add(_authority);
    }

    /// <summary>Connects to the service that the user named, if any; nothing is sent yet.</summary>
    /// <exception cref="UsageException">The address is not valid, or the authority's file contains no certificate.</exception>
    public Server? Open(ParseResult result)
    {
        if (result.GetValue(Url) is not { } url)
        {
            return null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new Server(address, service, CredentialsOf(result))
            : throw new UsageException($"'{url}' is not an address: write http://HOST:PORT.");
    }

    private ServiceCredentials CredentialsOf(ParseResult result) =>
        new(result.GetValue(_key) ?? Variable(KeyVariable), AuthoritiesIn(result.GetValue(_authority) ?? Variable(AuthorityVariable)));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static X509Certificate2Collection? AuthoritiesIn(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"'{file}' cannot be read as certificates: {exception.Message}");
        }

        return authorities.Count > 0 ? authorities : throw new UsageException($"'{file}' contains no certificate.");
    }
}

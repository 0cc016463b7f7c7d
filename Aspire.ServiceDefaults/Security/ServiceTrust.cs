using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aspire.ServiceDefaults.Settings;

namespace Aspire.ServiceDefaults.Security;

/// <summary>The credentials that this service uses for calls to others: its API key and the trusted authorities.</summary>
public sealed class ServiceTrust
{
    private const string Setting = $"{SecurityOptions.Section}:{nameof(SecurityOptions.CertificateAuthority)}";

    /// <exception cref="StartRefusedException">The file of authorities cannot be read, or contains no certificate.</exception>
    internal ServiceTrust(SecurityOptions security)
    {
        Key = security.ServiceKey;
        if (security.CertificateAuthority is not { } file)
        {
            return;
        }

        Authorities = [];
        try
        {
            Authorities.ImportFromPemFile(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            throw new StartRefusedException($"{Setting} is '{file}', which cannot be read: {wrong.Message}", wrong);
        }

        if (Authorities.Count == 0)
        {
            throw new StartRefusedException($"{Setting} is '{file}', but must be a file with a certificate (PEM).");
        }
    }

    /// <summary>The API key or token for calls; <see langword="null"/> for none.</summary>
    public string? Key { get; }

    /// <summary>The trusted certificate authorities; <see langword="null"/> for the machine's.</summary>
    public X509Certificate2Collection? Authorities { get; }
}

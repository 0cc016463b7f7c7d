using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aspire.ServiceDefaults.Settings;

namespace Aspire.ServiceDefaults.Security;

/// <summary>How this service calls others: the key that it shows, and whose certificates it trusts.</summary>
public sealed class ServiceTrust
{
    private const string Setting = $"{SecurityOptions.Section}:{nameof(SecurityOptions.CertificateAuthority)}";

    /// <exception cref="StartRefusedException">The file of authorities cannot be read, or holds none.</exception>
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

    /// <summary>The key, or token, that calls show; <see langword="null"/> for none.</summary>
    public string? Key { get; }

    /// <summary>The certificates of those who sign; <see langword="null"/> for those the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MicroGenre.Testing;

/// <summary>A certificate authority for one test, with a certificate for 127.0.0.1.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _service;
    private readonly ECDsa _serviceKey;

    private TestAuthority(X509Certificate2 authority, X509Certificate2 service, ECDsa serviceKey) =>
        (_authority, _service, _serviceKey) = (authority, service, serviceKey);

    public static TestAuthority Create()
    {
        var (begin, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        var signing = authority.CreateSelfSigned(begin, end);

        var serviceKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var service = new CertificateRequest("CN=service", serviceKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        service.CertificateExtensions.Add(names.Build());
        return new TestAuthority(signing, service.Create(signing, begin, end, [1, 2, 3, 4]), serviceKey);
    }

    /// <summary>Writes <c>authority.pem</c>, <c>service.pem</c> and <c>service.key</c>.</summary>
    public void WriteTo(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "authority.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "service.pem"), _service.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "service.key"), _serviceKey.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _authority.Dispose();
        _service.Dispose();
        _serviceKey.Dispose();
    }
}

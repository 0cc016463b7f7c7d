using Grpc.Core;
using Grpc.Net.Client;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public sealed class Encryption : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_service_with_a_certificate_answers_those_who_trust_its_authority_and_only_them()
    {
        using var authority = TestAuthority.Create();
        authority.WriteTo(_folder.Path);
        var port = Ports.Free();
        await using var sample = await SampleProcess.StartAsync(
            ("Kestrel__Endpoints__grpc__Url", $"https://127.0.0.1:{port}"),
            ("Kestrel__Endpoints__grpc__Certificate__Path", _folder["service.pem"]),
            ("Kestrel__Endpoints__grpc__Certificate__KeyPath", _folder["service.key"]));
        (string, string) next = ("services__next__grpc__0", $"https://127.0.0.1:{port}");

        await using var trusting = await SampleProcess.StartAsync(next, ("Security__CertificateAuthority", _folder["authority.pem"]));
        await trusting.Client.ForwardAsync(new Request());

        await using var wary = await SampleProcess.StartAsync(next);
        await Assert.ThrowsAsync<RpcException>(async () => await wary.Client.ForwardAsync(new Request()));

        using var plain = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        await Assert.ThrowsAsync<RpcException>(async () => await new Sample.SampleClient(plain).AnswerAsync(new Request()));
    }
}

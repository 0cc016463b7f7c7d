using Aspire.ServiceDefaults.Security;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Testing;

public class OpenDoors
{
    [Fact]
    public async Task A_service_that_anybody_could_call_over_the_network_does_not_start()
    {
        await using var sample = SampleProcess.StartOn(SampleProcess.FreePort(), SampleProcess.FreePort(), ("Kestrel__Endpoints__grpc__Url", $"http://0.0.0.0:{SampleProcess.FreePort()}"));

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains("anybody could call: configure Security:ApiKeys or Security:Jwt, or allow it by Security:AllowAnonymous=true", Assert.Single(sample.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Output, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_misspelt_setting_does_not_leave_a_door_open()
    {
        await using var sample = SampleProcess.StartOn(SampleProcess.FreePort(), SampleProcess.FreePort(), ("Security__ApiKey__0__Name", "me"));

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains("ApiKey", Assert.Single(sample.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_told_to_be_open_is()
    {
        var port = SampleProcess.FreePort();
        await using var sample = await SampleProcess.StartAsync(
            ("Kestrel__Endpoints__grpc__Url", $"http://0.0.0.0:{port}"), ("Security__AllowAnonymous", "true"), ("Security__AllowPlaintext", "true"));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        await new Sample.SampleClient(channel).AnswerAsync(new Request());
    }

    [Fact]
    public async Task A_certificate_that_is_missing_is_told_in_one_line()
    {
        await using var sample = SampleProcess.StartOn(
            SampleProcess.FreePort(),
            SampleProcess.FreePort(),
            ("Kestrel__Endpoints__grpc__Url", $"https://127.0.0.1:{SampleProcess.FreePort()}"),
            ("Kestrel__Endpoints__grpc__Certificate__Path", "/nowhere/service.pem"));

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains("/nowhere/service.pem", Assert.Single(sample.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80", true)]
    [InlineData("http://127.8.9.1:80", true)]
    [InlineData("http://localhost:80", true)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("http://unix:/run/service.sock", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://[::]:80", false)]
    [InlineData("http://192.168.1.2:80", false)]
    [InlineData("http://localhost.example.com:80", false)]
    [InlineData("http://127.0.0.1.example.com:80", false)]
    [InlineData("", false)]
    public void Addresses_that_others_reach_are_told_from_those_of_this_machine(string url, bool isLocal)
    {
        foreach (var key in new[] { "Kestrel:Endpoints:grpc:Url", "urls" })
        {
            var configuration = Of((key, url));
            if (isLocal || (key is "urls" && url.Length == 0))
            {
                Exposure.Check(configuration, SecurityOptions.Read(configuration), hasCertificate: false);
            }
            else
            {
                Assert.Throws<StartRefusedException>(() => Exposure.Check(configuration, SecurityOptions.Read(configuration), hasCertificate: false));
            }
        }
    }

    [Fact]
    public void Keys_alone_do_not_do_over_an_open_line_unless_allowed()
    {
        (string, string)[] keys = [("Kestrel:Endpoints:grpc:Url", "http://*:80"), ("Security:ApiKeys:0:Name", "me"), ("Security:ApiKeys:0:Sha256", GuardedSample.HashOf("x"))];

        var refusal = Assert.Throws<StartRefusedException>(() => Check([.. keys]));
        Assert.Contains("Security:AllowPlaintext=true", refusal.Message, StringComparison.Ordinal);
        Check([.. keys, ("Security:AllowPlaintext", "true")]);
        Check([.. keys[1..], ("Kestrel:Endpoints:grpc:Url", "https://*:80"), ("Kestrel:Certificates:Default:Path", "/some.pem")]);
        Assert.Throws<StartRefusedException>(() => Check([.. keys[1..], ("Kestrel:Endpoints:grpc:Url", "https://*:80")]));
        Assert.Throws<StartRefusedException>(() => Check(("http_ports", "8080")));

        static void Check(params (string, string)[] settings) => Exposure.Check(Of(settings), SecurityOptions.Read(Of(settings)), hasCertificate: false);
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("not hexadecimal")]
    [InlineData("")]
    public void A_key_without_a_hash_is_refused_at_the_start(string hash) =>
        Assert.Throws<StartRefusedException>(() => new ApiKeys([new ApiKeyOptions { Name = "me", Sha256 = hash }]));

    [Fact]
    public void Keys_have_names_of_their_own()
    {
        var key = new ApiKeyOptions { Name = "me", Sha256 = GuardedSample.HashOf("x") };

        Assert.Throws<StartRefusedException>(() => new ApiKeys([key, key]));
        Assert.Throws<StartRefusedException>(() => new ApiKeys([new ApiKeyOptions { Sha256 = key.Sha256 }]));
    }

    private static IConfiguration Of(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal)).Build();
}

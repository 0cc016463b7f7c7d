using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using Grpc.Net.Client;
using MicroGenre.Testing;
using Microsoft.Extensions.Configuration;

namespace ServiceDefaults.Testing;

public class OpenDoors
{
    [Fact]
    public async Task A_service_that_anybody_could_call_over_the_network_does_not_start()
    {
        await using var sample = SampleProcess.StartOn(
            Ports.Free(), Ports.Free(), ("Kestrel__Endpoints__grpc__Url", $"http://0.0.0.0:{Ports.Free()}"));

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains("others can call without a key: configure Security:ApiKeys or Security:Jwt, or set Security:AllowAnonymous=true",
            Assert.Single(sample.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Output, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Security__ApiKey__0__Name", "me", "Security:ApiKey is not a setting. Known settings: Security:ApiKeys, Security:Jwt, ")]
    [InlineData("Security__Connections", "many", "Security:Connections is 'many', but must be a whole number from 1 to 2147483647.")]
    [InlineData("Shutdown__DrainLimit", "soon", "Shutdown:DrainLimit is 'soon', but must be a time such as 00:01:30, and not below zero.")]
    public async Task A_misspelt_setting_does_not_leave_a_door_open_and_is_told_in_one_line(string setting, string value, string told)
    {
        await using var sample = SampleProcess.StartOn(Ports.Free(), Ports.Free(), (setting, value));

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains(told, Assert.Single(sample.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(sample.Output, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Security:Connections", "0", "Security:Connections is '0', but must be a whole number from 1 to 2147483647.")]
    [InlineData("Security:AllowAnonymous", "yes", "Security:AllowAnonymous is 'yes', but must be true or false.")]
    [InlineData("Security:Limits:LargestRequest", "3 MB",
        "Security:Limits:LargestRequest is '3 MB', but must be a whole number from 1 to 9223372036854775807.")]
    [InlineData("Security:Limits:Bursts", "3",
        "Security:Limits:Bursts is not a setting. Known settings: Security:Limits:CallsAtOnce, Security:Limits:CallsPerSecond, "
        + "Security:Limits:Burst, Security:Limits:LargestRequest.")]
    [InlineData("Security:ApiKeys:0:Control", "maybe", "Security:ApiKeys:0:Control is 'maybe', but must be true or false.")]
    [InlineData("Security:ApiKeys:0:Rights", "control",
        "Security:ApiKeys:0:Rights is not a setting. Known settings: Security:ApiKeys:0:Name, Security:ApiKeys:0:Sha256, "
        + "Security:ApiKeys:0:Control, Security:ApiKeys:0:Limits.")]
    [InlineData("Security:ApiKeys", "a secret",
        "Security:ApiKeys has a value but contains settings: Security:ApiKeys:0:Name, Security:ApiKeys:0:Sha256, "
        + "Security:ApiKeys:0:Control, Security:ApiKeys:0:Limits.")]
    [InlineData("Security:ServiceKey:0", "a secret", "Security:ServiceKey:0 is not a setting: Security:ServiceKey is a text.")]
    [InlineData("Security:Jwt:ClockSkew", "-00:01:00",
        "Security:Jwt:ClockSkew is '-00:01:00', but must be a time such as 00:01:30, and not below zero.")]
    [InlineData("Security:Jwt:Algorithm", "HS512", "Security:Jwt:Algorithm is 'HS512', but must be HS256, RS256 or ES256.")]
    public void What_is_wrong_with_a_setting_is_told_by_its_name_its_value_and_what_is_allowed(string setting, string value, string told)
    {
        var refusal = Assert.Throws<StartRefusedException>(
            () => new Credentials(SecurityOptions.Read(Of((setting, value), ("Security:Jwt:Issuer", "i"), ("Security:Jwt:Audience", "a"))),
                TimeProvider.System));

        Assert.Equal(told, refusal.Message);
    }

    [Theory]
    [InlineData("/nowhere/house.pem")]
    [InlineData("/dev/null")]
    [InlineData("")]
    public void An_authority_that_cannot_be_read_is_refused_at_the_start(string file)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => new ServiceTrust(new SecurityOptions { CertificateAuthority = file }));

        Assert.StartsWith($"Security:CertificateAuthority is '{file}', ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_read_as_they_are_written()
    {
        var security = SecurityOptions.Read(Of(
            ("Security:connections", "12"), ("Security:AllowAnonymous", "True"), ("Security:Limits:Burst", ""),
                ("Security:ApiKeys:0:Name", "me"),
            ("Security:ApiKeys:0:Limits:CallsPerSecond", "3"), ("Security:Jwt:ClockSkew", "00:00:05")));

        Assert.Equal(12, security.Connections);
        Assert.True(security.AllowAnonymous);
        Assert.Null(security.Limits.Burst);
        Assert.Equal(3, Assert.Single(security.ApiKeys).Limits?.CallsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(5), security.Jwt?.ClockSkew);
    }

    [Fact]
    public async Task A_service_that_is_told_to_be_open_is()
    {
        var port = Ports.Free();
        await using var sample = await SampleProcess.StartAsync(
            ("Kestrel__Endpoints__grpc__Url", $"http://0.0.0.0:{port}"), ("Security__AllowAnonymous", "true"),
                ("Security__AllowPlaintext", "true"));
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        await new Sample.SampleClient(channel).AnswerAsync(new Request());
    }

    [Fact]
    public async Task A_certificate_that_is_missing_is_told_in_one_line()
    {
        await using var sample = SampleProcess.StartOn(
            Ports.Free(),
            Ports.Free(),
            ("Kestrel__Endpoints__grpc__Url", $"https://127.0.0.1:{Ports.Free()}"),
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
                Assert.Throws<StartRefusedException>(
                    () => Exposure.Check(configuration, SecurityOptions.Read(configuration), hasCertificate: false));
            }
        }
    }

    [Fact]
    public void Keys_alone_do_not_do_over_an_open_line_unless_allowed()
    {
        (string, string)[] keys = [("Kestrel:Endpoints:grpc:Url", "http://*:80"), ("Security:ApiKeys:0:Name", "me"),
            ("Security:ApiKeys:0:Sha256", GuardedSample.HashOf("x"))];

        var refusal = Assert.Throws<StartRefusedException>(() => Check([.. keys]));
        Assert.Contains("Security:AllowPlaintext=true", refusal.Message, StringComparison.Ordinal);
        Check([.. keys, ("Security:AllowPlaintext", "true")]);
        Check([.. keys[1..], ("Kestrel:Endpoints:grpc:Url", "https://*:80"), ("Kestrel:Certificates:Default:Path", "/some.pem")]);
        Assert.Throws<StartRefusedException>(() => Check([.. keys[1..], ("Kestrel:Endpoints:grpc:Url", "https://*:80")]));
        Assert.Throws<StartRefusedException>(() => Check(("http_ports", "8080")));

        static void Check(params (string, string)[] settings) =>
            Exposure.Check(Of(settings), SecurityOptions.Read(Of(settings)), hasCertificate: false);
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
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal)).Build();
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Services.Tests.Client;

public class ServiceAddresses
{
    [Fact]
    public void A_service_is_found_by_name_and_endpoint()
    {
        var configuration =
            Of(("services:inference:grpc:0", "http://localhost:5003"), ("services:inference:http:0", "http://localhost:5002"));

        Assert.Equal(new Uri("http://localhost:5003"), configuration.GetServiceAddress("inference"));
        Assert.Equal(new Uri("http://localhost:5002"), configuration.GetServiceAddress("inference", "http"));
    }

    [Fact]
    public void A_missing_address_says_what_to_set()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Of().GetServiceAddress("inference"));

        Assert.Contains("services__inference__grpc__0", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5003")]
    [InlineData("ftp://localhost")]
    [InlineData("")]
    public void Something_else_than_an_address_is_told(string value)
    {
        var failure = Assert.Throws<InvalidOperationException>(
            () => Of(("services:inference:grpc:0", value)).GetServiceAddress("inference"));

        Assert.Contains($"'{value}'", failure.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Of(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal)).Build();
}

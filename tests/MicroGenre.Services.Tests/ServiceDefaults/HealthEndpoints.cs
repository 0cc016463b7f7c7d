using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

public class HealthEndpoints(SharedSample sample) : IClassFixture<SharedSample>
{
    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task A_running_service_is_alive_and_ready(string path)
    {
        using var response = await sample.Process.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            "Healthy", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_version_and_the_commit_are_told_by_the_health_report_and_the_log_s_first_lines()
    {
        var report = JsonDocument.Parse(await sample.Process.Http.GetStringAsync("/health"));
        var version = report.RootElement.GetProperty("version").GetString()!;

        Assert.Matches(@"^\d+\.\d+\.\d+\S*\+[0-9a-f]{40}$", version);
        await Eventually.HoldsAsync(() => sample.Process.Output.Count > 1, TimeSpan.FromMinutes(1), "two lines are logged");
        Assert.Contains("info: ServiceDefaults.SampleService[0]", sample.Process.Output.First(), StringComparison.Ordinal);
        Assert.Contains($"Version {version}", sample.Process.Output.ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_grpc_health_service_says_serving()
    {
        var response = await new Health.HealthClient(sample.Process.Channel).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
    }

    [Fact]
    public async Task Reflection_says_what_the_service_offers()
    {
        using var call = new ServerReflection.ServerReflectionClient(sample.Process.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Contains("microgenre.sample.Sample",
            call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Calls_do_not_go_to_the_http_endpoint()
    {
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(sample.Process.Http.BaseAddress!);

        await Assert.ThrowsAsync<RpcException>(async () => await new Sample.SampleClient(channel).AnswerAsync(new Request()));
    }
}

using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace StandIns.Grpc.Tests;

public class HealthService
{
    [Theory]
    [InlineData(HealthStatus.Healthy, ServingStatus.Serving)]
    [InlineData(HealthStatus.Degraded, ServingStatus.Serving)]
    [InlineData(HealthStatus.Unhealthy, ServingStatus.NotServing)]
    public async Task The_checks_say_whether_the_server_serves(HealthStatus checks, ServingStatus expected)
    {
        await using var server = await StartAsync(() => checks);

        Assert.Equal(expected, (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task A_service_may_have_checks_of_its_own()
    {
        await using var server = await ProbeServer.StartAsync(
            new Methods(),
            services: services => services
                .AddGrpcHealthChecks(options => options.Services.Map("standins.test.Probe", check => check.Tags.Contains("probe", StringComparer.Ordinal)))
                .AddCheck("probe", () => HealthCheckResult.Healthy(), ["probe"])
                .AddCheck("other", () => HealthCheckResult.Unhealthy()),
            map: app => app.MapGrpcHealthChecksService());
        var health = new Health.HealthClient(server.Channel);

        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = "standins.test.Probe" })).Status);
        Assert.Equal(ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task An_unknown_service_is_not_found()
    {
        await using var server = await StartAsync(() => HealthStatus.Healthy);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = "nobody" }));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task A_watcher_hears_of_every_change()
    {
        var state = HealthStatus.Healthy;
        await using var server = await StartAsync(() => state);

        using var watch = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);

        state = HealthStatus.Unhealthy;
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
    }

    private static Task<ProbeServer> StartAsync(Func<HealthStatus> check) => ProbeServer.StartAsync(
        new Methods(),
        services: services =>
        {
            services.AddGrpcHealthChecks().AddCheck("test", () => new HealthCheckResult(check()));
            services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        },
        map: app => app.MapGrpcHealthChecksService());
}

using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.ClientFactory;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MicroGenre.Services.Tests.Client;

/// <summary>A service that is away for a while, and then back at the same address.</summary>
public class ReturningServices
{
    [Fact]
    public async Task One_that_was_away_is_found_soon_after_its_return()
    {
        var port = Ports.Free();
        await using var services = Clients(port);
        var client = services.GetRequiredService<Classifier.ClassifierClient>();
        Assert.Equal(StatusCode.Unavailable, await StatusAsync(client));

        await using var returned = Service(port);
        await returned.StartAsync();

        await Eventually.HoldsAsync(async () => await StatusAsync(client) == StatusCode.OK, TimeSpan.FromMinutes(2), "the service answers");
    }

    [Fact]
    public async Task However_long_one_is_away_it_is_looked_for_every_second()
    {
        await using var services = Clients(Ports.Free());
        var channel = new GrpcChannelOptions();
        var client = services.GetRequiredService<IOptionsMonitor<GrpcClientFactoryOptions>>().Get(nameof(Classifier.ClassifierClient));
        foreach (var set in client.ChannelOptionsActions)
        {
            set(channel);
        }

        // By itself, gRPC's pause between two attempts grows to two minutes.
        Assert.InRange(channel.MaxReconnectBackoff!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    private static async Task<StatusCode> StatusAsync(Classifier.ClassifierClient client)
    {
        try
        {
            await client.ListModelsAsync(new ListModelsRequest());
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private static ServiceProvider Clients(int port)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("services:inference:grpc:0", $"http://127.0.0.1:{port}")]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddServiceClient<Classifier.ClassifierClient>("inference");
        return services.BuildServiceProvider();
    }

    private static WebApplication Service(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var application = builder.Build();
        application.MapGrpcService<EmptyClassifier>();
        return application;
    }

    private sealed class EmptyClassifier : Classifier.ClassifierBase
    {
        public override Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context) =>
            Task.FromResult(new ListModelsReply());
    }
}

using System.Diagnostics;
using System.Net;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Services.Tests.Client;

/// <summary>A service that is away for a while, and then back at the same address.</summary>
public class ReturningServices
{
    // By then gRPC's own pauses between two attempts to connect have grown to four seconds; they would grow to two minutes.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task One_that_was_away_is_found_soon_after_its_return()
    {
        var port = Ports.Free();
        await using var services = Clients(port);
        var client = services.GetRequiredService<Classifier.ClassifierClient>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Absence;)
        {
            Assert.Equal(StatusCode.Unavailable, await StatusAsync(client));
        }

        await using var returned = Service(port);
        await returned.StartAsync();

        await Eventually.HoldsAsync(async () => await StatusAsync(client) == StatusCode.OK, Limit, "the service answers");
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
